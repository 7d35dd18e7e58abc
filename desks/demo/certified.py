"""Who of the story holds a certificate already, and whose was withdrawn."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from certificates import actions as certificates
from certificates.models import Certificate
from desks.demo.world import Place
from lms.people.models import User

#: When people of the story first took the course on integrity, in days before today. Its certificate is valid for
#: twelve months: Amina's lapses in a month, so she is back in the course; Jonas's is good for half a year.
TOOK_IT = {"amina": 332, "jonas": 180}
#: Every so many-th certificate was withdrawn, one in twenty of all that are (demo §4.5).
WITHDRAWN = 20


def have_taken_it(place: Place, *, at: datetime) -> Iterator[tuple[User, datetime]]:
    for name, days in TOOK_IT.items():
        yield place.people[name], at - timedelta(days=days)


def withdraw_some(place: Place, *, at: datetime) -> None:
    """Ren has revoked a few: issued in error, or on evidence that no longer stands."""
    reasons = (Certificate.Reason.ERROR, Certificate.Reason.EVIDENCE)
    story = [place.people[name] for name in TOOK_IT]
    held = Certificate.objects.filter(administration=place.administration, state=Certificate.State.VALID)
    for number, certificate in enumerate(held.exclude(person__in=story).order_by("issued_at", "pk")[::WITHDRAWN]):
        certificates.revoke(
            certificate=certificate, reason=reasons[number % len(reasons)], by=place.people["ren"],
            at=at - timedelta(days=3 + number),
        )  # fmt: skip
