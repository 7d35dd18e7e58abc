# Sourced by bin/serve: settings that are made once and kept, and a PostgreSQL and a Redis of this folder's own.
CLEARWAY_POSTGRES=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
CLEARWAY_REDIS=$(command -v redis-server || command -v valkey-server || true)
CLEARWAY_REDIS_SOCKET=$PWD/var/redis/redis.sock
CLEARWAY_OWN_POSTGRES=$([ -n "${DATABASE_URL:-}" ] && echo false || echo true)
CLEARWAY_OWN_REDIS=$([ -n "${REDIS_URL:-}" ] && echo false || echo true)
CLEARWAY_POSTGRES_USER=$CLEARWAY_USER
CLEARWAY_CLUSTER=$PWD/var/postgres
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root, and `postgres` cannot enter a folder of root's home
    CLEARWAY_POSTGRES_USER=postgres
    runuser -u postgres -- test -x "$PWD/var" 2>/dev/null ||
        CLEARWAY_CLUSTER=/var/lib/postgresql/clearway-$(printf %s "$PWD" | cksum | cut -d ' ' -f 1)
fi
export CLEARWAY_POSTGRES CLEARWAY_REDIS CLEARWAY_REDIS_SOCKET CLEARWAY_OWN_POSTGRES CLEARWAY_OWN_REDIS \
    CLEARWAY_POSTGRES_USER CLEARWAY_CLUSTER

as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

remembered_settings() { # the environment first, then var/serve.env, which is written once
    if [ ! -f var/serve.env ]; then
        (umask 077 && .venv/bin/python - >var/serve.env <<'PYTHON'
import secrets, socket
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
print("# Made by the first bin/serve; settings of the environment win over these. Keep it as secret as the data.")
print(f"SECRET_KEY={secrets.token_urlsafe(50)}")
print(f"CLEARWAY_POSTGRES_PORT={port}")
print(f"CLEARWAY_POSTGRES_PASSWORD={secrets.token_urlsafe(24)}")
PYTHON
        )
    fi
    given=${SECRET_KEY:-}
    # shellcheck disable=SC1091
    . ./var/serve.env
    export SECRET_KEY="${given:-$SECRET_KEY}" CLEARWAY_POSTGRES_PORT
    own_database="postgres://clearway:$CLEARWAY_POSTGRES_PASSWORD@127.0.0.1:$CLEARWAY_POSTGRES_PORT/clearway"
    export DATABASE_URL="${DATABASE_URL:-$own_database}"
    export REDIS_URL="${REDIS_URL:-unix://$CLEARWAY_REDIS_SOCKET}"
    export STORAGE_URL="${STORAGE_URL:-file://$PWD/var/storage}"
    export ALLOWED_HOSTS="${ALLOWED_HOSTS:-$reachable,localhost}"
}

prepare_postgres() { # a cluster of this folder's own, made once
    [ "$CLEARWAY_OWN_POSTGRES" = true ] || return 0
    [ -n "$CLEARWAY_POSTGRES" ] || stop "no PostgreSQL server is installed, and DATABASE_URL names none"
    ! as_postgres test -f "$CLEARWAY_CLUSTER/PG_VERSION" || return 0
    say "making a PostgreSQL cluster in $CLEARWAY_CLUSTER"
    mkdir -p "$CLEARWAY_CLUSTER"
    chown "$CLEARWAY_POSTGRES_USER" "$CLEARWAY_CLUSTER"
    chmod 700 "$CLEARWAY_CLUSTER"
    secret=$(mktemp)
    printf '%s\n' "$CLEARWAY_POSTGRES_PASSWORD" >"$secret"
    chown "$CLEARWAY_POSTGRES_USER" "$secret"
    as_postgres "$CLEARWAY_POSTGRES/initdb" --pgdata="$CLEARWAY_CLUSTER" --username=clearway --pwfile="$secret" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    rm -f "$secret"
}

with_postgres() { # with_postgres COMMAND…: while supervisor does not run it yet
    if [ "$CLEARWAY_OWN_POSTGRES" != true ]; then
        "$@"
        return
    fi
    as_postgres "$CLEARWAY_POSTGRES/pg_ctl" --pgdata="$CLEARWAY_CLUSTER" --wait --silent start --log=/dev/null \
        --options="-c listen_addresses=127.0.0.1 -c port=$CLEARWAY_POSTGRES_PORT -c unix_socket_directories=" 9>&-
    trap 'as_postgres "$CLEARWAY_POSTGRES/pg_ctl" --pgdata="$CLEARWAY_CLUSTER" --mode=fast --silent stop' EXIT
    .venv/bin/python - <<'PYTHON'
import os, psycopg
server, _, name = os.environ["DATABASE_URL"].rpartition("/")
with psycopg.connect(f"{server}/postgres", autocommit=True) as database:
    if not database.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        database.execute(f'CREATE DATABASE "{name}"')
PYTHON
    "$@"
    as_postgres "$CLEARWAY_POSTGRES/pg_ctl" --pgdata="$CLEARWAY_CLUSTER" --mode=fast --silent stop
    trap - EXIT
}

prepare_redis() {
    [ "$CLEARWAY_OWN_REDIS" = true ] || return 0
    [ -n "$CLEARWAY_REDIS" ] || stop "no Redis or Valkey server is installed, and REDIS_URL names none"
    (umask 077 && mkdir -p var/redis)
    [ ${#CLEARWAY_REDIS_SOCKET} -le 100 ] || stop "$CLEARWAY_REDIS_SOCKET is too long for a socket; clone Clearway nearer to /"
}
