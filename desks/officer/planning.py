"""What the plan's pages show, read in a fixed number of queries however long the plan is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.catalogue.models import CoursePage, CourseRelease
from courses.scheduling.models import Booking, Cohort, Session
from courses.scheduling.queries import open_cohorts
from desks.officer.words import STAYS_OPEN
from lms.competencies.models import Competency
from lms.people.models import User
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import free_places, own_seats, places_in_line
from tracking.needs.models import Gap
from tracking.needs.queries import supervisors_of
from tracking.plans.models import LearningPlan, PlanItem
from tracking.plans.queries import is_stale, items_of, meets

#: The modes of a course in the order in which one usually meets them.
MODES = ("elearning", "remote", "classroom")


@dataclass(frozen=True)
class Clash:
    """A session at a time that the person has booked for something else."""

    session: Session
    other: Session


@dataclass(frozen=True)
class CohortLine:
    """A cohort as an officer reads it before saying yes."""

    cohort: Cohort
    sessions: list[Session]
    free: int
    clashes: list[Clash]
    approvers: list[User]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """For the timeline: at one's own pace from the first day, then each session on its day."""
        first = {"mode": "elearning", "title": _("At your own pace"), "when": self.span}
        return [first, *(step_of(session) for session in self.sessions)]

    @property
    def span(self) -> str:
        starts, ends = (date_format(day, "MONTH_DAY_FORMAT") for day in (self.cohort.starts_on, self.cohort.ends_on))
        return f"{starts} – {ends}"


def step_of(session: Session) -> dict[str, Any]:
    there = session.starts_at.astimezone(ZoneInfo(session.time_zone))
    return {"mode": session.mode, "title": session.title, "when": date_format(there.date())}


