"""From ratings to a level, to a gap, to its end: the tables of design §5.6 and methods §2.3–2.4."""

from datetime import UTC, datetime, timedelta

import pytest

from tracking.needs import rules
from tracking.needs.rules import Closing, Opening, Shown

OPENED = datetime(2026, 10, 5, 9, tzinfo=UTC)
LATER = OPENED + timedelta(days=30)
EARLIER = OPENED - timedelta(days=30)


@pytest.mark.parametrize(
    ("ratings", "correlation", "level", "standard_error", "coverage"),
    [
        # Oracle E4 of methods §2.4.
        ({"self": 4, "supervisor": 3, "test": 2.5}, 0.0, 2.95, 0.2968, 1.0),
        ({"self": 4, "supervisor": 3, "test": 2.5}, 0.3, 2.95, 0.3738, 1.0),
        ({"self": 4, "supervisor": 3}, 0.0, 3.4, 0.4386, 0.5),
        ({"test": 2}, 0.0, 2.0, 0.4, 0.5),
    ],
)
def test_ratings_combine_by_their_stated_weights(
    ratings: dict[str, float], correlation: float, level: float, standard_error: float, coverage: float
) -> None:
    combined = rules.combine(ratings, correlation=correlation)

    assert combined is not None
    assert combined.level == pytest.approx(level, abs=5e-5)
    assert combined.standard_error == pytest.approx(standard_error, abs=5e-5)
    assert combined.coverage == pytest.approx(coverage)


@pytest.mark.parametrize("ratings", [{}, {"neighbour": 4}])
def test_without_a_source_that_counts_there_is_no_level(ratings: dict[str, float]) -> None:
    assert rules.combine(ratings) is None


@pytest.mark.parametrize(("own", "test", "differ"), [(4, 2.5, True), (4, 2.6, False), (1, 2.5, True), (2, 2, False)])
def test_views_that_lie_far_apart_are_a_reason_to_talk(own: float, test: float, differ: bool) -> None:
    combined = rules.combine({"self": own, "test": test})

    assert combined is not None
    assert combined.views_differ is differ


@pytest.mark.parametrize(
    ("level", "whole"),
    [(0, 0), (0.5, 0), (0.51, 1), (1.49, 1), (1.5, 1), (2.4999999, 2), (2.5, 2), (2.500001, 3), (3.95, 4), (4, 4)],
)
def test_a_half_rounds_down(level: float, whole: int) -> None:
    assert rules.whole_level(level) == whole


@pytest.mark.parametrize(
    ("level", "target", "verdict"),
    [
        (None, 2, Opening.NOT_ASSESSED),
        (None, 0, Opening.NOT_REQUIRED),
        (0.0, 0, Opening.NOT_REQUIRED),
        (0.0, 1, Opening.OPENS),
        (0.5, 1, Opening.OPENS),
        (0.51, 1, Opening.MET),
        (1.5, 2, Opening.OPENS),
        (1.51, 2, Opening.MET),
        (2.5, 3, Opening.OPENS),
        (2.95, 3, Opening.MET),
        (2.95, 4, Opening.OPENS),
        (4.0, 3, Opening.MET),
    ],
)
def test_a_gap_opens_when_the_assessed_level_rounds_below_the_target(
    level: float | None, target: int, verdict: Opening
) -> None:
    assert rules.opens(level=level, target=target) == verdict


@pytest.mark.parametrize(
    ("target", "evidence", "reason"),
    [
        (1, [], Closing.NOTHING_SHOWN),
        (1, [Shown(1, "completion", LATER, 7)], Closing.CLOSES),
        (1, [Shown(1, "completion", EARLIER, 7)], Closing.OLDER_THAN_THE_GAP),
        (2, [Shown(1, "completion", LATER, 7)], Closing.LEVEL_TOO_LOW),
        (2, [Shown(2, "completion", LATER, 7)], Closing.CLASS_TOO_WEAK),
        (2, [Shown(2, "test", LATER, 7)], Closing.CLOSES),
        (2, [Shown(2, "test", OPENED, 7)], Closing.CLOSES),
        (3, [Shown(2, "test", LATER, 7)], Closing.LEVEL_TOO_LOW),
        (3, [Shown(3, "test", LATER, 7)], Closing.CLASS_TOO_WEAK),
        (3, [Shown(3, "observation", LATER, 7)], Closing.CLOSES),
        (4, [Shown(4, "work_sample", LATER, 7)], Closing.CLOSES),
        (3, [Shown(2, "test", LATER, 6), Shown(3, "observation", LATER, 7)], Closing.CLOSES),
    ],
)
def test_a_gap_closes_only_on_evidence_of_the_class_that_its_level_asks_for(
    target: int, evidence: list[Shown], reason: Closing
) -> None:
    verdict = rules.closes(target=target, opened_at=OPENED, evidence=evidence)

    assert verdict.reason == reason
    assert verdict.evidence_id == (7 if reason is Closing.CLOSES else None)


def test_the_first_evidence_that_suffices_is_the_one_that_closes() -> None:
    pieces = [Shown(2, "test", LATER + timedelta(days=1), 2), Shown(2, "observation", LATER, 1)]

    assert rules.closes(target=2, opened_at=OPENED, evidence=pieces).evidence_id == 1


def test_a_self_rating_is_no_evidence_of_any_class() -> None:
    with pytest.raises(KeyError):
        rules.suffices(evidence_class="nonsense", level=9)
    assert not rules.suffices(evidence_class="self", level=1)
