"""Asking a page many times, over kept-alive connections, with a signed-in session or none."""

import http.client
import threading
import time
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit

from bench.serving import Site


@dataclass(frozen=True)
class Measured:
    """What asking a page came to: times in milliseconds, bytes as they went over the line."""

    requests_per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int
    bytes: int


class Asker:
    """One kept-alive connection."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=120)
        self.headers = {"Accept-Encoding": "identity", "Accept-Language": "en", "Cookie": cookie}

    def ask(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request("GET", path, headers=self.headers | headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return response, body


def measure(site: Site, path: str, *, cookie: str, seconds: float, connections: int = 2) -> Measured:
    """Ask `path` for so many seconds after a warm-up of ten requests on each connection."""
    first = Asker(site, cookie)
    counted, body = first.ask(path, **{"X-Bench": "count"})
    counted, body = first.ask(path, **{"X-Bench": "count"})
    askers = [Asker(site, cookie) for _each in range(connections)]
    for asker in askers:
        for _time in range(10):
            asker.ask(path)
    taken: list[float] = []
    used, began = site.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=repeat, args=(asker, path, began + seconds, taken)) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted, used = time.perf_counter() - began, site.cpu_seconds() - used
    cuts = quantiles(taken, n=20)
    return Measured(
        requests_per_second=round(len(taken) / lasted, 1),
        p50_ms=round(cuts[9] * 1000, 2),
        p95_ms=round(cuts[18] * 1000, 2),
        cpu_ms=round(used / len(taken) * 1000, 2),
        queries=int(counted.headers["X-Queries"]),
        bytes=len(body),
    )


def repeat(asker: Asker, path: str, until: float, taken: list[float]) -> None:
    while time.perf_counter() < until or len(taken) < 40:
        began = time.perf_counter()
        asker.ask(path)
        taken.append(time.perf_counter() - began)
