"""Signing in and out, passwords and the second step, on our own pages."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from lms.core import clock
from lms.people.actions import open_account
from lms.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return User.objects.create_user("amina", "amina@sanderra.example", "sanderra", first_name="Amina")


@pytest.mark.parametrize("login", ["amina", "amina@sanderra.example"])
def test_a_name_or_an_address_lets_in_and_leads_where_one_was_going(client: Client, amina: User, login: str) -> None:
    response = client.post("/accounts/login/?next=/accounts/email/", {
        "login": login, "password": "sanderra", "next": "/accounts/email/",
    })  # fmt: skip
    assert (response.status_code, response.url) == (302, "/accounts/email/")


def test_a_wrong_password_keeps_the_name_and_never_says_which_of_both_was_wrong(client: Client, amina: User) -> None:
    known = client.post("/accounts/login/", {"login": "amina", "password": "no"}).content.decode()
    unknown = client.post("/accounts/login/", {"login": "nobody", "password": "no"}).content.decode()
    words = "This name and password do not fit together. Check both and try again."
    assert (known.count(words), unknown.count(words)) == (1, 1)
    assert 'value="amina"' in known


def test_nobody_opens_an_account_alone(client: Client) -> None:
    asked = client.get("/accounts/signup/")
    client.post("/accounts/signup/", {
        "email": "x@y.example", "username": "x", "password1": "four-buoys-at-dawn", "password2": "four-buoys-at-dawn",
    })  # fmt: skip
    assert ("Accounts are opened for you" in asked.content.decode(), User.objects.count()) == (True, 0)


def test_a_new_password_comes_by_mail_in_text_and_in_html(client: Client, amina: User) -> None:
    client.post("/accounts/password/reset/", {"email": "AMINA@sanderra.example"})
    [letter] = mail.outbox
    [(html, kind)] = letter.alternatives
    link = re.compile(r"https?://[^\s\"]+/accounts/password/reset/key/[^\s\"]+")
    assert (letter.subject, letter.to, kind) == ("Choose a new password", ["amina@sanderra.example"], "text/html")
    assert link.findall(str(letter.body)) == link.findall(str(html))


def test_an_address_opened_in_capitals_is_found_all_the_same(client: Client) -> None:
    open_account(username="ren", email="Ren@Sanderra.example", name=("Ren", "Okafor"), by=None, at=clock.now())
    client.post("/accounts/password/reset/", {"email": "REN@sanderra.example"})
    assert [letter.to for letter in mail.outbox] == [["ren@sanderra.example"]]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, amina: User) -> None:
    known = client.post("/accounts/password/reset/", {"email": "amina@sanderra.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@sanderra.example"})
    assert (known.url, len(mail.outbox)) == (unknown.url, 1)


def test_the_mail_speaks_the_language_of_the_page_that_asked_for_it(client: Client, amina: User) -> None:
    client.post("/accounts/password/reset/", {"email": "amina@sanderra.example"}, headers={"accept-language": "ar"})
    [letter] = mail.outbox
    assert letter.subject == "اختيار كلمة مرور جديدة"
    assert 'dir="rtl"' in str(letter.alternatives[0].content)


def test_a_link_that_was_used_says_so(client: Client) -> None:
    page = client.get("/accounts/password/reset/key/1-none/", follow=True).content.decode()
    assert "This link no longer works" in page


def test_a_changed_password_is_told_by_mail(client: Client, amina: User) -> None:
    client.force_login(amina)
    client.post("/accounts/password/change/", {
        "oldpassword": "sanderra", "password1": "four-buoys-at-dawn", "password2": "four-buoys-at-dawn",
    })  # fmt: skip
    assert [letter.subject for letter in mail.outbox] == ["Your password was changed."]


def test_a_password_that_is_too_short_is_refused_with_a_summary_that_links_to_the_field(
    client: Client, amina: User
) -> None:
    client.force_login(amina)
    page = client.post(
        "/accounts/password/change/", {"oldpassword": "sanderra", "password1": "short", "password2": "short"}
    )
    assert re.findall(r'class="error-summary".*?href="#(\w+)"', page.content.decode(), re.DOTALL) == ["id_password1"]


def test_the_second_step_is_asked_for_and_a_code_lets_in(client: Client, amina: User) -> None:
    secret = TOTP.activate(amina, "JBSWY3DPEHPK3PXP").instance.data["secret"]
    first = client.post("/accounts/login/", {"login": "amina", "password": "sanderra"})
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    second = client.post(first.url, {"code": code})
    assert (first.url, second.url, bool(secret)) == ("/accounts/2fa/authenticate/", "/my/", True)


def test_recovery_codes_are_shown_on_our_page(client: Client, amina: User) -> None:
    TOTP.activate(amina, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(amina).get_unused_codes()
    client.post("/accounts/login/", {"login": "amina", "password": "sanderra"})
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    asked = client.get("/accounts/2fa/recovery-codes/", follow=True)
    page = client.post(asked.redirect_chain[-1][0], {"password": "sanderra"}, follow=True).content.decode()
    assert "Is it still you?" in asked.content.decode()
    assert [code for code in codes[1:] if code in page] == codes[1:]


def test_signing_out_asks_first_and_leads_to_the_front(client: Client, amina: User) -> None:
    client.force_login(amina)
    asked = client.get("/accounts/logout/").status_code
    assert (asked, client.post("/accounts/logout/").url) == (200, "/")


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/accounts/email/", "/accounts/2fa/"])
def test_account_pages_send_a_stranger_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).url == f"/accounts/login/?next={path}"
