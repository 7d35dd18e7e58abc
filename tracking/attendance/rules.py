"""What counts as having attended, whose word stands, and when a sheet may be written on. Plain Python, in UTC and minutes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PRESENT, PARTIAL, EXCUSED, ABSENT = "present", "partial", "excused", "absent"
TRAINER, CODE, JOIN_LINK, PROVIDER, IMPORT = "trainer", "code", "join_link", "provider", "import"

#: The share of a session's minutes from which someone who was there for a part of it has attended.
ENOUGH = 0.75
#: A remote session can be joined from so long before its start.
EARLY = timedelta(minutes=15)
#: A trainer's word stands over everything; a list read in, over what machines have noticed.
WEIGHT = {TRAINER: 3, IMPORT: 2, PROVIDER: 1, CODE: 1, JOIN_LINK: 1}
#: How much of being there a state says; what machines noticed may add to it and never take away.
BEING_THERE = {ABSENT: 0, EXCUSED: 0, PARTIAL: 1, PRESENT: 2}


@dataclass(frozen=True)
class Word:
    """What a source says of someone in a session, and the moment at which it was said. `minutes` is None when unknown."""

    state: str
    minutes: int | None
    source: str
    at: datetime


def counts(*, state: str, minutes: int | None, length: int) -> bool:
    """Whether a mark counts as attended in a session of `length` minutes.

    Present does; partial does from ENOUGH of the minutes on, and not while they are unknown; excused and absent do not.
    """
    if state == PARTIAL:
        return minutes is not None and minutes >= ENOUGH * length
    return state == PRESENT


def stands(*, new: Word, old: Word | None) -> bool:
    """Whether a new word takes the place of what stands.

    The weightier source stands; between equals the later moment, so that a mark which a phone kept while it was out of reach
    does not undo a newer one. Of two machines the one that saw more of the person stands: a join adds, it never removes.
    """
    if old is None:
        return True
    if WEIGHT[new.source] != WEIGHT[old.source]:
        return WEIGHT[new.source] > WEIGHT[old.source]
    if WEIGHT[new.source] == WEIGHT[JOIN_LINK]:
        return presence(new) > presence(old)
    return new.at >= old.at


def presence(word: Word) -> tuple[int, int]:
    return BEING_THERE[word.state], word.minutes or 0


def of_join(*, joined_at: datetime, starts_at: datetime, ends_at: datetime) -> tuple[str, int | None]:
    """What following the link shows: when someone came, not when they left.

    Who came while ENOUGH of the session was still ahead was present, for minutes unknown; who came later, for what was left
    at most.
    """
    left = minutes_between(max(joined_at, starts_at), ends_at)
    if left >= ENOUGH * minutes_between(starts_at, ends_at):
        return PRESENT, None
    return PARTIAL, max(left, 0)


def minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start) / timedelta(minutes=1))


def may_join(*, at: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    return starts_at - EARLY <= at < ends_at


def host_of(url: str) -> str:
    """The host that a meeting's address leads to; empty for anything but a plain https address: then nobody is sent there."""
    parts = urlsplit(url)
    plain = parts.scheme == "https" and "@" not in parts.netloc
    return (parts.hostname or "") if plain else ""


def may_mark(*, state: str, at: datetime, starts_at: datetime, time_zone: str) -> bool:
    """From the day of the session on, where it takes place, and whenever its door is open: who joins a session of five past
    midnight at five to, has come. Someone may be excused earlier: that is known beforehand."""
    zone = ZoneInfo(time_zone)
    is_its_day = at.astimezone(zone).date() >= starts_at.astimezone(zone).date()
    return state == EXCUSED or is_its_day or at >= starts_at - EARLY


def said_at(*, at: datetime, ago_ms: int) -> datetime:
    """The moment of a tap that reached us `ago_ms` later by the phone's own clock, which may be set wrongly."""
    return at - timedelta(milliseconds=max(ago_ms, 0))


def in_order(moments: Iterable[datetime], *, after: datetime | None) -> Iterator[datetime]:
    """Moments of taps in the order in which one phone's owner made them: none before the one ahead of it, nor before `after`.

    `said_at` counts the letter's way to us as if the tap had been made so much later. A letter that crept would put its taps
    behind those of the next letter that flew, and an "absent" said after "all present" would be lost.
    """
    for moment in moments:
        after = max(moment, after or moment)
        yield after


def is_seen(*, asked: Collection[str], seen: Collection[str]) -> bool:
    """Whether every behaviour that a checklist asks for has been seen; a list that asks for nothing shows nothing."""
    return bool(asked) and set(asked) <= set(seen)
