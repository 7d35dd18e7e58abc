"""/demo/mail/: the mail that the demo would have sent, as its readers would have found it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

#: What Django's file backend writes after each message.
END_OF_MESSAGE = b"-" * 79


@dataclass(frozen=True)
class Mail:
    """A message of the folder; `number` is its place among those kept, the oldest being 1."""

    number: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def at(self) -> datetime | None:
        return parsedate_to_datetime(str(self.message["Date"])) if self.message["Date"] else None

    @property
    def text(self) -> str:
        return self.body("plain")

    @property
    def html(self) -> str:
        return self.body("html")

    def body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""

    @property
    def others(self) -> list[tuple[str, str, str]]:
        """What comes beside the words, such as an invitation: type, file name, and text where it is text."""
        parts = [part for part in self.message.walk() if part.get_content_type() == "text/calendar"]
        parts += [part for part in self.message.iter_attachments() if part not in parts]
        return [
            (
                part.get_content_type(),
                part.get_filename() or "",
                str(part.get_content()) if part.get_content_maintype() == "text" else "",
            )
            for part in parts
        ]


def folder() -> Iterator[Mail]:
    """All mail of the demo, the oldest first."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log")) if getattr(settings, "EMAIL_FILE_PATH", None) else []
    texts = [text.strip(b"\n") for file in files for text in file.read_bytes().split(END_OF_MESSAGE) if text.strip()]
    for number, text in enumerate(texts, start=1):
        yield Mail(number, message_from_bytes(text, policy=policy.default))


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "lms/core/demo_mails.html", {"mails": list(folder())[::-1]})


@csp_update({"frame-src": [SELF]})
@require_GET
def mail(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "lms/core/demo_mail.html", {"mail": find(number)})


@require_GET
def html(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML of a message, framed by the page above and allowed nothing."""
    response = HttpResponse(find(number).html)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return response


def find(number: int) -> Mail:
    found = next((each for each in folder() if each.number == number), None)
    if found is None:
        raise Http404
    return found
