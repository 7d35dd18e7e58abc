"""Scores before and after as they are pasted or uploaded: one learner a line, no names, each wrong line by its number."""

import re
from dataclasses import dataclass
from enum import StrEnum

#: More learners than any course has: a file that is longer is another file.
MOST_LINES = 5000
#: What may stand above the figures.
HEADER = ("before", "after")
#: Digits of any script, and the decimal sign of Arabic.
NUMBER = re.compile(r"[+\-\u2212]?\d+([.,\u066b]\d+)?")


class Wrong(StrEnum):
    """What is the matter with a line."""

    A_NAME = "a_name"
    NOT_A_NUMBER = "not_a_number"
    NO_BEFORE = "no_before"
    TOO_MANY = "too_many"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class WrongLine:
    number: int
    why: Wrong


Pair = tuple[float, float | None]


def read(text: str, *, most: float) -> tuple[list[Pair], list[WrongLine]]:
    """The pairs, and the lines that are none. Empty lines are passed over; with a semicolon or a tab between the two scores a
    comma is the decimal sign."""
    pairs: list[Pair] = []
    wrong: list[WrongLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (not pairs and not wrong and is_header(line)):
            continue
        found = pair(cells(line), most=most)
        if isinstance(found, Wrong):
            wrong.append(WrongLine(number, found))
        else:
            pairs.append(found)
    return pairs, wrong


def cells(line: str) -> list[str]:
    sign = next((each for each in (";", "\t") if each in line), ",")
    return [cell.strip().strip('"').strip() for cell in line.split(sign)]


def is_header(line: str) -> bool:
    return tuple(cell.lower() for cell in cells(line)) == HEADER


def pair(found: list[str], *, most: float) -> Pair | Wrong:
    if any(letter.isalpha() for cell in found for letter in cell):
        return Wrong.A_NAME
    if len(found) > 2:
        return Wrong.TOO_MANY
    before, after = found[0], found[1] if len(found) == 2 else ""
    if not before:
        return Wrong.NO_BEFORE
    if not all(NUMBER.fullmatch(cell) for cell in (before, after) if cell):
        return Wrong.NOT_A_NUMBER
    scores = score(before), score(after) if after else None
    if any(each is not None and not 0 <= each <= most for each in scores):
        return Wrong.OUTSIDE
    return scores


def score(cell: str) -> float:
    return float(cell.replace(",", ".").replace("\u066b", ".").replace("\u2212", "-"))
