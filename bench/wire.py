"""A wire between a browser and a server that counts what goes over it."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Wire:
    """Listens on a port of its own and hands everything on to `server`, both ways."""

    server: str
    requests: int = 0
    bytes_sent: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def open(self) -> "Wire":
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def count(self) -> tuple[int, int]:
        return self.requests, self.bytes_sent

    def listen(self) -> None:
        while True:
            try:
                browser, _address = self.listener.accept()
            except OSError:
                return
            to = urlsplit(self.server)
            there = socket.create_connection((to.hostname or "", to.port or 80))
            for source, sink, up in ((browser, there, True), (there, browser, False)):
                threading.Thread(target=self.pump, args=(source, sink, up), daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while part := source.recv(1 << 16):
                if up:
                    self.requests += part.count(b" HTTP/1.1\r\n")
                else:
                    self.bytes_sent += len(part)
                sink.sendall(part)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
