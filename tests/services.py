"""Real neighbours for tests: a Valkey on a private socket, and the environment for processes that a test starts."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from lms.core.valkey import command
from tests import database


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A Valkey of its own, stopped and forgotten at the end; its URL."""
    socket = folder / "valkey.sock"
    with subprocess.Popen(command(socket=socket, folder=folder), stdout=subprocess.DEVNULL) as server:
        try:
            yield answering(f"unix://{socket}")
        finally:
            server.terminate()


def answering(url: str, seconds: float = 10) -> str:
    """The URL, once its server answers."""
    until = time.monotonic() + seconds
    with Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except (RedisError, OSError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return url


def environment() -> dict[str, str]:
    """What a web server, worker or command needs to share this test's database, broker and storage, and nothing else."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
        "TMPDIR": str(settings.RUNTIME_DIR),  # a killed process cannot clear up after itself
        "DATABASE_URL": database.url(),
        "REDIS_URL": settings.REDIS_URL,
        "STORAGE_URL": Path(settings.STORAGES["default"]["OPTIONS"]["location"]).as_uri(),
    }
