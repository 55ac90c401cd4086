#!/bin/sh
# Fuzzes the readers for longer than the tests do: each for SECONDS_EACH (60) under atheris, then the
# tests of tests/hostile with ten times as many examples, other ones in every run.
#
# atheris is not in requirements.lock: it has no wheels for Windows and macOS, and the tests do not
# need it. It is fetched into build/fuzz/lib by its version alone, without a hash.
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

atheris=atheris==3.0.0
seconds=${SECONDS_EACH:-60}
python=.venv/bin/python

if find_uv && { [ -d build/fuzz/lib/atheris ] || "$UV" pip install --quiet --python "$python" \
    --target build/fuzz/lib --no-deps "$atheris" >/dev/null 2>&1; }; then
    for reader in keys failures journal recovery case calendar table columns parcel words; do
        say "fuzzing $reader for $seconds s"
        mkdir -p "build/fuzz/$reader"
        PYTHONPATH=build/fuzz/lib "$python" tools/fuzz.py "$reader" "build/fuzz/$reader" tools/fuzz-seeds \
            -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=20000 \
            -artifact_prefix="build/fuzz/found-$reader-" -verbosity=0 -print_final_stats=1
    done
else
    say "$atheris does not install here; going on without it"
fi
say "ten times the examples of tests/hostile"
PROBITY_FUZZ=${PROBITY_FUZZ:-10} QT_QPA_PLATFORM=offscreen \
    "$python" -m pytest -n 2 --import-mode=importlib tests/hostile
