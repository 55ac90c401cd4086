# shellcheck shell=sh
# What the other scripts here share. They run from the root of the repository.

# The least Python that Probity runs on.
LEAST_PYTHON="3, 11"

say() {
    printf 'probity: %s\n' "$*" >&2
}

# Downloads trust what this machine trusts, so a force's own proxy certificate is honoured.
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -z "${SSL_CERT_FILE:-}" ] && [ -r "$authorities" ]; then
    export SSL_CERT_FILE="$authorities"
fi
if [ -z "${PIP_CERT:-}" ] && [ -n "${SSL_CERT_FILE:-}" ]; then
    export PIP_CERT="$SSL_CERT_FILE"
fi

# Somebody without a home of their own (a service, a build machine) keeps uv's cache here.
if [ ! -w "${HOME:-/nonexistent}" ] && [ -z "${UV_CACHE_DIR:-}" ]; then
    export UV_CACHE_DIR="$PWD/.tools/cache"
fi

# Sets UV to a uv that runs: the machine's own, or the one kept in .tools/.
find_uv() {
    for UV in uv "${HOME:-/root}/.local/bin/uv" .tools/bin/uv; do
        "$UV" --version >/dev/null 2>&1 && return 0
    done
    UV=
    return 1
}

# Sets PYTHON to a Python that is new enough.
find_python() {
    for PYTHON in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        "$PYTHON" -c "import sys; sys.exit(sys.version_info < ($LEAST_PYTHON))" \
            >/dev/null 2>&1 && return 0
    done
    PYTHON=
    return 1
}
