"""Reading one's own notices: nobody reads another's."""

from django.db.models import QuerySet

from lms.notices.kinds import KINDS
from lms.notices.models import Letter, MailChoice, Notice
from lms.people.models import User
from lms.people.queries import Asker


def visible_to(person: Asker) -> QuerySet[Notice]:
    """One's own notices, the latest first."""
    return Notice.objects.filter(person_id=person.pk).order_by("-at", "-pk")


def unread(person: Asker) -> QuerySet[Notice]:
    """What a person has not read yet."""
    return visible_to(person).filter(read_at=None)


def letters_visible_to(person: Asker) -> QuerySet[Letter]:
    """The mail that was sent to a person, the latest first."""
    return Letter.objects.filter(person_id=person.pk).order_by("-sent_at", "-pk")


def kinds_by_mail(person: User) -> list[str]:
    """The kinds that come to a person by mail: all of them, until declined."""
    declined = set(MailChoice.objects.filter(person=person, by_mail=False).values_list("kind", flat=True))
    return [kind for kind in KINDS if kind not in declined]


def wants_by_mail(person: User, kind: str) -> bool:
    return kind in kinds_by_mail(person)
