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
#: The share of certificates that were withdrawn, of all that no later one has superseded (demo §4.6).
WITHDRAWN = 0.05


def have_taken_it(place: Place, *, at: datetime) -> Iterator[tuple[User, datetime]]:
    for name, days in TOOK_IT.items():
        yield place.people[name], at - timedelta(days=days)


def withdraw_some(place: Place, *, at: datetime) -> None:
    """Ren has revoked a few: issued in error, or on evidence that no longer stands."""
    reasons = (Certificate.Reason.ERROR, Certificate.Reason.EVIDENCE)
    story = [place.people[name] for name in TOOK_IT]
    all_of_them = Certificate.objects.filter(administration=place.administration)
    number_withdrawn = round(all_of_them.exclude(state=Certificate.State.SUPERSEDED).count() * WITHDRAWN)
    standing = all_of_them.filter(state=Certificate.State.VALID).exclude(person__in=story).order_by("issued_at", "pk")
    every = standing.count() // number_withdrawn
    for number, certificate in enumerate(standing[: every * number_withdrawn : every]):
        certificates.revoke(
            certificate=certificate, reason=reasons[number % len(reasons)], by=place.people["ren"],
            at=at - timedelta(days=3 + number),
        )  # fmt: skip