@dataclass(frozen=True)
class Proposal:
    """An item of the plan with all that one wants to know before taking it."""

    item: PlanItem
    page: CoursePage | None
    release: CourseRelease | None
    cohort: CohortLine | None
    others: list[Cohort] = field(default_factory=list)
    place: int = 0

    @property
    def meets(self) -> bool:
        return self.release is not None and meets(self.release.rules)

    @property
    def can_accept(self) -> bool:
        return self.cohort is not None or (self.release is not None and not self.meets)

    @property
    def covers(self) -> list[Any]:
        return list(self.item.covers.all())

    @property
    def hours(self) -> list[tuple[str, Any]]:
        """Hours by mode, of the modes that the course has."""
        found = self.page.hours if self.page else {}
        return [(mode, found[mode]) for mode in MODES if found.get(mode)]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Which mode when: dated where there is a cohort, else by hours."""
        if self.cohort is not None:
            return self.cohort.steps
        return [{"mode": mode, "title": in_hours(hours), "when": ""} for mode, hours in self.hours]


def in_hours(hours: Any) -> str:
    shown = number_format(hours.normalize() if hours != hours.to_integral() else int(hours))
    return ngettext("%(hours)s hour", "%(hours)s hours", int(hours)) % {"hours": shown}


@dataclass(frozen=True)
class StaysOpen:
    """A gap that the plan does not close, or not wholly, and why."""

    competency: Competency
    levels: int
    why: Any
    nearest: str


@dataclass(frozen=True)
class Shown:
    """A plan as its page shows it."""

    proposed: list[Proposal] = field(default_factory=list)
    accepted: list[Proposal] = field(default_factory=list)
    declined: list[PlanItem] = field(default_factory=list)
    done: list[PlanItem] = field(default_factory=list)
    stays_open: list[StaysOpen] = field(default_factory=list)
    is_stale: bool = False

    @property
    def hours(self) -> Any:
        return sum(each.item.hours for each in (*self.proposed, *self.accepted))

    @property
    def cost(self) -> Any:
        return sum(each.item.cost for each in (*self.proposed, *self.accepted))


def shown(person: User, plan: LearningPlan | None, *, on: date, levels: Mapping[int, int]) -> Shown:
    """Everything of a plan; without one, nothing."""
    if plan is None:
        return Shown()
    items = list(items_of(person).filter(plan=plan))
    lines = Lines(person, plan, [item for item in items if item.state in UNSETTLED], on=on)
    return Shown(
        proposed=[lines.proposal(item) for item in items if item.state == PlanItem.State.PROPOSED],
        accepted=[lines.proposal(item) for item in items if item.state == PlanItem.State.ACCEPTED],
        declined=[item for item in items if item.state == PlanItem.State.DECLINED],
        done=[item for item in items if item.state == PlanItem.State.DONE],
        stays_open=stays_open(plan),
        is_stale=is_stale(plan, on=on, levels=levels),
    )


UNSETTLED = (PlanItem.State.PROPOSED, PlanItem.State.ACCEPTED)


def proposal(item: PlanItem, person: User, *, on: date, cohort: UUID | None = None) -> Proposal:
    """One item, with the cohort that was chosen or the next one."""
    return Lines(person, item.plan, [item], on=on).proposal(item, chosen=cohort)


class Lines:
    """What several items need, read together."""

    def __init__(self, person: User, plan: LearningPlan, items: Sequence[PlanItem], *, on: date) -> None:
        self.person, self.plan, self.on = person, plan, on
        uids = [item.course_uid for item in items]
        self.pages = {
            page.translation_key: page
            for page in CoursePage.objects.filter(translation_key__in=uids).order_by("-locale", "-pk")
        }
        self.releases = {
            release.course_uid: release
            for release in CourseRelease.objects.filter(course_uid__in=uids, state=CourseRelease.State.OPEN)
        }
        seated = [item.seat.cohort_id for item in items if item.seat]
        joinable = open_cohorts(uids, administration=plan.administration, on=on).values("pk")
        self.cohorts = list(
            with_sessions(Cohort.objects.filter(pk__in=[*seated, *joinable.values_list("pk", flat=True)]))
        )
        self.free = free_places(cohort.pk for cohort in self.cohorts)
        self.bookings = bookings_of(person, self.cohorts)
        self.places = places_in_line(item.seat_id for item in items if item.seat_id)
        self.approvers = supervisors_of(person, plan.administration, on=on)

    def proposal(self, item: PlanItem, *, chosen: UUID | None = None) -> Proposal:
        if item.seat is not None:
            open_to_her = [cohort for cohort in self.cohorts if cohort.pk == item.seat.cohort_id]
        else:
            open_to_her = [cohort for cohort in self.cohorts if cohort.release.course_uid == item.course_uid]
        picked = next((cohort for cohort in open_to_her if cohort.uid == chosen), next(iter(open_to_her), None))
        return Proposal(
            item,
            self.pages.get(item.course_uid),
            self.releases.get(item.course_uid),
            self.line(picked) if picked else None,
            [cohort for cohort in open_to_her if cohort is not picked],
            self.places.get(item.seat_id or 0, 0),
        )

    def line(self, cohort: Cohort) -> CohortLine:
        sessions = list(cohort.sessions.all())
        return CohortLine(
            cohort,
            sessions,
            self.free.get(cohort.pk, 0),
            clashes(sessions, self.bookings),
            self.approvers if cohort.needs_approval else [],
        )


def cohort_line(cohort: Cohort, person: User) -> CohortLine:
    """The cohort of a seat that one has."""
    found = with_sessions(Cohort.objects.filter(pk=cohort.pk)).get()
    sessions = list(found.sessions.all())
    return CohortLine(
        found, sessions, free_places([found.pk])[found.pk], clashes(sessions, bookings_of(person, [found])), []
    )


def with_sessions(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With the sessions that are going to take place, the soonest cohort first."""
    held = Session.objects.filter(state__in=Session.ON).select_related("room__venue").order_by("starts_at")
    return cohorts.select_related("release").prefetch_related(Prefetch("sessions", queryset=held)).order_by("starts_on")


