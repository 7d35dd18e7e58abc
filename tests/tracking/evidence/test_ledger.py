"""The ledger: what a class of evidence can show, and that it only grows."""

from datetime import timedelta

import pytest

from lms.core.models import Event
from tests.cast import LATELY, Cast
from tracking.evidence import actions, queries, rules
from tracking.evidence.models import Evidence


@pytest.mark.parametrize(
    ("evidence_class", "claimed", "shown"),
    [
        ("completion", 1, 1),
        ("completion", 3, 1),
        ("test", 1, 1),
        ("test", 2, 2),
        ("test", 4, 2),
        ("observation", 3, 3),
        ("observation", 4, 4),
        ("work_sample", 4, 4),
        ("completion", 0, 0),
    ],
)
def test_no_evidence_shows_more_than_its_class_can(evidence_class: str, claimed: int, shown: int) -> None:
    assert rules.level_shown(evidence_class=evidence_class, claimed=claimed) == shown


def record(cast: Cast, *, level: int, evidence_class: str, source: str, days: int = 0, **more: object) -> Evidence:
    return actions.record(
        person=cast.amina,
        competency=cast.competencies["O07"],
        level=level,
        evidence_class=evidence_class,
        source=source,
        by=None,
        at=LATELY + timedelta(days=days),
        **more,
    )


def test_the_same_source_is_entered_and_told_once(cast: Cast) -> None:
    first = record(cast, level=2, evidence_class="test", source="attempt:1")
    again = record(cast, level=2, evidence_class="test", source="attempt:1", days=1)

    assert first.pk == again.pk
    assert Event.objects.filter(type="tracking.evidence.EvidenceRecorded").count() == 1


def test_the_current_level_is_the_highest_that_has_not_expired(cast: Cast) -> None:
    today = (LATELY + timedelta(days=10)).date()
    record(cast, level=3, evidence_class="observation", source="observation:1", expires_on=LATELY.date())
    record(cast, level=1, evidence_class="completion", source="enrolment:1", days=2)
    kept = record(cast, level=2, evidence_class="test", source="attempt:1", days=1)

    levels = queries.current_levels(cast.amina, on=today)

    assert {pk: (shown.level, shown.evidence_id) for pk, shown in levels.items()} == {
        cast.competencies["O07"].pk: (2, kept.pk)
    }


def test_without_evidence_a_level_is_unknown_and_not_zero(cast: Cast) -> None:
    assert queries.current_levels(cast.bela, on=LATELY.date()) == {}
