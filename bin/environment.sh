# Sourced by the commands beside it, from the root of the repository: they work with a bare PATH and an empty HOME.
mkdir -p var
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    HOME="$PWD/var/home"
    mkdir -p "$HOME"
fi
export HOME
export PATH="${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin"
export PYTHONUTF8=1 UV_PYTHON_DOWNLOADS=never

# Where an organisation has put its own certificate authority into the system, uv, pip and npm must believe it too.
system_bundle=/etc/ssl/certs/ca-certificates.crt
if [ -r "$system_bundle" ]; then
    export SSL_CERT_FILE="${SSL_CERT_FILE:-$system_bundle}"
    export PIP_CERT="${PIP_CERT:-$system_bundle}"
    export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$system_bundle}"
fi

say() { printf 'clearway: %s\n' "$*"; }
stop() { # stop WHY: end with one line
    printf 'clearway: %s\n' "$*" >&2
    exit 1
}
