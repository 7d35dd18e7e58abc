"""What follows in the tests' house. Every effect is a row that nothing keeps from being written twice."""

import os
import signal
import time
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lms.core.events import Event, publish
from lms.core.models import AuditEntry
from tests.processes.house.events import BellCracked, BellRang, KnellRang


@transaction.atomic
def ring(*, bell: int, at: datetime) -> Event:
    return publish(BellRang(at=at, bell_id=bell))


def effects(verb: str) -> list[int]:
    """The bells for which a reaction has had its effect, one entry for each time."""
    return [int(bell) for bell in AuditEntry.objects.filter(verb=verb).values_list("about_id", flat=True)]


def answer(fact: BellRang) -> None:
    write(fact, "answered")


def write_down(fact: BellRang) -> None:
    """Writes its row, and then takes as long as a file named `slow` lies in the folder that the test has named."""
    write(fact, "written down")
    folder = Path(os.environ.get("HOUSE_FOLDER", "/nonexistent"))
    if (folder / "slow").exists():
        (folder / "begun").touch()
        while (folder / "slow").exists():
            time.sleep(0.02)


def ring_once_more_and_die(fact: KnellRang) -> None:
    """Publishes, and is killed after the commit, before anybody sees to what was published."""
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    write(fact, "tolled")
    ring(bell=fact.bell_id, at=fact.at)


def mend(fact: BellCracked) -> None:
    """Fails until somebody has left a row that says "rope bought"; what it wrote before failing must not stay."""
    write(fact, "mended")
    if not AuditEntry.objects.filter(verb="rope bought").exists():
        raise RuntimeError("no rope")


def write(fact: BellRang | KnellRang | BellCracked, verb: str) -> None:
    AuditEntry.objects.create(at=fact.at, verb=verb, about_type="bell", about_id=str(fact.bell_id))
