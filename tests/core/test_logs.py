"""Log lines: JSON, with the request's id, and no names, queries or secrets in them."""

import json
import logging
from io import StringIO

import pytest
import structlog
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from lms.core import deliveries, logs, requests, tasks
from lms.core.requests import RequestIdMiddleware, given_or_new, safe_path
from lms.people.models import User


@pytest.fixture
def written():
    """Where log lines go during a test; the logging of the tests' run is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure({"level": "INFO", "plain": False})
    text = StringIO()
    root.handlers[0].setStream(text)
    yield text
    root.handlers, root.level = handlers, level


@pytest.fixture
def lines(written):
    """The lines so far, parsed."""
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_of_ours_and_one_of_a_library_look_alike(lines):
    structlog.get_logger("lms.core.deliveries").info("reaction_failed", delivery=7)
    logging.getLogger("celery.worker").warning("lost %s", "connection")
    ours, theirs = lines()
    assert [line.pop("timestamp")[:2] for line in (ours, theirs)] == ["20", "20"]
    assert ours == {"delivery": 7, "event": "reaction_failed", "logger": "lms.core.deliveries", "level": "info"}
    assert theirs == {"event": "lost connection", "logger": "celery.worker", "level": "warning"}


def test_a_failure_carries_its_traceback_in_one_line(lines):
    try:
        raise ValueError("no rope")
    except ValueError:
        structlog.get_logger("lms").exception("reaction_failed")
    (line,) = lines()
    assert line["exception"].splitlines()[-1] == "ValueError: no rope"


def test_a_terminal_gets_plain_words(written):
    logs.configure({"level": "INFO", "plain": True})
    logging.getLogger().handlers[0].setStream(written)
    structlog.get_logger("lms").info("beat_leads", host="one")
    assert written.getvalue().split()[1:] == ["[info", "]", "beat_leads", "[lms]", "host=one"]


@pytest.mark.django_db
def test_a_request_is_one_line_with_id_person_and_time(client, lines):
    person = User.objects.create_user("amina", first_name="Amina", email="amina@example.org")
    client.force_login(person)
    answer = client.get("/accounts/logout/?next=secret", headers={"X-Request-ID": "proxy-4711"})
    line = next(line for line in lines() if line["event"] == "request")
    assert answer["X-Request-ID"] == "proxy-4711"
    assert (line["request_id"], line["method"], line["path"]) == ("proxy-4711", "GET", "/accounts/logout/")
    assert (line["status"], line["user"]) == (answer.status_code, str(person.uid))
    assert 0 < line["ms"] < 60_000
    assert "amina" not in json.dumps(line).lower()


def test_what_happens_within_a_request_carries_its_id(lines):
    def view(request):
        structlog.get_logger("lms").info("seen")
        return HttpResponse()

    RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": "proxy-4711"}))
    structlog.get_logger("lms").info("afterwards")
    seen, request, afterwards = lines()
    assert (seen["request_id"], request["request_id"], "request_id" in afterwards) == (
        "proxy-4711",
        "proxy-4711",
        False,
    )


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", "new\nline-here", 'quote"quote"', "ünïcödé-id"])
def test_an_id_that_is_not_sane_is_replaced(given):
    made = given_or_new(given)
    assert made != given
    assert requests.SANE_ID.fullmatch(made)


def test_secret_parts_of_an_address_are_left_out():
    request = RequestFactory().get("/accounts/password/reset/key/1-c9x-abc/?next=/my/")
    request.resolver_match = ResolverMatch(lambda r: None, (), {"uidb36": "1", "key": "c9x-abc"})
    assert safe_path(request) == "/accounts/password/reset/key/1-…/"


def test_probes_leave_no_line(client, lines):
    client.get("/health/live")
    assert [line for line in lines() if line["event"] == "request"] == []


def test_a_broker_that_is_away_is_told(lines, monkeypatch):
    def away(*_args: object, **_options: object) -> None:
        raise OSError("no such socket")

    monkeypatch.setattr(tasks.deliver_one, "apply_async", away)
    assert deliveries.hand_over(7) is False
    (line,) = [line for line in lines() if line["event"] == "broker_away"]
    assert (line["level"], line["delivery"]) == ("warning", 7)
