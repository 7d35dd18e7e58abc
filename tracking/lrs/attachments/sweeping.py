"""Files that no statement came with in the end: their batch was refused after they were written, or the process was lost."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import default_storage

from tracking.lrs.attachments.models import Content
from tracking.lrs.attachments.storing import FOLDER

#: A younger file may belong to a request that is still at work; and how many are looked up at once.
YOUNG = timedelta(days=1)
AT_ONCE = 500


def sweep(*, at: datetime) -> int:
    """Delete files that nobody needs; how many."""
    found = files(FOLDER)
    return sum(sweep_some(some, at=at) for some in iter(lambda: list(islice(found, AT_ONCE)), []))


def files(folder: str) -> Iterator[str]:
    """Every file below a folder of the storage; none where there is no such folder."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for below in folders:
        yield from files(f"{folder}/{below}")


def sweep_some(names: Sequence[str], *, at: datetime) -> int:
    needed = set(Content.objects.filter(file__in=names).values_list("file", flat=True))
    lost = [name for name in names if name not in needed and default_storage.get_modified_time(name) < at - YOUNG]
    for name in lost:
        default_storage.delete(name)
    return len(lost)
