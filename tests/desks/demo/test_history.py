"""The demo's history is made of facts: told a second time, they change nothing."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from certificates.models import Certificate
from courses.catalogue.models import CourseRelease
from courses.scheduling.models import Cohort
from desks.demo import load
from lms.core.models import Delivery
from lms.people.models import Administration
from tests.retelling import changed_by_telling_again
from tracking.enrolment.models import Enrolment, Seat
from tracking.impact.models import Commitment
from tracking.needs.models import ManagementAction
from tracking.needs.queries import management_lines
from tracking.progress.models import Completion

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def certificates_are_of_every_kind() -> None:
    """Those of the cast stand; Amina's is among those that lapse within 90 days."""
    states = Certificate.objects.values_list("state", flat=True)
    assert set(states) == {"valid", "expired", "superseded", "revoked"}
    casts = Certificate.objects.filter(person__username__in=["amina", "jonas", "lucia", "ren", "tomas", "nadia"])
    left = {each.person.username: (each.state, (each.expires_on - AT.date()).days) for each in casts}
    assert left == {"amina": ("valid", 33), "jonas": ("valid", 185)}
    by_hand = Enrolment.objects.filter(person__username="amina").order_by("period_no").values_list("state", flat=True)
    assert list(by_hand) == ["completed", "enrolled"]


def certificates_are_in_the_mix_of_a_house_that_runs() -> None:
    """Three in five stand for long, one in five lapses within two months, some have lapsed, one in twenty was withdrawn
    (demo §4.6). What a later one has superseded is not counted."""
    soon = AT.date() + timedelta(days=60)
    told = [
        "expiring" if state == "valid" and expires_on <= soon else state
        for state, expires_on in Certificate.objects.exclude(state="superseded").values_list("state", "expires_on")
    ]
    shares = {status: round(100 * number / len(told)) for status, number in Counter(told).items()}
    wanted = {"valid": 60, "expiring": 20, "expired": 15, "revoked": 5}
    off = {status: shares.get(status, 0) - share for status, share in wanted.items()}
    assert all(abs(by) <= 3 for by in off.values()), off
    assert sum(shares.values()) in range(99, 102)


def what_is_asked_and_promised_is_in_every_state() -> None:
    """The board of measures and that of promises are of today, whichever day the demo is loaded on."""
    asked = ManagementAction.objects.filter(administration__code="scbs")
    port = management_lines(Administration.objects.get(code="scbs"), on=AT.date())
    assert set(asked.values_list("state", flat=True)) == {"open", "taken", "done", "dropped"}
    assert {line.is_late for line in port if line.action.unit and line.action.unit.code == "PVS"} == {True, False}
    promised = Commitment.objects.filter(programme__code="targeting-2024")
    late = promised.exclude(state="done").filter(due_on__lt=AT.date())
    assert set(promised.values_list("state", flat=True)) == {"open", "planned", "done"}
    assert [(promise.done, promise.of) for promise in late] == [(17, 18)]
    assert promised.exclude(state="done").exclude(pk__in=late).count() == 4


# Once, because it takes minutes on PostgreSQL, where `bin/conformance story` runs it; `tests/story` tells again on both.
@pytest.mark.once
@pytest.mark.long
@pytest.mark.django_db
def test_the_demo_tells_the_story_and_its_facts_told_again_change_nothing() -> None:
    assert settings.DEMO
    load.load(seed=20250704, at=AT)
    assert CourseRelease.objects.filter(administration__code="scbs").count() == 8
    assert {
        cohort.title.split()[0]: (
            Seat.objects.filter(cohort=cohort, state="seated").count(),
            Completion.objects.filter(enrolment__seats__cohort=cohort).count(),
        )
        for cohort in Cohort.objects.filter(title__regex=r"^K\d")
    } == {"K1": (23, 21), "K2": (18, 18), "K3": (20, 20)}
    assert Delivery.objects.exclude(error="").count() == 0
    certificates_are_of_every_kind()
    certificates_are_in_the_mix_of_a_house_that_runs()
    what_is_asked_and_promised_is_in_every_state()
    assert changed_by_telling_again() == set()
