"""The words of notices, in the language and the time zone of whoever reads them, on the site and by mail."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from email.mime.text import MIMEText
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string, select_template
from django.utils import timezone, translation

from lms.notices.models import Letter, Notice
from lms.people.models import User


@dataclass(frozen=True)
class Words:
    """A mail before it is sent."""

    subject: str
    text: str
    html: str


def context_of(notice: Notice) -> dict[str, Any]:
    """The facts for a template, moments and dates as such."""
    return {name: read_back(name, value) for name, value in notice.facts.items()} | {
        "person": notice.person,
        "link": f"{settings.PUBLIC_URL}{notice.link}" if notice.link.startswith("/") else notice.link,
        "public_url": settings.PUBLIC_URL,
    }


def read_back(name: str, value: Any) -> Any:
    if isinstance(value, str) and value:
        if name.endswith("_at"):
            return datetime.fromisoformat(value)
        if name.endswith("_on"):
            return date.fromisoformat(value)
    return value


def line(notice: Notice) -> str:
    """The one line on the site, in the language and zone that are active."""
    return " ".join(render_to_string(f"notices/{notice.kind}.txt", context_of(notice)).split())


def in_words(notices: Sequence[Notice], *, person: User, is_digest: bool) -> Words:
    """A notice as a mail of its own, or several as a digest."""
    with ExitStack() as speaking:
        speaking.enter_context(translation.override(person.language or settings.LANGUAGE_CODE))
        speaking.enter_context(timezone.override(ZoneInfo(person.time_zone or settings.TIME_ZONE)))
        return digest(notices, person) if is_digest else single(notices[0])


def single(notice: Notice) -> Words:
    subject = line(notice)
    context = context_of(notice) | {"line": subject}
    text, html = (
        select_template([f"emails/notices/{notice.kind}.{ending}", f"emails/notices/any.{ending}"]).render(context)
        for ending in ("txt", "html")
    )
    return Words(subject, text, html)


def digest(notices: Iterable[Notice], person: User) -> Words:
    lines = [{"line": line(notice), "link": context_of(notice)["link"]} for notice in notices]
    context = {"lines": lines, "person": person, "public_url": settings.PUBLIC_URL}
    subject = " ".join(render_to_string("emails/notices/digest_subject.txt", context).split())
    text, html = (render_to_string(f"emails/notices/digest.{ending}", context) for ending in ("txt", "html"))
    return Words(subject, text, html)


def send(words: Words, *, letter: Letter, notices: Sequence[Notice]) -> None:
    """Hand a letter to the mail server. Its Message-ID is its own, so that a copy sent twice is shown once."""
    mail = EmailMultiAlternatives(
        words.subject, words.text, to=[letter.address], headers={"Message-ID": f"<{notices[0].uid}@clearway.invalid>"}
    )
    mail.attach_alternative(words.html, "text/html")
    if len(notices) == 1 and notices[0].calendar:
        mail.attach(calendar_part(notices[0]))
    mail.send()


def calendar_part(notice: Notice) -> MIMEText:
    """The iCalendar text as mail programs look for it: its method also on the part (RFC 6047 §2.4)."""
    part = MIMEText(notice.calendar, "calendar", "utf-8")
    part.set_param("method", notice.method)
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    return part
