"""From a placement test to levels: shares of right answers, level by level. Plain Python over plain data.

The ladder. A test climbs the levels that its questions are tagged with, from the lowest. A step is taken when at least 70 %
of the questions tagged with that level are right; the first step that is not taken ends the climb and counts for at most half
of its height, in proportion: `below + (level - below) * share / 0.7 * 0.5`. Half rounds down (`rules.whole_level`), so a step
that was not taken never opens the next level, and one that nearly was is still told from one that was not tried. Right
answers above a missing step are not counted: level 3 is not shown by whoever misses level 1.
"""

from collections.abc import Iterable, Mapping
from typing import Any

#: The share of right answers that takes a step: the pass mark of all tests of the house.
STEP_TAKEN = 0.7
#: A step that was not taken counts for at most this part of its height.
MOST_OF_A_MISSED_STEP = 0.5


def level_of(tally: Mapping[int, tuple[int, int]]) -> float | None:
    """The level that a tally speaks for, to two decimals; `tally` is {level: (right answers, questions)}. Empty: None."""
    reached = 0.0
    if not tally:
        return None
    for level in sorted(tally):
        right, questions = tally[level]
        share = right / questions
        if share < STEP_TAKEN:
            return round(reached + (level - reached) * share / STEP_TAKEN * MOST_OF_A_MISSED_STEP, 2)
        reached = float(level)
    return reached


def levels(questions: Iterable[Mapping[str, Any]], right: Iterable[str]) -> dict[str, float]:
    """Levels by competency uid, from a quiz's frozen questions and the uids of those answered right.

    Questions without a competency, or tagged level 0, place nobody.
    """
    known = set(right)
    tallies: dict[str, dict[int, tuple[int, int]]] = {}
    for question in questions:
        competency, level = question.get("competency"), int(question.get("level") or 0)
        if competency and level:
            tally = tallies.setdefault(competency, {})
            hits, asked = tally.get(level, (0, 0))
            tally[level] = (hits + (question["uid"] in known), asked + 1)
    placed = {competency: level_of(tally) for competency, tally in tallies.items()}
    return {competency: level for competency, level in placed.items() if level is not None}
