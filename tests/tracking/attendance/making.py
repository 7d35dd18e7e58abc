"""A blended course of two remote sessions and two classroom days, with a checklist, and a cohort that takes it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from courses.catalogue.actions import release
from courses.catalogue.models import ChecklistItem, CourseRelease, ModulePage
from courses.scheduling.models import Cohort, Session, TrainerAssignment
from lms.people.models import Membership, User
from tests.cast import LATELY, LONG_AGO, Cast, Offer, enter, put_on_offer
from tracking.attendance import actions as attendance
from tracking.attendance.models import Observation
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Enrolment

#: The first session of a cohort; the others follow, one a day.
FIRST = datetime(2026, 10, 12, 13, 0, tzinfo=UTC)
#: When the trainer looks, on the fourth day.
THEN = FIRST + timedelta(days=3)
BEHAVIOURS = ("Names the risk", "Builds a profile", "Selects a consignment", "Records the result", "Feeds it back")


@dataclass
class Blend:
    """The course's release and a cohort of it, taught by Lucia; its sessions in order."""

    cast: Cast
    offer: Offer
    cohort: Cohort
    sessions: list[Session]

    @property
    def release(self) -> CourseRelease:
        return self.offer.release

    @property
    def keys(self) -> list[str]:
        """The behaviours of the checklist."""
        return [item["key"] for item in self.release.editions.get().data["checklists"][0]["items"]]


def blend(cast: Cast, *, first: datetime = FIRST) -> Blend:
    offer = put_on_offer(cast)
    page = offer.page
    for mode in ("remote", "classroom"):
        module = page.add_child(instance=ModulePage(title=mode.title(), mode=mode, sessions=2))
        module.save_revision().publish()
    for order, statement in enumerate(BEHAVIOURS):
        page.checklist.add(
            ChecklistItem(sort_order=order, competency=cast.competencies["O07"], level=3, statement=statement)
        )
    page.save_revision().publish()
    edition = release(course=page, by=cast.admin, at=LONG_AGO + timedelta(days=1), note="Blended")
    blended = Offer(page, edition.release)
    return Blend(cast, blended, *open_cohort(cast, blended.release, first=first))


def open_cohort(
    cast: Cast, of: CourseRelease, *, first: datetime = FIRST, title: str = "October"
) -> tuple[Cohort, list[Session]]:
    said: dict[str, Any] = {"state_at": LATELY, "state_by": cast.lucia}
    cohort = Cohort.objects.create(
        administration=cast.sanderra, release=of, title=title, seats=24, starts_on=first.date(),
        ends_on=first.date() + timedelta(days=30), state=Cohort.State.RELEASED, **said,
    )  # fmt: skip
    TrainerAssignment.objects.create(cohort=cohort, person=cast.lucia)
    sessions = [
        Session.objects.create(
            cohort=cohort, mode=mode, title=f"{mode.title()} {number}", starts_at=first + timedelta(days=day),
            ends_at=first + timedelta(days=day, hours=2), time_zone="Europe/Athens", state=Session.State.RELEASED,
            meeting_url="https://meet.sanderra.example/targeting" if mode == "remote" else "", **said,
        )
        for day, (mode, number) in enumerate((("remote", 1), ("remote", 2), ("classroom", 1), ("classroom", 2)))
    ]  # fmt: skip
    return cohort, sessions


def take_seat(blended: Blend, person: User, *, cohort: Cohort | None = None) -> Enrolment:
    """A seat with its enrolment."""
    administration = Membership.objects.filter(person=person).first().administration
    seat = enrolment.seat(
        cohort=cohort or blended.cohort, person=person, administration=administration, by=blended.cast.admin, at=LATELY
    )
    return seat.enrolment


def room_of(blended: Blend, number: int) -> list[User]:
    """That many officers with a seat, Amina first."""
    crowd = [blended.cast.amina] + [
        enter(blended.cast, f"officer{n:02}", blended.cast.sanderra, "officer", unit="AVI", post="R09")
        for n in range(1, number)
    ]
    for person in crowd:
        take_seat(blended, person)
    return crowd


def look(blended: Blend, *, by: str = "lucia", who: str = "amina", seen: int = 5, **more: object) -> Observation:
    """A trainer signs the first so many of the behaviours."""
    return attendance.observe(
        cohort=blended.cohort,
        person=blended.cast.people[who],
        competency_uid=blended.cast.competencies["O07"].uid,
        seen={key: number < seen for number, key in enumerate(blended.keys)},
        by=blended.cast.people[by],
        at=THEN,
        **more,  # type: ignore[arg-type]
    )
