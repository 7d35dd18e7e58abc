"""Who still has lessons to read before people meet, and reminding them. Reading is taking part: no score is looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q

from courses.scheduling.models import Cohort, Session
from courses.scheduling.queries import taught_by
from lms.core import audit
from lms.notices.actions import tell
from lms.notices.models import Notice
from lms.people.models import User
from tracking.enrolment.models import Seat
from tracking.progress.models import PartDone

KIND = "prework_due"
#: Nobody is reminded of the same cohort twice within so long.
ONCE_IN = timedelta(hours=20)


@dataclass(frozen=True)
class Behind:
    """Someone who sits in a cohort, and how many of its lessons are still to be read."""

    seat: Seat
    left: int

    @property
    def person(self) -> User:
        return self.seat.person


def behind(cohorts: Collection[Cohort]) -> dict[int, list[Behind]]:
    """By cohort, those who have not read every lesson of the release that they study, by name; in one query."""
    seats = Seat.objects.filter(cohort__in=cohorts, state=Seat.State.SEATED, enrolment__isnull=False)
    is_read = Q(enrolment__parts_done__kind=PartDone.Kind.LESSON)
    rows = seats.annotate(read=Count("enrolment__parts_done", filter=is_read), asked=F("enrolment__release__rules"))
    found: dict[int, list[Behind]] = {}
    for seat in rows.select_related("person", "enrolment").order_by("person__last_name", "person__first_name", "pk"):
        left = len(seat.asked.get("lessons", [])) - seat.read
        if left > 0:
            found.setdefault(seat.cohort_id, []).append(Behind(seat, left))
    return found


@transaction.atomic
def remind(*, cohort: Cohort, by: User, at: datetime) -> int:
    """Remind everyone who is behind of what is left to read before people meet next; how many were reminded now."""
    if not taught_by(by).filter(pk=cohort.pk).exists():
        raise PermissionDenied(f"{by} does not teach {cohort}")
    told = Notice.objects.filter(kind=KIND, facts__cohort_uid=str(cohort.uid), at__gt=at - ONCE_IN)
    lately = set(told.values_list("person_id", flat=True))
    session = next_session(cohort, at=at)
    late = [each for each in behind([cohort]).get(cohort.pk, []) if each.person.pk not in lately]
    for each in late:
        tell(person=each.person, kind=KIND, facts=facts_of(each, cohort, session), link=link_to(each.seat), at=at)
    audit.record(
        by=by, at=at, verb="reminded", about=cohort, administration=cohort.administration,
        people=[each.person.pk for each in late],
    )  # fmt: skip
    return len(late)


def next_session(cohort: Cohort, *, at: datetime) -> Session | None:
    return cohort.sessions.filter(state__in=Session.ON, starts_at__gt=at).order_by("starts_at", "pk").first()


def facts_of(late: Behind, cohort: Cohort, session: Session | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"cohort": cohort.title, "cohort_uid": str(cohort.uid), "left": late.left}
    if session is not None:
        facts |= {"session": session.title, "starts_at": session.starts_at.isoformat(), "zone": session.time_zone}
    return facts


def link_to(seat: Seat) -> str:
    """Where an officer goes on: an address of the outside contract, above this room."""
    return f"/learn/{seat.enrolment.uid}/" if seat.enrolment else "/my/"
