"""JSON lines in: what is good is stored, batch by batch, and every line that is refused is told of with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from tracking.lrs import actions
from tracking.lrs.models import Credential
from tracking.lrs.refusals import Conflict, Forbidden, Refused

#: Lines that are stored at once, for as long as none of them is refused.
AT_ONCE = 200

Line = tuple[int, bytes]


@dataclass(frozen=True)
class Refusal:
    """A line, counted from one, and the rule that it breaks, in the names of `refusals`."""

    line: int
    code: str
    path: str


@dataclass
class Report:
    """How it went; `stored` counts lines that are kept now, those that were kept before among them."""

    stored: int = 0
    refused: list[Refusal] = field(default_factory=list)


class DryRun(Exception):
    """Takes back what a dry run has stored."""


def load(
    lines: Iterable[bytes],
    *,
    credential: Credential,
    at: datetime,
    version: str = actions.VERSION,
    dry_run: bool = False,
) -> Iterator[Report]:
    """Store a file, reporting after every batch what the batch gave. A dry run stores nothing, and refuses the same."""
    numbered = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    filled = (line for line in numbered if line[1])
    while batch := list(islice(filled, AT_ONCE)):
        yield load_batch(batch, credential=credential, at=at, version=version, dry_run=dry_run)


def load_batch(batch: Sequence[Line], *, credential: Credential, at: datetime, version: str, dry_run: bool) -> Report:
    """All at once; where one is refused, one by one."""
    if len(batch) > 1 and keep(batch, credential=credential, at=at, version=version, dry_run=dry_run) is None:
        return Report(stored=len(batch))
    report = Report()
    for line in batch:
        refusal = keep([line], credential=credential, at=at, version=version, dry_run=dry_run)
        if refusal:
            report.refused.append(refusal)
        else:
            report.stored += 1
    return report


def keep(batch: Sequence[Line], *, credential: Credential, at: datetime, version: str, dry_run: bool) -> Refusal | None:
    """Store these lines or none; why not."""
    body = batch[0][1] if len(batch) == 1 else b"[" + b",".join(line for _, line in batch) + b"]"
    if any(not line.startswith(b"{") for _, line in batch):
        return Refusal(batch[0][0], "wrong_type", "$")
    try:
        with transaction.atomic():
            actions.store(credential=credential, body=body, at=at, version=version)
            if dry_run:
                raise DryRun
    except DryRun:
        return None
    except (Refused, Forbidden, Conflict) as refused:
        return Refusal(batch[0][0], refused.code, refused.path)
    return None
