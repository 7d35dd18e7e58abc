"""What stands in the way of a target, how a task weighs, and the life of a gap: tables as plain Python."""

from collections.abc import Iterable
from enum import StrEnum

#: Causes that a course can mend; the others are management's, and whoever does not know is offered a course (demo §4.3 D).
TRAINING = frozenset({"knowledge", "practice"})
MANAGEMENT = frozenset({"equipment", "procedure", "staffing", "supervision", "motivation"})
#: One names at most this many causes of a gap.
MOST_CAUSES = 2


def asks_for_training(causes: Iterable[str]) -> bool:
    """Whether a course may help: unless every cause named is management's."""
    named = set(causes)
    return not named or not named <= MANAGEMENT


class Dif(StrEnum):
    """What a task asks for by its difficulty, importance and frequency (methods §2.5)."""

    TRAIN = "train"
    OVER_TRAIN = "over_train"
    ON_THE_JOB = "on_the_job"
    NO = "no"


#: (hard, important, frequent): what it asks for.
DIF = {
    (True, True, True): Dif.TRAIN,
    (True, True, False): Dif.OVER_TRAIN,
    (True, False, True): Dif.TRAIN,
    (True, False, False): Dif.ON_THE_JOB,
    (False, True, True): Dif.ON_THE_JOB,
    (False, True, False): Dif.TRAIN,
    (False, False, True): Dif.NO,
    (False, False, False): Dif.NO,
}
#: From this answer on (of 1 to 5) a task is hard, important or frequent.
YES_FROM = 3


def dif(*, difficulty: float, importance: float, frequency: float) -> Dif:
    """What a task asks for; answers are means or single ones, from 1 to 5."""
    return DIF[difficulty >= YES_FROM, importance >= YES_FROM, frequency >= YES_FROM]


def sample(competencies: list[int], *, person: int, size: int) -> list[int]:
    """The few competencies of a post that one of its holders weighs: holders take turns, so together they cover all."""
    if len(competencies) <= size:
        return list(competencies)
    start = person * size % len(competencies)
    return (competencies + competencies)[start : start + size]


class Step(StrEnum):
    """What can be done to a gap."""

    TRIAGE = "triage"
    PLAN = "plan"
    PUT_BACK = "put_back"
    TRAIN = "train"
    EXPECT_EVIDENCE = "expect_evidence"
    CLOSE = "close"
    SET_ASIDE = "set_aside"
    REOPEN = "reopen"


LIVE = frozenset({"open", "triaged", "planned", "in_training", "evidence_due", "reopened"})
NOT_BEGUN = frozenset({"open", "triaged", "reopened"})

#: From which states a step may be taken, and where it leads. Closing takes evidence; setting aside and reopening, a reason.
STEPS: dict[Step, tuple[frozenset[str], str]] = {
    Step.TRIAGE: (NOT_BEGUN, "triaged"),
    Step.PLAN: (NOT_BEGUN | {"planned"}, "planned"),
    Step.PUT_BACK: (frozenset({"planned"}), "open"),
    Step.TRAIN: (LIVE, "in_training"),
    Step.EXPECT_EVIDENCE: (frozenset({"in_training"}), "evidence_due"),
    Step.CLOSE: (LIVE, "closed"),
    Step.SET_ASIDE: (LIVE, "not_training"),
    Step.REOPEN: (frozenset({"closed", "not_training"}), "reopened"),
}


def after(state: str, step: Step) -> str | None:
    """The state of a gap after a step; None when it cannot be taken from there."""
    allowed, leads_to = STEPS[step]
    return leads_to if state in allowed else None
