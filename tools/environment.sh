#!/bin/sh
# Makes .venv hold exactly what requirements.lock names, fetching uv into .tools/ if the machine
# has none. Does nothing when .venv is already so.
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

not_fetched() {
    say "$1 could not be fetched; the lines above say why. Check the network, or name your own"
    say "mirror (PIP_INDEX_URL, UV_DEFAULT_INDEX), then do the same again."
    exit 1
}

stamp=.venv/.requirements.lock
if [ -x .venv/bin/python ] && cmp -s requirements.lock "$stamp" \
    && .venv/bin/python -c "import PySide6" >/dev/null 2>&1; then
    exit 0
fi

if ! find_python; then
    say "Probity needs Python 3.11 or later; install one, or name it: make PYTHON=/path/to/python3"
    exit 1
fi

if ! find_uv; then
    say "fetching uv into .tools/"
    rm -rf .tools
    "$PYTHON" -m venv .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r tools/uv-requirements.lock || not_fetched uv
    find_uv
fi

if ! .venv/bin/python -c "import sys; sys.exit(sys.version_info < ($LEAST_PYTHON))" 2>/dev/null; then
    say "making .venv"
    rm -rf .venv
    "$UV" venv --quiet --python "$PYTHON" .venv
fi

say "installing the locked packages into .venv"
"$UV" pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock \
    || not_fetched "the packages"
cp requirements.lock "$stamp"
