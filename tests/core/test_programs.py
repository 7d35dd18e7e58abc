"""What programs ask goes straight to its view, and everything else the way of pages."""

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from lms.core.programs import StraightToViewMiddleware


def way_of(address: str) -> str:
    """Which way a request to an address takes."""
    pages = StraightToViewMiddleware(lambda _request: HttpResponse(b"the way of pages"))
    try:
        answer = pages(RequestFactory().get(address))
    except Http404:  # the view itself found nothing
        return "straight"
    return "pages" if answer.content == b"the way of pages" else "straight"


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/xapi/about", "straight"),
        ("/xapi/nowhere", "straight"),
        ("/xapi/profiles/customs-learning", "pages"),
        ("/xapi", "pages"),
        ("/my/calendar.ics", "straight"),
        ("/my/", "pages"),
        ("/", "pages"),
    ],
)
def test_only_what_is_marked_goes_straight(address: str, way: str) -> None:
    assert way_of(address) == way


def test_it_carries_a_request_id_and_the_headers_of_security_and_no_cookie() -> None:
    answer = Client().get("/xapi/about", secure=True)
    assert (answer.status_code, answer["X-Content-Type-Options"], len(answer["X-Request-ID"])) == (200, "nosniff", 32)
    assert answer.cookies == {}


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_host_that_is_not_ours_is_refused() -> None:
    assert Client().get("/xapi/about", HTTP_HOST="elsewhere.example").status_code == 400


def test_a_failure_on_the_straight_way_is_answered_as_any(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    broken.is_for_programs = True  # type: ignore[attr-defined]
    monkeypatch.setattr(
        "lms.core.programs.resolve", lambda _path: type("Match", (), {"func": broken, "args": (), "kwargs": {}})
    )
    assert Client(raise_request_exception=False).get("/xapi/about").status_code == 500


def test_the_straight_way_lies_behind_the_ids_and_before_the_sessions() -> None:
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names[:3] == ["RequestIdMiddleware", "SecurityMiddleware", "StraightToViewMiddleware"]
