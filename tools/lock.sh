#!/bin/sh
# Pins every package by version and content hash, for every platform, and names no host
# (docs/decisions/0004-lock-file-without-hosts.md).
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

find_uv
for pair in "pyproject.toml:requirements.lock" "tools/uv-requirements.in:tools/uv-requirements.lock"; do
    source=${pair%%:*} lock=${pair#*:}
    groups=
    [ "$source" = pyproject.toml ] && groups="--group dev"
    # shellcheck disable=SC2086
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links --no-annotate \
        $groups "$source" -o "$lock"
    if grep -nE '://|@ ' "$lock" >&2; then
        say "$lock names a host or a path: not kept."
        rm -f "$lock"
        exit 1
    fi
done
say "requirements.lock and tools/uv-requirements.lock are written."
