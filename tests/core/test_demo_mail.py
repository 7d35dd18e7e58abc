"""/demo/mail/ shows what was written to the demo's folder."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture
def letter(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message = EmailMultiAlternatives("Your seat · مقعدك", "You have a seat.", to=["amina@sanderra.example"])
    message.attach_alternative("<p>You have a <b>seat</b>.</p><script>alert(1)</script>", "text/html")
    message.attach("invite.ics", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR", "text/calendar")
    message.send()


def test_the_letters_are_listed_and_shown_with_their_words_and_their_invitation(
    letter: None, client: Client, db: None
) -> None:
    assert "Your seat · مقعدك" in client.get("/demo/mail/").content.decode()
    page = client.get("/demo/mail/1/").content.decode()
    assert "You have a seat." in page
    assert "METHOD:REQUEST" in page


def test_the_html_of_a_letter_may_do_nothing(letter: None, client: Client, db: None) -> None:
    answer = client.get("/demo/mail/1/html/")

    assert "<b>seat</b>" in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_letter_that_is_not_there_is_not_found(client: Client, db: None) -> None:
    assert client.get("/demo/mail/9/").status_code == 404
