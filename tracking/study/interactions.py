"""What a learner answered, read from the statements of a package. Plain data in and out.

The signs between answers and the kinds of questions are those of xAPI (cmi.interaction); the numbers in brackets that H5P
uses as identifiers are turned into the words that learners saw.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
NEXT, PAIR, RANGE = "[,]", "[.]", "[:]"
#: What a pattern may say about itself in front.
PREFIX = re.compile(r"^(\{[a-z_]+=[^}]*\})+")
TAGS = re.compile(r"<[^>]*>")
DURATION = re.compile(r"^P(?:(?P<days>\d+)D)?T?(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>[\d.]+)S)?$")
UNITS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
#: Kinds whose parts are identifiers of something that has a name, and under which names those stand.
NAMED = {
    "choice": ("choices",), "sequencing": ("choices",), "likert": ("scale",), "performance": ("steps",),
    "matching": ("source", "target"),
}  # fmt: skip


@dataclass(frozen=True)
class Interaction:
    """One question as it was answered once: its words, the answer, what would have been right, and how it was judged."""

    activity: str
    question: str
    kind: str
    answer: tuple[str, ...]
    #: Each pattern is right by itself; empty where the content does not say.
    correct: tuple[tuple[str, ...], ...]
    score: float | None
    most: float | None
    success: bool | None
    seconds: float | None
    at: datetime

    @property
    def share(self) -> float | None:
        """How right it is, from 0 to 1; None where nobody judged it."""
        if self.most and self.score is not None:
            return max(0.0, min(1.0, self.score / self.most))
        return None if self.success is None else float(self.success)


def interaction_of(said: Mapping[str, Any], *, at: datetime) -> Interaction | None:
    """A statement as an answer to a question; None when it is none, such as the sum of a set of questions."""
    about = said.get("object") or {}
    definition, result = about.get("definition") or {}, said.get("result") or {}
    kind = str(definition.get("interactionType") or "")
    if (said.get("verb") or {}).get("id") != ANSWERED or kind == "compound":
        return None
    score = result.get("score") or {}
    names = names_of(definition, kind)
    return Interaction(
        activity=str(about.get("id")),
        question=words_of(definition.get("description")) or words_of(definition.get("name")),
        kind=kind,
        answer=parts(str(result.get("response") or ""), names),
        correct=tuple(parts(str(each), names) for each in definition.get("correctResponsesPattern") or []),
        score=number(score.get("raw")),
        most=number(score.get("max")),
        success=result.get("success") if isinstance(result.get("success"), bool) else None,
        seconds=seconds_of(result.get("duration")),
        at=at,
    )


def names_of(definition: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    """For each side of a pair the words behind its identifiers; one side where there are no pairs."""
    return [
        {str(each.get("id")): words_of(each.get("description")) for each in definition.get(component) or []}
        for component in NAMED.get(kind, ())
    ]


def parts(text: str, names: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The answers in a response or pattern, in words."""
    given = PREFIX.sub("", text)
    return tuple(pair(each, names) for each in given.split(NEXT)) if given else ()


def pair(text: str, names: Sequence[Mapping[str, str]]) -> str:
    sides = text.split(PAIR)
    found = [side_of(side, names[min(place, len(names) - 1)] if names else {}) for place, side in enumerate(sides)]
    return " – ".join(found).replace(RANGE, "–")


def side_of(side: str, names: Mapping[str, str]) -> str:
    return names.get(side) or plain(side)


def words_of(texts: Any) -> str:
    """A language map's first text, without its markup."""
    return plain(str(next(iter(texts.values()), ""))) if isinstance(texts, dict) else ""


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(TAGS.sub(" ", text))).strip()


def number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def seconds_of(duration: Any) -> float | None:
    found = DURATION.match(duration) if isinstance(duration, str) else None
    if found is None or not any(found.groups()):
        return None
    try:
        return sum(float(found[unit]) * size for unit, size in UNITS.items() if found[unit])
    except ValueError:
        return None


@dataclass
class Sitting:
    """One attempt: how it ended, if it has, and what was answered in it."""

    result: Any = None
    interactions: list[Interaction] = field(default_factory=list)

    def last(self) -> list[Interaction]:
        """Each question as it was answered last, in the order in which they were first answered."""
        return list({each.activity: each for each in self.interactions}.values())


def sittings(results: Iterable[tuple[str, Any]], said: Iterable[tuple[str, Interaction]]) -> list[Sitting]:
    """Attempts, oldest first, of results and answers that each carry the frame's mark of the attempt they belong to.

    Answers of a mark that has no result belong to the next attempt that has one: it was left, and gone on with later.
    """
    by_mark: dict[str, list[Interaction]] = {}
    for mark, interaction in said:
        by_mark.setdefault(mark, []).append(interaction)
    ended = list(results)
    ends = {mark for mark, _result in ended if mark}
    found: list[Sitting] = []
    left = iter(by_mark.items())
    for mark, result in ended:
        sitting = Sitting(result)
        if mark in by_mark:
            for each, answers in left:
                if each == mark or each not in ends:
                    sitting.interactions += answers
                if each == mark:
                    break
        found.append(sitting)
    open_answers = [answer for each, answers in left if each not in ends for answer in answers]
    return [*found, Sitting(None, open_answers)] if open_answers else found
