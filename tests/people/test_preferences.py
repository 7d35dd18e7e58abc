"""The language, the time zone and the theme in which somebody sees the site."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from lms.core.models import AuditEntry
from lms.people.models import User
from lms.people.preferences import PreferencesMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return User.objects.create_user("amina", "amina@sanderra.example", "sanderra")


@pytest.mark.parametrize(
    ("own", "cookie", "browser", "spoken"),
    [
        ("ar", "en", "en", "ar"),
        ("", "ar", "en", "ar"),
        ("", "", "ar-SA, en;q=0.5", "ar"),
        ("", "", "eo", "en"),
        ("tlh", "klingon", "ar", "ar"),
    ],
)
def test_the_person_decides_before_the_cookie_and_the_cookie_before_the_browser(
    own: str, cookie: str, browser: str, spoken: str
) -> None:
    request = RequestFactory().get("/", headers={"accept-language": browser})
    request.user = User(username="amina", language=own)
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = PreferencesMiddleware(lambda _request: HttpResponse(translation.get_language()))(request)
    assert (response.content.decode(), response.headers["Content-Language"]) == (spoken, spoken)


@pytest.mark.parametrize(("own", "zone"), [("Asia/Riyadh", "Asia/Riyadh"), ("", "UTC")])
def test_times_are_shown_in_the_zone_of_the_person(own: str, zone: str) -> None:
    request = RequestFactory().get("/")
    request.user = User(username="amina", time_zone=own)

    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    assert PreferencesMiddleware(answer)(request).content.decode() == zone


def test_nothing_of_one_request_is_left_for_the_next() -> None:
    request = RequestFactory().get("/")
    request.user = User(username="amina", language="ar", time_zone="Asia/Riyadh")
    before = (translation.get_language(), timezone.get_current_timezone_name())
    PreferencesMiddleware(lambda _request: HttpResponse())(request)
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


def test_a_chosen_language_is_kept_with_the_person_and_in_the_browser_and_written_down(
    client: Client, amina: User
) -> None:
    client.force_login(amina)
    response = client.post("/preferences/language/", {"language": "ar", "next": "/accounts/email/?a=1"})
    amina.refresh_from_db()
    assert (response.url, amina.language, client.cookies[settings.LANGUAGE_COOKIE_NAME].value) == (
        "/accounts/email/?a=1", "ar", "ar",
    )  # fmt: skip
    assert list(AuditEntry.objects.values_list("verb", "by", "details")) == [
        ("language chosen", amina.pk, {"language": "ar"})
    ]


def test_a_language_nobody_speaks_here_changes_nothing(client: Client, amina: User) -> None:
    client.force_login(amina)
    response = client.post("/preferences/language/", {"language": "tlh", "next": "/accounts/email/"})
    amina.refresh_from_db()
    assert (response.status_code, amina.language, settings.LANGUAGE_COOKIE_NAME in client.cookies) == (302, "", False)


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_a_chosen_theme_is_on_the_page(client: Client, theme: str) -> None:
    client.post("/preferences/theme/", {"theme": theme})
    assert f'data-theme="{theme}"' in client.get("/accounts/login/").content.decode()


def test_a_theme_that_does_not_exist_is_not_kept(client: Client) -> None:
    client.post("/preferences/theme/", {"theme": "neon"})
    assert "theme" not in client.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "my/", ""]
)
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/preferences/theme/", {"theme": "dark", "next": elsewhere})
    assert response.url == "/"


@pytest.mark.parametrize("path", ["/preferences/language/", "/preferences/theme/"])
def test_a_choice_is_posted_and_never_followed_as_a_link(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405
