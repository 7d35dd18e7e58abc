"""Requests over kept-alive connections with as little of Python as will do: the asker shares the machine with the server."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from bench.serving import Site

SEND = 30.0


@dataclass(frozen=True, kw_only=True)
class Load:
    """What asking came to: requests a second, milliseconds, and how often each kind of answer came."""

    per_second: float
    p50_ms: float
    cpu_ms: float
    answers: dict[int, int]

    @property
    def errors(self) -> int:
        return sum(times for status, times in self.answers.items() if status >= 500)


class Line:
    """One connection."""

    def __init__(self, site: Site) -> None:
        to = urlsplit(site.address)
        self.socket = socket.create_connection((str(to.hostname), int(to.port or 80)), timeout=SEND)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message: bytes) -> tuple[int, bytes]:
        self.socket.sendall(message)
        held = b""
        while (end := held.find(b"\r\n\r\n")) < 0:
            held += self.more()
        head = held[:end].lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        parts, missing = [held[end + 4 :]], length - len(held) + end + 4
        while missing > 0:
            parts.append(self.more())
            missing -= len(parts[-1])
        return int(head[9:12]), b"".join(parts)

    def more(self) -> bytes:
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def message(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{told}Content-Length: {len(body)}\r\n\r\n".encode() + body


def measure(site: Site, make: Callable[[], bytes], *, connections: int, seconds: float) -> Load:
    """Every connection sends what `make` makes, again and again, for so many seconds after a short warm-up."""
    lines = [Line(site) for _each in range(connections)]
    lines[0].ask(make())
    for line in lines:
        line.ask(make())
    taken: list[float] = []
    answers: Counter[int] = Counter()
    used, began = site.cpu_seconds(), time.perf_counter()
    threads = [
        threading.Thread(target=repeat, args=(line, make, began + seconds, taken, answers), daemon=True)
        for line in lines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted, used = time.perf_counter() - began, site.cpu_seconds() - used
    return Load(
        per_second=len(taken) / lasted,
        p50_ms=median(taken) * 1000,
        cpu_ms=used / len(taken) * 1000,
        answers=dict(answers),
    )


def repeat(
    line: Line, make: Callable[[], bytes], until: float, taken: list[float], answers: Counter[int]
) -> None:  # fmt: skip
    while time.perf_counter() < until or len(taken) < 20:
        sent = make()
        began = time.perf_counter()
        status, _body = line.ask(sent)
        taken.append(time.perf_counter() - began)
        answers[status] += 1
