"""What takes long to work out is kept until a fact is published that changes it."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest
from django.db import transaction

from lms.core import kept as keeping
from lms.core.events import publish
from lms.core.kept import kept, last_of
from lms.people.events import RoleEnded, RoleGiven
from tracking.needs.events import GapClosed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def asked() -> Callable[[], int]:
    """Asks for a figure that is another each time it is worked out."""
    numbers = count(1)
    return lambda: kept("figure", lambda: next(numbers), made_of=(RoleGiven, RoleEnded))


def tell(kind: type[RoleGiven] | type[RoleEnded]) -> None:
    with transaction.atomic():
        publish(kind(at=AT, membership_id=1, person_id=1, administration_id=1))


def test_it_is_worked_out_once(asked):
    assert [asked(), asked()] == [1, 1]


@pytest.mark.parametrize("kind", [RoleGiven, RoleEnded])
def test_each_fact_that_it_is_made_of_has_it_worked_out_anew(asked, kind):
    first = asked()
    tell(kind)
    second = asked()
    tell(kind)
    assert [first, second, asked(), asked()] == [1, 2, 3, 3]


def test_other_facts_change_nothing(asked):
    first = asked()
    with transaction.atomic():
        publish(GapClosed(at=AT, gap_id=1, person_id=1, competency_id=1, evidence_id=1))
    assert [first, asked()] == [1, 1]


def test_under_another_name_is_another_figure():
    assert [kept(name, lambda name=name: name, made_of=(RoleGiven,)) for name in ("one", "other", "one")] == [
        "one",
        "other",
        "one",
    ]


def test_nothing_is_kept_for_longer_than_a_minute(asked, monkeypatch):
    monkeypatch.setattr(keeping, "AT_MOST", 0)
    assert (keeping.AT_MOST, [asked(), asked()]) == (0, [1, 2])


def test_finding_out_takes_one_query_however_much_was_published(django_assert_num_queries):
    for _time in range(3):
        tell(RoleGiven)
    with django_assert_num_queries(1):
        stamp = last_of((RoleGiven, RoleEnded, GapClosed))
    assert (stamp[:2], stamp[2] > 0) == ([0, 0], True)
