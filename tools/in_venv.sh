#!/bin/sh
# Calls a command of the environment, wherever this system keeps it: tools/in_venv.sh ruff check
set -eu
name=$1
shift
for command in ".venv/bin/$name" ".venv/Scripts/$name.exe"; do
    [ -x "$command" ] && exec "$command" "$@"
done
echo "probity: there is no $name in .venv: run \`make setup\`, or on Windows and macOS the three" >&2
echo "lines of README that install the locked packages." >&2
exit 1
