"""`kill -9` while statements arrive: `python -m tests.conformance.xapi.killed sqlite|postgres`, or `bin/conformance kill`.

The server, and on PostgreSQL the database too, is killed among its writers and started again. At the end every acknowledged
statement must be there exactly once, and every batch, acknowledged or not, whole or not at all.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from bench.serving import Site, family, served
from tests.conformance.cluster import Cluster, cluster
from tests.conformance.xapi.adl import credential
from tests.conformance.xapi.writers import BATCH, Batch, Writers, headers

#: Seconds that are written before each killing.
LEAST, MOST = 1.0, 4.0
#: What must be nought.
WRONG = ("lost", "twice", "broken_batches", "unknown", "half_written")


def main(database: str, *, rounds: int, writers: int) -> int:
    """Print what was killed and counted as a JSON line; 1 where anything is missing, twice or broken."""
    with ExitStack() as stack:
        ground = stack.enter_context(cluster()) if database == "postgres" else None
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["DATABASE_URL"] = ground.url if ground else f"sqlite:///{folder}/db.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        told = run(ground, rounds=rounds, writers=writers)
        connection.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return int(any(told[name] for name in WRONG))


def run(ground: Cluster | None, *, rounds: int, writers: int) -> dict[str, Any]:
    clients = Writers(headers(*credential("1.0.3")))
    began = time.monotonic()
    with ThreadPoolExecutor(writers) as pool:
        try:
            write_through(clients, pool, ground, rounds=rounds, writers=writers)
        finally:
            clients.leave()
    return {
        "database": connection.vendor, "killed": {"server": rounds, "database": rounds if ground else 0},
        "writers": writers, "batch": BATCH, "seconds": round(time.monotonic() - began),
        "answers": dict(sorted(clients.answers.items())), **counted(clients.batches),
    }  # fmt: skip


def write_through(
    clients: Writers, pool: ThreadPoolExecutor, ground: Cluster | None, *, rounds: int, writers: int
) -> None:
    """Kill and start as often as asked; in the end, whoever was left without an answer gets one."""
    writing: list[Future[None]] = []
    for _round in range(rounds):
        with served(dict(os.environ), workers=2) as site:
            clients.address = site.address
            writing = writing or [pool.submit(clients.write) for _ in range(writers)]
            kill_among(site, ground)
    clients.stopped.set()
    with served(dict(os.environ), workers=2) as site:
        clients.address = site.address
        for one in writing:
            one.result()


def kill_among(site: Site, ground: Cluster | None) -> None:
    """The database first, which the server outlives and finds again; then the server."""
    if ground:
        write_on()
        ground.kill()
        ground.start()
    write_on()
    for pid in family(site.pid):
        os.kill(pid, signal.SIGKILL)


def write_on() -> None:
    time.sleep(random.uniform(LEAST, MOST))


def counted(batches: Sequence[Batch]) -> dict[str, int]:
    """What the tables hold of the batches that were sent."""
    from tracking.lrs.models import Statement, StatementKey
    from tracking.lrs.rules import key_of

    connection.close()
    rows = Counter(Statement.objects.values_list("statement_id", flat=True))
    sizes = dict(Statement.objects.values_list("about").annotate(number=Count("seq")).order_by())
    promised = [UUID(ident) for batch in batches if batch.is_acknowledged for ident in batch.idents]
    sent = {key_of(batch.activity): batch for batch in batches}
    return {
        "batches": len(batches),
        "sent_again": sum(batch.tries > 1 for batch in batches),
        "acknowledged": len(promised),
        "there_once": sum(rows[ident] == 1 for ident in promised),
        "lost": sum(rows[ident] == 0 for ident in promised),
        "twice": sum(number > 1 for number in rows.values()) + len(promised) - len(set(promised)),
        "there_unacknowledged": sum(sizes.get(key, 0) for key, batch in sent.items() if not batch.is_acknowledged),
        "broken_batches": sum(sizes.get(key, 0) not in sizes_of(batch) for key, batch in sent.items()),
        "unknown": len(sizes.keys() - sent.keys()),
        "half_written": StatementKey.objects.exclude(seq__in=Statement.objects.values("seq")).count(),
    }


def sizes_of(batch: Batch) -> tuple[int, ...]:
    """How many statements of a batch may be there: all that were acknowledged, and otherwise all or none."""
    return (BATCH,) if batch.is_acknowledged else (0, BATCH)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=["sqlite", "postgres"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--writers", type=int, default=8)
    given = parser.parse_args()
    sys.exit(main(given.database, rounds=given.rounds, writers=given.writers))
