#!/bin/sh
# Calls the environment's Python, wherever this system keeps it: tools/python.sh -m ruff check
set -eu
for python in .venv/bin/python .venv/Scripts/python.exe; do
    [ -x "$python" ] && exec "$python" "$@"
done
echo "probity: there is no .venv yet: run \`make setup\`, or \`uv run main.py\` on Windows and macOS." >&2
exit 1
