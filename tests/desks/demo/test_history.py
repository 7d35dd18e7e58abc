"""The demo's history is made of facts: told a second time, they change nothing."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from certificates.models import Certificate
from courses.catalogue.models import CourseRelease
from courses.scheduling.models import Cohort
from desks.demo import load
from lms.core.deliveries import deliver
from lms.core.models import Delivery
from tracking.enrolment.models import Seat
from tracking.progress.models import Completion

OURS = ("lms", "courses", "tracking", "certificates", "desks")
#: How often a fact was brought to a reaction is the machine's business, and drawing a certificate again takes long.
THE_MACHINES = {"lms.Delivery"}
DRAWS = "certificates.render"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def tables() -> dict[str, str]:
    """Every table of ours as a digest of its rows."""
    encode = json.JSONEncoder(default=str).encode
    return {
        model._meta.label: sha256(encode(list(model._base_manager.order_by("pk").values_list())).encode()).hexdigest()
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model._meta.label not in THE_MACHINES
    }


def tell(facts: QuerySet[Delivery]) -> list[int]:
    """Bring facts to their reactions; those that were told."""
    return [pk for pk in facts.order_by("pk").values_list("pk", flat=True) if deliver(pk)]


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
    assert Certificate.objects.filter(state="expired").exists()
    facts = Delivery.objects.exclude(reaction__startswith=DRAWS)
    # What waits for Celery on a served site, and what that tells in its turn.
    while tell(facts.filter(state=Delivery.State.PENDING)):
        pass
    before, told = tables(), facts.count()
    facts.update(state=Delivery.State.PENDING)
    assert len(tell(facts)) == told
    assert tables() == before
