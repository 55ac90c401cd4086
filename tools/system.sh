#!/bin/sh
# Sees to what only the operating system can provide: the libraries Qt loads, and the few
# commands the set-up and the tests call. On Debian and its kin it installs what is missing if
# it may, else prints the one line to type and stops with 1.
#
#   tools/system.sh run     what running the program needs
#   tools/system.sh test    the same, and what the tests call
#   tools/system.sh make    only make itself
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

# Library and the Debian package that has it: what ldd names for the plug-ins in the
# PySide6-Essentials wheel that a desktop uses (platforms xcb, wayland, offscreen; image
# formats; input; CUPS printing).
LIBRARIES="
libEGL.so.1             libegl1
libGL.so.1              libgl1
libX11-xcb.so.1         libx11-xcb1
libcups.so.2            libcups2
libdbus-1.so.3          libdbus-1-3
libdrm.so.2             libdrm2
libfontconfig.so.1      libfontconfig1
libfreetype.so.6        libfreetype6
libglib-2.0.so.0        libglib2.0-0
libwayland-client.so.0  libwayland-client0
libwayland-cursor.so.0  libwayland-cursor0
libwayland-egl.so.1     libwayland-egl1
libxcb-cursor.so.0      libxcb-cursor0
libxcb-glx.so.0         libxcb-glx0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-image.so.0       libxcb-image0
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-randr.so.0       libxcb-randr0
libxcb-render.so.0      libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0       libxcb-shape0
libxcb-shm.so.0         libxcb-shm0
libxcb-sync.so.1        libxcb-sync1
libxcb-xfixes.so.0      libxcb-xfixes0
libxcb-xkb.so.1         libxcb-xkb1
libxkbcommon.so.0       libxkbcommon0
libxkbcommon-x11.so.0   libxkbcommon-x11-0
"

# Prints the packages of the libraries that the dynamic linker does not know.
missing_libraries() {
    known=$(${LDCONFIG:-/sbin/ldconfig} -p 2>/dev/null || true)
    printf '%s\n' "$LIBRARIES" | while read -r library package; do
        [ -n "$library" ] || continue
        printf '%s\n' "$known" | grep -qF "	$library " || printf '%s\n' "$package"
    done
}

# Prints the packages of what the set-up itself needs.
missing_for_setup() {
    if find_uv; then
        find_python || printf '%s\n' python3
    elif ! find_python; then
        printf '%s\n' python3 python3-venv
    elif ! "$PYTHON" -c "import venv, ensurepip" >/dev/null 2>&1; then
        printf '%s\n' python3-venv
    fi
    [ -n "${SSL_CERT_FILE:-}" ] || printf '%s\n' ca-certificates
}

print_line() {
    sudo=
    [ "$(id -u)" -eq 0 ] || ! command -v sudo >/dev/null 2>&1 || sudo="sudo "
    printf '\n    %sapt-get update && %sapt-get install -y --no-install-recommends %s\n\n' \
        "$sudo" "$sudo" "$packages" >&2
}

missing_command() {
    command -v "$1" >/dev/null 2>&1 || printf '%s\n' "$2"
}

missing_packages() {
    case "$1" in
    make) missing_command make make ;;
    run | test)
        missing_for_setup
        missing_libraries
        [ "$1" = run ] || missing_command pdftotext poppler-utils
        ;;
    esac
}

purpose=${1:-run}
case "$purpose" in
run | test | make) ;;
*)
    say "tools/system.sh takes run, test or make, not '$purpose'."
    exit 2
    ;;
esac
[ "$(uname -s)" = Linux ] || exit 0
packages=$(missing_packages "$purpose" | sort -u | tr '\n' ' ')
packages=${packages% }
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    say "this machine lacks what these Debian packages contain: $packages."
    say "Install their equivalents with its own package manager, then do this again."
    exit 1
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n"
else
    say "this machine lacks some system packages, and you may not install them from here."
    say "Type this as an administrator, then do the same again:"
    print_line
    exit 1
fi

say "installing system packages: $packages"
mkdir -p build
log=build/apt.log
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300"
# A stale or missing package list is the usual state of a fresh machine. A failing third-party
# source need not stop us: what counts is whether the install succeeds.
$apt update </dev/null >"$log" 2>&1 || true
# shellcheck disable=SC2086
if ! $apt install -y --no-install-recommends $packages </dev/null >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "the packages could not be installed; the lines above say why. When that is put right:"
    print_line
    exit 1
fi
