# Sourced by bin/demo and bin/serve after environment.sh: what starting a site on this machine takes.
export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}"
case $HOST in
    0.0.0.0 | ::) reachable=127.0.0.1 ;; # listening everywhere is not an address to visit
    *:*) reachable="[$HOST]" ;;
    *) reachable=$HOST ;;
esac
address="http://$reachable:$PORT"
export PUBLIC_URL="${PUBLIC_URL:-$address}"
CLEARWAY_USER=$(id -un)
CLEARWAY_EMBEDDED=$([ -n "${REDIS_URL:-}" ] && echo false || echo true)
export CLEARWAY_USER CLEARWAY_EMBEDDED
mkdir -p var/log

only_once() { # two sites of one folder would share its database's files and its sockets; the lock lives as long as the site
    exec 9>var/running.lock
    flock -n 9 || stop "this folder's site is already running; stop it first, or clone Clearway a second time"
}

port_is_free() {
    .venv/bin/python - <<'PYTHON' || exit 1
import os, socket, sys
host, port = os.environ["HOST"], os.environ["PORT"]
try:
    family, _, _, _, where = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    socket.create_server(where, family=family).close()
except (OSError, ValueError, OverflowError) as error:
    sys.exit(f"clearway: cannot listen on {host}:{port} ({error.strerror or error}); PORT=8080, say, may be free")
PYTHON
}

collect_static() { # only when a source is newer than the last collection
    made=var/static/staticfiles.json
    if [ ! -f "$made" ] ||
        [ -n "$(find lms courses tracking certificates desks -path '*/static/*' -newer "$made" | head -n 1)" ] ||
        [ -n "$(find .venv/installed.txt node_modules/installed.json lms/core/assets.py -newer "$made")" ]; then
        say "collecting static files"
        .venv/bin/python manage.py collectstatic --noinput --verbosity 0
    fi
}

answers() {
    .venv/bin/python -S - "$address/health/live" 2>/dev/null <<'PYTHON'
import sys, urllib.request
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=2)
PYTHON
}

run_until_stopped() { # run_until_stopped CONF: supervisor runs the processes; TERM and Ctrl-C stop them all
    .venv/bin/python -m supervisor.supervisord --nodaemon --configuration "$1" >var/log/supervisor.out 2>&1 &
    supervisor=$!
    trap 'kill -TERM $supervisor 2>/dev/null || true' TERM INT HUP
    waited=0
    until answers; do
        kill -0 $supervisor 2>/dev/null || stop "the site stopped at once; see var/log/supervisor.out"
        waited=$((waited + 1))
        [ $waited -lt 240 ] || { say "no answer yet on $address; see var/log/" && break; }
        sleep 0.5
    done
    say "ready on $address   (logs in var/log/, Ctrl-C stops)"
    while kill -0 $supervisor 2>/dev/null; do
        wait $supervisor || true
    done
    say "stopped"
}