def bookings_of(person: User, cohorts: Iterable[Cohort]) -> list[Booking]:
    """What a person has booked within the span of some cohorts."""
    sessions = [session for cohort in cohorts for session in cohort.sessions.all()]
    if not sessions:
        return []
    since, until = min(each.starts_at for each in sessions), max(each.ends_at for each in sessions)
    own = Booking.objects.filter(person=person, starts_at__lt=until, ends_at__gt=since)
    return list(own.select_related("session__cohort"))


def clashes(sessions: Iterable[Session], bookings: Iterable[Booking]) -> list[Clash]:
    """The sessions that overlap with what is booked for other cohorts."""
    booked = list(bookings)
    return [
        Clash(session, booking.session)
        for session in sessions
        for booking in booked
        if booking.session.cohort_id != session.cohort_id
        and booking.starts_at < session.ends_at
        and session.starts_at < booking.ends_at
    ]


def stays_open(plan: LearningPlan) -> list[StaysOpen]:
    """What the plan leaves, in words; gaps that have closed since are left out."""
    gaps = {
        gap.pk: gap
        for gap in Gap.objects.filter(pk__in=[each["gap"] for each in plan.left_open])
        .exclude(state__in=Gap.OVER)
        .select_related("competency")
    }
    uids = [each["course"] for each in plan.left_open if each["course"]]
    titles = titles_of(uids)
    return [
        StaysOpen(
            gaps[each["gap"]].competency,
            each["levels"],
            STAYS_OPEN[each["reason"]],
            titles.get(each["course"] or "", ""),
        )
        for each in plan.left_open
        if each["gap"] in gaps
    ]


def titles_of(uids: list[str]) -> dict[str, str]:
    """What courses are called in the reader's language, and in the site's where they have not been translated."""
    pages = CoursePage.objects.filter(translation_key__in=uids).select_related("locale")
    spoken = {settings.LANGUAGE_CODE: 0, get_language(): 1}
    known = [page for page in pages if page.locale.language_code in spoken]
    known.sort(key=lambda page: spoken[page.locale.language_code])
    return {str(page.translation_key): page.title for page in known}


def offers_to(person: User) -> list[Seat]:
    """Places that wait for a person's yes: offered from the line, or by whoever put them forward."""
    waiting = own_seats(person).filter(state__in=[Seat.State.OFFERED, Seat.State.NOMINATED])
    return list(waiting.order_by("asked_at"))


@dataclass(frozen=True)
class OnDesk:
    """The plan in a few lines, for the desk."""

    offers: list[Seat]
    items: list[PlanItem]
    #: The uids of courses that one can take up today: alone, or in a cohort.
    ready: set[UUID]
    can_plan: bool

    @property
    def first(self) -> PlanItem | None:
        """What is proposed first and can be taken, to be the next thing where nothing else is."""
        proposed = (item for item in self.items if item.state == PlanItem.State.PROPOSED)
        return next((item for item in proposed if item.course_uid in self.ready), None)


def on_desk(person: User, *, has_gaps: bool, on: date) -> OnDesk:
    """What waits for one's yes, what is proposed and what was taken. Three queries; two more where something is proposed."""
    items = list(items_of(person).filter(state__in=UNSETTLED).select_related("plan__administration"))
    proposed = [item for item in items if item.state == PlanItem.State.PROPOSED]
    return OnDesk(offers_to(person), items, ready(proposed, on=on) if proposed else set(), has_gaps)


def ready(items: Sequence[PlanItem], *, on: date) -> set[UUID]:
    """The courses, of one administration's plan, that have a cohort to join or in which nobody meets."""
    uids = [item.course_uid for item in items]
    joinable = open_cohorts(uids, administration=items[0].plan.administration, on=on)
    releases = CourseRelease.objects.filter(course_uid__in=uids, state=CourseRelease.State.OPEN)
    alone = {release.course_uid for release in releases if not meets(release.rules)}
    return alone | set(joinable.values_list("release__course_uid", flat=True))
