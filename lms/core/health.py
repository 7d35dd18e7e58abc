"""/health/live: this process answers. /health/ready: it can do its work, part by part.

A lost broker does not make a site unready: reactions wait in the outbox, and the sweep brings them once the broker is back.
"""

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.exceptions import RedisError

OK, AWAY, MISSING = "ok", "away", "missing"
#: A probe is answered within a breath, whatever hangs.
PATIENCE = 1.0

_migrated: set[str] = set()


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": OK})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    database = database_state()
    parts = {
        "database": database,
        "migrations": migrations_state() if database == OK else "unknown",
        "broker": broker_state(),
    }
    if parts["database"] != OK or parts["migrations"] != OK:
        return JsonResponse({"status": "unavailable", **parts}, status=503)
    return JsonResponse({"status": OK if parts["broker"] == OK else "degraded", **parts})


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return AWAY
    return OK


def migrations_state() -> str:
    """Whether this code's migrations are applied; once they are, they stay so, and reading them all is slow."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return MISSING
        _migrated.add(name)
    return OK


def broker_state() -> str:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as client:
            client.ping()
    except (RedisError, OSError):
        return AWAY
    return OK
