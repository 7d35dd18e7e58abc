"""How the questions of a content work, from the first answers of each learner. Plain data in and out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from tracking.study.interactions import Interaction

#: One learner's answers by question.
Answers = Mapping[str, Interaction]
RIGHT = 1.0


@dataclass(frozen=True)
class Item:
    """A question over all who answered it. `difficulty` is the mean share of its points, 1 where all were right;
    `discrimination` the correlation of its share with the mean share of all other questions, None where it has none:
    fewer than three learners, no other question, or no difference between learners.
    """

    activity: str
    question: str
    n: int
    difficulty: float | None
    discrimination: float | None
    wrong: tuple[str, int] | None


def items(learners: Sequence[Answers]) -> list[Item]:
    """Every question that anyone answered, in the order of first sight."""
    questions = dict.fromkeys(activity for answers in learners for activity in answers)
    return [item(activity, learners) for activity in questions]


def item(activity: str, learners: Sequence[Answers]) -> Item:
    answers = [each[activity] for each in learners if activity in each]
    judged = [each.share for each in answers if each.share is not None]
    pairs = [
        (share, rest)
        for each in learners
        if activity in each
        and (share := each[activity].share) is not None
        and (rest := rest_of(each, activity)) is not None
    ]
    wrong = Counter(
        "; ".join(each.answer) for each in answers if each.share is not None and each.share < RIGHT and each.answer
    )
    return Item(
        activity=activity,
        question=answers[-1].question,
        n=len(answers),
        difficulty=sum(judged) / len(judged) if judged else None,
        discrimination=correlation(pairs),
        wrong=wrong.most_common(1)[0] if wrong else None,
    )


def rest_of(answers: Answers, activity: str) -> float | None:
    """A learner's mean share of all other questions: an item that counts in its own total would flatter itself."""
    shares = [each.share for name, each in answers.items() if name != activity and each.share is not None]
    return sum(shares) / len(shares) if shares else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None for fewer than three pairs, or where one side does not vary."""
    n = len(pairs)
    if n < 3:
        return None
    mean_a, mean_b = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    both = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    spread = sqrt(sum((a - mean_a) ** 2 for a, _ in pairs) * sum((b - mean_b) ** 2 for _, b in pairs))
    return both / spread if spread > 1e-12 else None
