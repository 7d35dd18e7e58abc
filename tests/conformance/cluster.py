"""A PostgreSQL of its own that keeps its promises, so that it can be killed: unlike `bin/with-postgres`, it syncs to disk."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.serving import family, free_port

NAME = "clearway"
#: PostgreSQL refuses to run as root.
OWNER = "postgres"
#: Seconds that a start may take, after a crash too.
PATIENCE = 60


class Cluster:
    """One database server: its programs, its folder and the port it listens on."""

    def __init__(self, folder: Path) -> None:
        found = Path("/usr/lib/postgresql").glob("*/bin")
        self.binaries = max(found, key=lambda path: int(path.parent.name))
        self.folder, self.port = folder, free_port()

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def make(self) -> None:
        made = self.command("initdb", f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        subprocess.run(made, cwd=self.folder, stdout=subprocess.DEVNULL, check=True)
        self.start()
        with psycopg.connect(f"postgres://{NAME}@127.0.0.1:{self.port}/postgres", autocommit=True) as database:
            database.execute(f'CREATE DATABASE "{NAME}"')

    def start(self) -> None:
        """Start it, also after it was killed; what it had promised it then finds in its log."""
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "200"}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = self.command("postgres", f"--port={self.port}", *options)
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            psycopg.connect(f"postgres://{NAME}@127.0.0.1:{self.port}/postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Every process of it at once, without a word. Who started it stays to bury it: it counts as running before."""
        first, *below = family(self.process.pid)
        for pid in below if os.geteuid() == 0 else [first, *below]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(20)

    def command(self, program: str, *arguments: str) -> list[str]:
        own = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
        return [*own, str(self.binaries / program), "-D", str(self.folder / "data"), *arguments]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running one, thrown away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="clearway-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    made = Cluster(folder)
    try:
        made.make()
        yield made
    finally:
        if made.process.poll() is None:
            made.kill()
        shutil.rmtree(folder)
