#!/bin/sh
# Opens Probity on the demo register; where there is no display, does the same job offscreen and
# leaves pictures of every screen, a case sheet and the list in build/demo/.
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

folder=build/demo
register=$folder/demo.probity

# A display is usable when Qt itself can open it: a variable left over from another session,
# or a server that refuses us, is no display.
display_usable() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ] || return 1
    .venv/bin/python -c "from PySide6.QtGui import QGuiApplication; QGuiApplication([])" \
        >/dev/null 2>&1
}

mkdir -p "$folder"
if [ ! -s "$register" ]; then
    say "making the demo register $register"
    .venv/bin/python main.py --register "$register" demo
fi

if display_usable; then
    exec .venv/bin/python main.py --register "$register"
fi
say "no display here: doing the same offscreen, into $folder/"
QT_QPA_PLATFORM=offscreen .venv/bin/python main.py --register "$register" tour --out "$folder"
