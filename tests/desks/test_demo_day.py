"""`manage.py demo --day` moves the demo's today for every process, and does what falls due on the way."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from desks.demo import load
from lms.core import clock
from tracking.needs.models import Gap


@pytest.fixture
def demo(settings, monkeypatch):
    settings.CLOCK_MAY_MOVE = True
    monkeypatch.setattr(load, "is_loaded", lambda: True)


def travel(days: int) -> str:
    out = StringIO()
    call_command("demo", day=days, stdout=out)
    return out.getvalue()


def ahead() -> int:
    return (clock.today() - datetime.now(UTC).date()).days


def test_two_years_on_a_certificate_has_expired_and_a_refresher_is_asked_for(
    demo, ground, django_capture_on_commit_callbacks
):
    certificate = ground.certify(ground.cast.amina, at=datetime.now(UTC) - timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert "The demo's today is" in travel(730)
    certificate.refresh_from_db()
    assert (ahead(), certificate.state) == (730, "expired")
    assert Gap.objects.get(person=ground.cast.amina).kind == "refresher"
    assert "its today is" in Client().get("/accounts/login/").text


def test_it_returns_to_the_real_day(demo, cast):
    travel(730)
    travel(0)
    assert ahead() == 0
    assert "its today is" not in Client().get("/accounts/login/").text


def test_another_process_follows_when_what_it_believes_has_run_out(demo, cast):
    travel(90)
    cache.clear()
    assert ahead() == 90


def test_it_does_not_go_back_before_today(demo, cast):
    with pytest.raises(CommandError):
        travel(-1)


def test_a_site_that_is_no_demo_knows_no_other_day_than_today(demo, cast, settings):
    travel(90)
    settings.DEMO = False
    assert ahead() == 0
    with pytest.raises(CommandError):
        travel(90)
