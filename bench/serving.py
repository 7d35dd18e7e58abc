"""The site in processes of its own, and what they have used of the processor."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.request import urlopen

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Site:
    """A served site: where it answers, and the process that all its workers come from."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """What the server and its workers have used so far, in seconds of one core; a database server is not in it."""
        return sum(used(pid) for pid in family(self.pid))

    def megabytes(self) -> int:
        """What the server and its workers hold of memory."""
        return round(sum(resident(pid) for pid in family(self.pid)) / 1024)


def used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> int:
    """Kilobytes of its own: a database file that is mapped into memory is the system's, and goes when room is needed."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0])


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(member for child in below for member in family(child))]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(environment: dict[str, str], *, workers: int = 1) -> Iterator[Site]:
    """Serve as `bin/demo` does, with one worker: on two cores the other one belongs to the asker and the database."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "8", "--no-access-log", "lms.wsgi:application",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:  # not a pipe: nobody reads it, and a full one would stop the server
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
        site = Site(f"http://127.0.0.1:{port}", process.pid)
        try:
            wait_for(site, process, log)
            yield site
        finally:
            process.terminate()
            process.wait(20)


def wait_for(site: Site, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    for _try in range(120):
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(log.read().decode()[-2000:])
        try:
            urlopen(f"{site.address}/health/live", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(site.address)
