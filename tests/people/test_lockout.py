"""Five wrong passwords, and a calm pause."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory

from lms.people.lockout import username
from lms.people.models import User

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


@pytest.fixture
def amina() -> User:
    return User.objects.create_user("amina", "amina@sanderra.example", "sanderra")


def try_in(client: Client, login: str, password: str = "wrong") -> int:
    return client.post(SIGN_IN, {"login": login, "password": password}).status_code


def test_the_fifth_wrong_password_begins_a_pause_that_the_right_one_does_not_end(client: Client, amina: User) -> None:
    assert [try_in(client, "amina") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert try_in(client, "amina", "sanderra") == 429


def test_the_pause_says_calmly_how_long_it_lasts(client: Client, amina: User) -> None:
    for _ in range(4):
        try_in(client, "amina")
    response = client.post(SIGN_IN, {"login": "amina", "password": "wrong"})
    assert response.headers["Retry-After"] == "900"
    assert "Wait 15 minutes, then sign in again." in response.content.decode()


def test_name_and_address_of_one_account_share_the_tries(client: Client, amina: User) -> None:
    logins = ["amina", "amina@sanderra.example", "AMINA", "Amina@Sanderra.example", " amina "]
    assert [try_in(client, login) for login in logins] == [200, 200, 200, 200, 429]


def test_a_pause_of_one_person_is_not_one_of_another(client: Client, amina: User) -> None:
    User.objects.create_user("jonas", "jonas@sanderra.example", "sanderra")
    for _ in range(5):
        try_in(client, "amina")
    assert try_in(client, "jonas", "sanderra") == 302


def test_a_right_password_forgets_the_wrong_ones(client: Client, amina: User) -> None:
    tries = [try_in(client, "amina") for _ in range(4)] + [try_in(client, "amina", "sanderra")]
    client.logout()
    assert [*tries, *(try_in(client, "amina") for _ in range(4))] == [200, 200, 200, 200, 302, 200, 200, 200, 200]


def test_a_new_password_set_by_mail_ends_the_pause(client: Client, amina: User) -> None:
    for _ in range(5):
        try_in(client, "amina")
    client.post("/accounts/password/reset/", {"email": "amina@sanderra.example"})
    [link] = re.findall(r"https?://\S+/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "four-buoys-at-dawn", "password2": "four-buoys-at-dawn"})
    assert try_in(client, "amina", "four-buoys-at-dawn") == 302


@pytest.mark.parametrize(
    ("credentials", "typed", "counted"),
    [
        ({"username": "Amina"}, "", "amina"),
        ({"email": "AMINA@sanderra.example"}, "", "amina"),
        (None, " nobody@sanderra.example", "nobody@sanderra.example"),
        (None, "", ""),
    ],
)
def test_one_account_is_counted_under_one_name(
    amina: User, credentials: dict[str, str] | None, typed: str, counted: str
) -> None:
    assert username(RequestFactory().post(SIGN_IN, {"login": typed}), credentials) == counted


def test_the_pause_is_the_one_that_settings_name() -> None:
    assert (settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME) == (5, 0.25)
