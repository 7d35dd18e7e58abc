"""When to try again, what an answer means, and which statements a target wants."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


class Verdict(StrEnum):
    """What to do after an answer: go on, try later, or look for the statement that is refused."""

    ARRIVED = "arrived"
    LATER = "later"
    REFUSED = "refused"


def verdict(status: int) -> Verdict:
    """A refusal is the statements' fault with 400, 409, 413 and 422; anything else may pass, such as a wrong secret."""
    if 200 <= status < 300:
        return Verdict.ARRIVED
    return Verdict.REFUSED if status in (400, 409, 413, 422) else Verdict.LATER


def wait(attempts: int, *, asked: int | None = None) -> timedelta:
    """Twice as long after every failure; longer where the other store asks for it in seconds, within reason."""
    doubled = FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 10)
    return min(max(doubled, timedelta(seconds=asked or 0)), LONGEST_WAIT)


def is_wanted(
    *, verb: str, activity: str, origin: str, verbs: Sequence[str], prefixes: Sequence[str], origins: Sequence[str]
) -> bool:
    """Whether a statement passes every filter; an empty filter lets everything pass. `activity` is empty for an agent."""
    return (
        (not verbs or verb in verbs)
        and (not origins or origin in origins)
        and (not prefixes or any(activity.startswith(prefix) for prefix in prefixes))
    )
