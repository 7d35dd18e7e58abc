"""Telling people, and mailing what they want by mail."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from lms.core import audit, clock
from lms.core.events import publish
from lms.notices import mailing, queries
from lms.notices.events import NoticeGiven
from lms.notices.kinds import KINDS, kind_of
from lms.notices.models import Letter, MailChoice, Notice
from lms.people.models import User

#: What is older when its turn comes stays on the site and is not mailed: it is no longer news. History is told so too.
STALE = timedelta(days=2)


class UnknownKind(Exception):
    """No such kind of notice is listed in `kinds`."""


@transaction.atomic
def tell(
    *,
    person: User,
    kind: str,
    facts: Mapping[str, Any],
    link: str,
    at: datetime,
    calendar: str | None = None,
    method: str = "REQUEST",
) -> Notice:
    """Tell someone something on the site; by mail at once, with the daily digest, or not at all, as the person wants.

    `calendar` is an iCalendar text for the mail, `method` what it asks for. Raises UnknownKind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    notice = Notice.objects.create(
        person=person,
        kind=kind,
        facts=dict(facts),
        link=link,
        at=at,
        calendar=calendar or "",
        method=method if calendar else "",
    )
    publish(NoticeGiven(at=at, notice_id=notice.pk, person_id=person.pk))
    return notice


@transaction.atomic
def send(event: NoticeGiven) -> Letter | None:
    """Mail a notice that cannot wait, to someone who wants it so; sent already, or no longer news, it is let be."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("person").get(pk=event.notice_id)
    if notice.letter_id or not kind_of(notice.kind).at_once or is_stale(notice, clock.now()):
        return None
    if not queries.wants_by_mail(notice.person, notice.kind):
        return None
    return post([notice], person=notice.person, at=clock.now())


def is_stale(notice: Notice, now: datetime) -> bool:
    return notice.at < now - STALE


def post(notices: list[Notice], *, person: User, at: datetime, digest_of: date | None = None) -> Letter | None:
    """Write down a letter and send it, both or neither: a mail server that refuses leaves everything to the next try."""
    if not person.email or not person.is_active:
        return None
    words = mailing.in_words(notices, person=person, is_digest=digest_of is not None)
    letter = Letter.objects.create(
        person=person, address=person.email, subject=words.subject[:300], sent_at=at, digest_of=digest_of
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter=letter)
    mailing.send(words, letter=letter, notices=notices)
    return letter


def send_digests(*, at: datetime) -> int:
    """One mail to each person with news that could wait, at most one a day; how many went out."""
    people = User.objects.filter(pk__in=waiting(at=at).values("person"), is_active=True).exclude(email="")
    return sum(send_digest(person=person, at=at) for person in people.order_by("pk"))


def waiting(*, at: datetime) -> QuerySet[Notice]:
    """What has not been mailed, not been read, and is still news."""
    return Notice.objects.filter(letter=None, read_at=None, at__gt=at - STALE, at__lte=at)


@transaction.atomic
def send_digest(*, person: User, at: datetime) -> bool:
    """The day's digest of one person, unless it went out already."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Letter.objects.filter(person=person, digest_of=at.date()).exists():
        return False
    wanted = queries.kinds_by_mail(person)
    held_back = [kind for kind in wanted if not kind_of(kind).at_once]
    notices = list(waiting(at=at).filter(person=person, kind__in=held_back).order_by("at", "pk"))
    return bool(notices) and post(notices, person=person, at=at, digest_of=at.date()) is not None


@transaction.atomic
def read(*, notice: Notice, by: User, at: datetime) -> None:
    """Note that a person has read what they were told; the first time counts."""
    Notice.objects.filter(pk=notice.pk, person=by, read_at=None).update(read_at=at)


@transaction.atomic
def read_all(*, by: User, at: datetime) -> int:
    """The same for everything up to that moment; how many were unread."""
    return Notice.objects.filter(person=by, read_at=None, at__lte=at).update(read_at=at)


@transaction.atomic
def choose_mail(*, person: User, kinds: set[str], by: User, at: datetime) -> None:
    """Keep which kinds a person wants by mail."""
    MailChoice.objects.bulk_create(
        [MailChoice(person=person, kind=kind, by_mail=kind in kinds) for kind in KINDS],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["by_mail"],
    )
    audit.record(by=by, at=at, verb="mail chosen", about=person, kinds=sorted(kinds & set(KINDS)))
