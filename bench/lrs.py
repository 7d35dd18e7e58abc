"""`bin/bench lrs`: how fast the record store takes statements in and finds them, beside the floors, as JSON lines.

The store is filled in bulk first. Times are of the server's processes; PostgreSQL's own are not in `cpu_ms`.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import django

from bench.pages import commit, manage

BATCHES, CONNECTIONS = (1, 50, 100), (1, 8, 32)
WORKERS = 2
#: The server's memory is looked at before, and after so many pages of five hundred.
PAGES = 200
MILLION = 1_000_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--statements", type=int, default=MILLION, help="how many are there when it begins")
    arguments.add_argument("--five-million", action="store_true")
    arguments.add_argument("--seconds", type=float, default=4.0, help="how long each kind of request is sent")
    given = arguments.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    manage("migrate", "--noinput", "--verbosity", "0")
    count = 5 * MILLION if given.five_million else given.statements
    for line in lines(count, given.seconds):
        print(json.dumps(line), flush=True)


def lines(count: int, seconds: float) -> Iterator[dict[str, Any]]:
    from bench import addresses, lrs_crowd, lrs_filling, serving
    from lms.core.clock import now
    from tracking.lrs import actions
    from tracking.lrs.scopes import Scope

    lrs_crowd.check()
    authority = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "bench"}}
    credential, secret = actions.register(
        name="bench", tenant=lrs_crowd.TENANT, scopes=[Scope.ALL], authority=authority, by=None, at=now()
    )
    began = time.perf_counter()
    lrs_filling.fill(count, credential=credential.pk)
    filled = {"statements": count, "seconds_to_fill": round(time.perf_counter() - began)}
    database = addresses.database()
    filled["bytes_each"] = lrs_filling.bytes_each(count)
    yield {"bench": "lrs", "commit": commit(), **database, **filled}
    copied = lrs_filling.floors(count, credential=credential.pk)
    for what, rate in copied.items():
        yield {"floor": f"bulk by 100: {what}", "database": database["database"], "statements_per_second": round(rate)}
    with serving.served(dict(os.environ), workers=WORKERS) as site:
        bench = Bench(site, headers(credential.key, secret), copied, seconds)
        for line in (*bench.floor(), *bench.filters(count), *bench.memory(), *bench.ingest()):
            yield {"database": database["database"], "statements": count, **line}


def headers(key: str, secret: str) -> dict[str, str]:
    from base64 import b64encode

    pair = b64encode(f"{key}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}


class Bench:
    """A served store, and how it is asked."""

    def __init__(self, site: Any, head: dict[str, str], copied: dict[str, float], seconds: float) -> None:
        self.site, self.head, self.copied, self.seconds = site, head, copied, seconds
        self.empty: dict[int, Any] = {}

    def post(self, path: str, count: int, connections: int) -> Any:
        from bench import lrs_crowd, lrs_load

        def make() -> bytes:
            return lrs_load.message("POST", path, self.head, lrs_crowd.request(count))

        return lrs_load.measure(self.site, make, connections=connections, seconds=self.seconds)

    def floor(self) -> Iterator[dict[str, Any]]:
        """A view that answers with nothing, sent the same single statement."""
        for connections in CONNECTIONS:
            found = self.empty[connections] = self.post("/bench/nothing/", 1, connections)
            yield {
                "floor": "empty view", "connections": connections, "per_second": round(found.per_second),
                "p50_ms": round(found.p50_ms, 2), "cpu_ms": round(found.cpu_ms, 2),
            }  # fmt: skip

    def ingest(self) -> Iterator[dict[str, Any]]:
        """Batches with full validation; a single one beside the empty view, a hundred beside the bulk copy."""
        for count in BATCHES:
            for connections in CONNECTIONS:
                found = self.post("/xapi/statements", count, connections)
                rate = found.per_second * count
                floors = {"the empty view": self.empty[connections].per_second} if count == 1 else self.copied
                yield {
                    "ingest": count, "connections": connections, "statements_per_second": round(rate),
                    "of": {what: round(rate / floor, 2) for what, floor in floors.items()}, "p50_ms": round(found.p50_ms, 2),
                    "cpu_ms": round(found.cpu_ms, 2), "answers": found.answers, "errors": found.errors,
                }  # fmt: skip

    def filters(self, count: int) -> Iterator[dict[str, Any]]:
        """Each beside its SQL; what a request costs before it asks anything is shown apart."""
        from bench import lrs_filters, lrs_load

        for question in lrs_filters.questions(count):
            asked = lrs_load.message("GET", question.path, self.head)
            status, body = lrs_load.Line(self.site).ask(asked)
            line = lrs_load.Line(self.site)
            took = lrs_filters.timed(partial(line.ask, asked))
            sql = lrs_filters.prepared(question)
            yield {
                "filter": question.name, "status": status, "found": len(json.loads(body).get("statements", [0])),
                "ms": round(took, 2), "sql_ms": round(sql, 2), "times_the_sql": round(took / sql, 1),
                "beyond_the_empty_view": round((took - self.empty[1].p50_ms) / sql, 1),
            }  # fmt: skip

    def memory(self) -> Iterator[dict[str, Any]]:
        """Megabytes of all the server's processes, before and after it has given out a hundred thousand statements."""
        from bench import lrs_load

        line, asked = lrs_load.Line(self.site), lrs_load.message("GET", "/xapi/statements?limit=500", self.head)
        for _warm in range(10):
            line.ask(asked)
        before = self.site.megabytes()
        for _page in range(PAGES):
            line.ask(asked)
        yield {"memory_mb": before, "after_pages": PAGES, "memory_mb_after": self.site.megabytes()}


if __name__ == "__main__":
    main()
