"""Webs, workers and a beat as they run in production, sharing DATABASE_URL, REDIS_URL and STORAGE_URL and nothing else."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import connection
from redis import Redis

from lms.core import events

PYTHON = [sys.executable, "-m"]


class Host:
    """Starts processes, each in a group of its own, so that a kill takes the whole of one and nothing else."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*PYTHON, *command], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def worker(self, name: str = "worker") -> subprocess.Popen[bytes]:
        return self.start(
            name, "celery", "--app", "lms.celery", "worker", "--pool", "threads", "--concurrency", "2", "--hostname",
            f"{name}@tests", "--without-gossip", "--without-mingle",
        )  # fmt: skip

    def beat(self) -> subprocess.Popen[bytes]:
        return self.start(
            "beat", "celery", "--app", "lms.celery", "beat", "--scheduler", "lms.core.beat.OneBeatScheduler"
        )

    def webs(self, *names: str) -> list[tuple[subprocess.Popen[bytes], str]]:
        """Start web servers of two processes each, together; each with its address, once all answer."""
        started = [self.web(name) for name in names]
        for process, address in started:
            until(partial(answers, f"{address}/health/live"), f"{address} answers", process=process)
        return started

    def web(self, name: str) -> tuple[subprocess.Popen[bytes], str]:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = str(found.getsockname()[1])
        process = self.start(
            name, "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "2",
            "--blocking-threads", "2", "--no-ws", "lms.wsgi:application",
        )  # fmt: skip
        return process, f"http://127.0.0.1:{port}"

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as response:
            return response.status == 200
    except (URLError, OSError):
        return False


def until(
    true: Callable[[], object], what: str, *, seconds: float = 60, process: subprocess.Popen[bytes] | None = None
) -> None:
    """Wait until something holds; fail with its name when it does not in time, or when its process has ended."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, f"not within {seconds} s: {what}"
        assert process is None or process.poll() is None, f"its process has ended: {what}"
        time.sleep(0.05)


@pytest.fixture
def host(site_environment: dict[str, str], tmp_path: Path, settings: object) -> Iterator[Host]:
    """The tests' house lives here and in every process that the host starts."""
    settings.REACTIONS = "tests.processes.house.REACTIONS"
    events.table.cache_clear()
    environment = site_environment | {
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "HOUSE_FOLDER": str(tmp_path),
        # A killed process clears nothing away; this folder is pytest's to clear.
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    one = Host(environment, tmp_path)
    yield one
    one.stop()
    # The lock of a killed beat and the messages of killed workers are of no use to the next test.
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete("clearway:beat", "celery", "unacked", "unacked_index", "unacked_mutex")
    events.table.cache_clear()
    # Before the database goes: a killed process may still hold it open.
    connection.close()
