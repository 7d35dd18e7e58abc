"""Reading certifications and certificates."""

from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from certificates import codes
from certificates.models import Certificate, Certification
from lms.people.models import Administration, Membership, User
from lms.people.queries import Asker, administrations_of, sees_rows
from lms.people.rules import Record

State = Certificate.State

#: Who says what is certified, and who may withdraw a certificate.
CERTIFIES = (Membership.Role.HR, Membership.Role.NATIONAL_COORDINATOR)


def visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Certificate]:
    """One's own certificates, and those of the people whose participation one may see."""
    return Certificate.objects.filter(sees_rows(person, Record.PARTICIPATION, on=on))


def of_person(person: User) -> QuerySet[Certificate]:
    """A person's certificates: what stands first, then what has been; the newest before."""
    order = Case(When(state=State.VALID, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Certificate.objects.filter(person=person).select_related("certification").order_by(order, "-issued_at", "-pk")
    )


def withdrawable_by(person: Asker, *, on: date | None = None) -> QuerySet[Certificate]:
    """The certificates of the administrations in which a person certifies."""
    return Certificate.objects.filter(administration__in=administrations_of(person, on=on, roles=CERTIFIES))


def certifications_of(administration: Administration) -> QuerySet[Certification]:
    return Certification.objects.filter(administration=administration).order_by("code")


def by_code(typed: str) -> Certificate | None:
    """The certificate of a code as somebody typed it."""
    code = codes.read(typed)
    return Certificate.objects.filter(code=code).first() if codes.is_sound(code) else None


def standing(on: date) -> Q:
    """What is valid and not yet over on a day, also before the nightly task has noted its end."""
    return Q(state=State.VALID) & (Q(expires_on__isnull=True) | Q(expires_on__gte=on))


def lapsing(on: date, *, days: int) -> Q:
    """What is valid on a day and ends within so many days, that day included."""
    return Q(state=State.VALID, expires_on__gte=on, expires_on__lte=on + timedelta(days=days))


def state_on(certificate: Certificate, *, today: date) -> str:
    """The state as it is today: a day is over at midnight, whenever the nightly task runs."""
    over = certificate.expires_on is not None and certificate.expires_on < today
    return State.EXPIRED if certificate.state == State.VALID and over else certificate.state
