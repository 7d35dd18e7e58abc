"""The programme "Targeting 2024", its figures, tests, stories and promises; and five further administrations with figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from desks.demo import figures
from desks.demo.figures import Month
from desks.evaluation.words import BEHAVIOURS
from lms.people import actions as people
from lms.people.models import Administration, Membership, OrgUnit, User
from lms.people.queries import current
from tracking.impact import actions as impact
from tracking.impact import programmes
from tracking.impact.behaviours import behaviours_of
from tracking.impact.checking import NewReading
from tracking.impact.keeping import define_indicator, take_readings
from tracking.impact.models import Commitment, FollowUp, Indicator, Programme, Reading, Story
from tracking.impact.rules.parties import KEEPS_THE_BOOK
from tracking.needs.queries import supervisors_of

Kind, Tier = Indicator.Kind, Indicator.Tier
DECLARED = datetime(2024, 4, 15, 9, tzinfo=UTC)
BEGINS = date(2024, 7, 1)
CLOSED = datetime(2026, 1, 15, 9, tzinfo=UTC)
MONTHLY_REPORT = "Monthly report of the declaration system"


@dataclass(frozen=True)
class Plan:
    """An indicator as every administration of the demo defines it."""

    code: str
    title: str
    arabic: str
    kind: str
    numerator: str
    denominator: str
    tier: str
    pmm: str
    measure: str = ""
    has_season: bool = False
    counts_people: bool = False


PLANS = (
    Plan("T1", "Median release time", "وسيط زمن الإفراج", Kind.MEASURE, "Hours from arrival to release", "",
         Tier.COMMUNITY, "TF", "hours", True),
    Plan("E1", "Inspection rate", "نسبة المعاينة", Kind.SHARE, "Inspections", "Declarations", Tier.COMMUNITY, "TF/ES"),
    Plan("E2", "Hit rate", "نسبة المعاينات المثمرة", Kind.SHARE, "Inspections with a finding", "Inspections",
         Tier.NATIONAL, "ES"),
    Plan("O1", "Officers at target level", "بلوغ المستوى المستهدف", Kind.SHARE, "Officers at target",
         "Officers assessed", Tier.COMMUNITY, "OD", counts_people=True),
    Plan("O3", "Complaints upheld", "الشكاوى المثبتة", Kind.COUNT, "Complaints upheld", "", Tier.NATIONAL, "OD"),
    Plan("T2", "Electronic declarations", "البيانات الجمركية الإلكترونية", Kind.SHARE, "Electronic declarations",
         "Declarations", Tier.PUBLIC, "TF"),
)  # fmt: skip

#: Code, name, country, region, officers; then figures: hours, (inspected, found, declared), officers at target and
#: assessed, electronic declarations. None: not measured.
NEIGHBOURS = (
    ("tirvan", "Tirvan Customs", "Kingdom of Tirvan", "rocb-x", 20, 31.5, (2100, 168, 14200), (13, 19), 13100),
    ("marenne", "Marenne Customs and Excise", "Marenne", "rocb-x", 14, 22.4, (1300, 91, 9800), (8, 12), 9500),
    ("quillon", "Quillon Islands Customs", "Quillon Islands", "rocb-y", 8, 40.1, (310, 19, 1900), (5, 8), 1210),
    ("ushar", "Ushar Revenue and Customs", "Republic of Ushar", "rocb-y", 18, 54.0, (4100, 205, 17800), (7, 17), 11900),
    ("velde", "Velde Customs", "Grand Duchy of Velde", "rocb-y", 12, None, None, (6, 11), 4420),
)


def load_impact(*, sanderra: Administration, by: User, at: datetime) -> Programme:
    """Everything that `/impact/` shows, in the order in which it became known; what is still open falls due after `at`."""
    kpis = {plan.code: define(plan, sanderra) for plan in PLANS}
    units = {unit.code: unit for unit in OrgUnit.objects.filter(administration=sanderra)}
    programme = impact.open_programme(
        administration=sanderra, code="targeting-2024", plan=declared(kpis, units), by=None, at=DECLARED
    )
    months, tests = figures.drawn()
    read(kpis, units, months, by=keeper_of(sanderra, at=CLOSED))
    record_tests(programme, tests)
    tell(programme, kpis)
    promise(programme, units, today=at.date())
    load_neighbours(sanderra, by=by)
    return programme


def declared(kpis: dict[str, Indicator], units: dict[str, OrgUnit]) -> programmes.Plan:
    """What the programme said of itself in April 2024."""
    return programmes.Plan(
        title="Targeting 2024",
        titles={"ar": "الاستهداف 2024"},
        question="Do inspections at Vesna and Averin find more since officers learnt targeting?",
        questions={"ar": "هل صارت المعاينات في فيسنا وأفيرين أكثر إثمارًا منذ أن تعلّم الموظفون الاستهداف؟"},
        begins_on=BEGINS,
        ramp_months=3,
        primary=kpis["E2"],
        others=[kpis["T1"], kpis["E1"], kpis["O3"]],
        shared=[kpis["E2"]],
        units=[units["PVS"], units["AVI"]],
        compared=[units["LBN"], units["LBS"]],
    )


def keeper_of(place: Administration, *, at: datetime) -> User | None:
    """Who keeps the administration's book on a day, its coordinator before HR; where nobody does, the site."""
    held = Membership.objects.filter(current(at.date()), administration=place, role__in=KEEPS_THE_BOOK)
    first = held.select_related("person").order_by("-role", "pk").first()
    return first.person if first else None


def define(plan: Plan, administration: Administration) -> Indicator:
    at = DECLARED - timedelta(days=30)
    return define_indicator(
        administration=administration,
        code=plan.code,
        title=plan.title,
        titles={"ar": plan.arabic},
        kind=plan.kind,
        unit_of_measure=plan.measure,
        numerator=plan.numerator,
        denominator=plan.denominator,
        source="Needs assessment, each quarter" if plan.counts_people else MONTHLY_REPORT,
        owner="Training unit" if plan.counts_people else "Risk and Intelligence",
        tier=plan.tier,
        pmm=plan.pmm,
        has_season=plan.has_season,
        counts_people=plan.counts_people,
        period=Indicator.Period.QUARTER if plan.counts_people else Indicator.Period.MONTH,
        by=keeper_of(administration, at=at),
        at=at,
    )


def read(kpis: dict[str, Indicator], units: dict[str, OrgUnit], months: list[Month], *, by: User | None) -> None:
    taken: dict[str, list[NewReading]] = {"T1": [], "E1": [], "E2": [], "O3": []}
    for month in months:
        unit, begins = units[month.office], first_day(month.t)
        taken["T1"].append(NewReading(begins, month.release_hours, unit=unit))
        taken["E1"].append(NewReading(begins, month.inspections, month.declarations, unit))
        taken["E2"].append(NewReading(begins, month.hits, month.inspections, unit))
        taken["O3"].append(NewReading(begins, month.complaints, unit=unit))
    for code, readings in taken.items():
        take_readings(indicator=kpis[code], readings=readings, by=by, at=CLOSED)
    outage = NewReading(
        date(2024, 3, 1), unit=units["LBS"], state=Reading.State.MISSING,
        reason="System outage; the figure first given was withdrawn",
    )  # fmt: skip
    too_small = [
        NewReading(
            first_day(t), unit=units["OLM"], state=Reading.State.NOT_MEASURED, reason="Too few releases to measure"
        )
        for t in range(1, figures.MONTHS + 1)
    ]
    take_readings(indicator=kpis["T1"], readings=[outage, *too_small], by=by, at=CLOSED + timedelta(days=20))
    people_at_target = [NewReading(date(2025, 10, 1), 168, 214)]
    take_readings(indicator=kpis["O1"], readings=people_at_target, by=by, at=CLOSED)
    electronic = [NewReading(date(2025, 12, 1), 9012, 9580)]
    take_readings(indicator=kpis["T2"], readings=electronic, by=by, at=CLOSED)


def first_day(t: int) -> date:
    """Month 1 is January 2023."""
    return date(2023 + (t - 1) // 12, (t - 1) % 12 + 1, 1)


def record_tests(programme: Programme, tests: dict[str, figures.Scores]) -> None:
    waited = impact.record_scores(
        programme=programme, code="K1C", title="Waiting list, Lower Bridge and Stone Pass", period="June 2024",
        scores=tests["K1C"], by=None, at=datetime(2024, 7, 5, 9, tzinfo=UTC),
    )  # fmt: skip
    for code, title, period, group in (
        ("K1", "Risk management and targeting, Vesna and Averin", "June 2024", waited),
        ("K2", "Valuation in practice, headquarters and Vesna", "September and October 2024", None),
        ("K3", "Integrity at work, Averin", "November 2024", None),
    ):
        impact.record_scores(
            programme=programme, code=code, title=title, period=period, scores=tests[code], compared_with=group,
            by=None, at=datetime(2024, 12, 5, 9, tzinfo=UTC),
        )  # fmt: skip


def tell(programme: Programme, kpis: dict[str, Indicator]) -> None:
    stories = (
        ("How we choose what to open", "Mira Castellan, import clearance, Port of Vesna", "Officer at the Port of Vesna",
         ("In class we built a profile from three seizure reports. Back at the port we saw that one importer was still "
         "opened every single time, three years after the last finding. We took the full examination off and left the "
         "random share."),
         "Two of us now have Tuesday afternoons for the containers that the profile does point at.",
         Story.Consent.NAMED, "E2"),
        ("Examiners and analysts talk", "Supervisor, Averin Airport", "Supervisor at Averin Airport",
         ("Examiners write a result code for every inspection, and we look at them together each Friday. Profiles that found "
         "nothing for three months are dropped."),
         "Before, nobody told the analysts whether they were right.", Story.Consent.ANONYMOUS, "E2"),
        ("Those who waited", "Officer, Lower Bridge", "Officer at Lower Bridge",
         "We were the ones to compare with. We would like the same course now that there is something to show for it.",
         "Lorries choose the bridge with fewer questions.", Story.Consent.ANONYMOUS, None),
    )  # fmt: skip
    for number, (domain, who, role, what, why, consent, code) in enumerate(stories):
        impact.tell_story(
            programme=programme, domain=domain, who=who, role=role, what=what, why=why, consent=consent,
            verification="Training unit", indicator=kpis[code] if code else None,
            by=None, at=datetime(2025, 3, 3 + number, 9, tzinfo=UTC),
        )  # fmt: skip


def promise(programme: Programme, units: dict[str, OrgUnit], *, today: date) -> None:
    party = Commitment.Party
    home = programme.administration
    region = home.parent
    wco = region.parent if region else None
    promises = (
        (party.ADMINISTRATION, home, None, "Release officers for 20 hours of duty time", "Director of Human Resources",
         date(2024, 6, 28), 1, 1, ""),
        (party.ADMINISTRATION, home, None, "Give the indicators' data every month", "Risk and Intelligence",
         date(2025, 12, 31), 17, 18, ""),
        (party.ADMINISTRATION, home, units["PVS"], "Supervisors hold a coaching talk with every participant",
         "Head of the Port of Vesna", today + timedelta(days=60), 11, 24,
         "Supervisors have not been shown how; shifts leave no hour that two people share."),
        (party.WCO, wco, None, "Adviser for 10 days", "Capacity building adviser", date(2024, 6, 28), 10, 10, ""),
        (party.WCO, wco, None, "Review the diagnosis", "Capacity building adviser", date(2024, 5, 31), 1, 1, ""),
        (party.WCO, wco, None, "Come back after two years and read the figures together", "Capacity building adviser",
         today + timedelta(days=30), 0, 1, ""),
        (party.REGION, region, None, "Room at the regional training centre", "Regional training centre",
         today + timedelta(days=90), 0, 1, ""),
        (party.REGION, region, None, "Exchange of two officers with a neighbour", "Regional office",
         today + timedelta(days=150), 0, 2, ""),
        (party.EXPERT, home, None, "Two remote sessions and two days in the targeting cell", "External expert",
         date(2024, 6, 28), 4, 4, ""),
        (party.EXPERT, home, None, "Check after six months", "External expert", date(2025, 1, 31), 1, 1, ""),
        (party.DONOR, home, None, "Travel budget; accepts that results may be null", "Nordhavn Fund", date(2024, 5, 31),
         1, 1, ""),
    )  # fmt: skip
    for who, house, unit, what, owner, due_on, done, of, gap in promises:
        impact.commit(
            programme=programme, party=who, house=house or home, unit=unit, what=what, owner=owner, due_on=due_on,
            done=done, of=of, gap=gap, by=None, at=DECLARED, **planned(who),
        )  # fmt: skip
    wren = User.objects.filter(username="wren").first()
    shared = programme.commitments.exclude(gap="").first()
    if wren and shared:
        impact.offer(
            commitment=shared, party=party.WCO, by=wren, at=datetime(2025, 9, 1, 9, tzinfo=UTC),
            words="A half-day on coaching talks for supervisors, remote, with the checklist",
        )  # fmt: skip


def planned(party: str) -> dict[str, str]:
    return {"state": Commitment.State.PLANNED} if party == Commitment.Party.REGION else {}


def load_neighbours(sanderra: Administration, *, by: User) -> None:
    """Five administrations, small ones: what each measures, and in one of them what nobody measures yet."""
    wco = sanderra.parent.parent if sanderra.parent else None
    for code, name, country, region, officers, hours, controls, people_, electronic in NEIGHBOURS:
        above = at_code(region, "Regional Office for Capacity Building Y", "region", wco, by=by)
        place = at_code(code, name, "administration", above, by=by, country=country)
        staff(place, officers, by=by)
        kpis = {plan.code: define(plan, place) for plan in PLANS}
        for kpi, figure in yearly(hours, controls, people_, electronic):
            take_readings(indicator=kpis[kpi], readings=[figure], by=keeper_of(place, at=CLOSED), at=CLOSED)


def yearly(
    hours: float | None, controls: tuple[int, int, int] | None, people_: tuple[int, int], electronic: int
) -> Iterable[tuple[str, NewReading]]:
    day = date(2025, 12, 1)
    unknown = NewReading(day, state=Reading.State.NOT_MEASURED, reason="No time release study yet")
    uncounted = NewReading(day, state=Reading.State.NOT_MEASURED, reason="Results of inspections are not recorded")
    declared = controls[2] if controls else 5100
    yield "T1", unknown if hours is None else NewReading(day, hours)
    yield "E1", uncounted if controls is None else NewReading(day, controls[0], declared)
    yield "E2", uncounted if controls is None else NewReading(day, controls[1], controls[0])
    yield "O1", NewReading(date(2025, 10, 1), *people_)
    yield "T2", NewReading(day, electronic, declared)


def at_code(
    code: str, name: str, kind: str, parent: Administration | None, *, by: User, country: str = ""
) -> Administration:
    found = Administration.objects.filter(code=code).first()
    return found or people.open_administration(
        code=code, name=name, kind=kind, parent=parent, country=country, by=by, at=DECLARED
    )


def staff(place: Administration, officers: int, *, by: User) -> None:
    """So many officers in all, those who are there already included."""
    for number in range(place.memberships.filter(role="officer").count() + 1, officers + 1):
        person = people.open_account(
            username=f"{place.code}.{number}", email=f"officer{number}@{place.code}.example",
            name=("Officer", f"{place.name.split()[0]} {number}"), by=by, at=DECLARED,
        )  # fmt: skip
        people.give_role(person=person, administration=place, role="officer", since=DECLARED.date(), by=by, at=DECLARED)


#: A supervisor answers within so many days; what fell due later is still open.
ANSWERED_WITHIN = timedelta(days=60)


def answer_follow_ups(*, sanderra: Administration, at: datetime) -> None:
    """Supervisors have said what they see at work, of everyone about whom they were asked two months ago or earlier."""
    asked = FollowUp.objects.filter(administration=sanderra, due_on__lt=(at - ANSWERED_WITHIN).date())
    for number, follow_up in enumerate(asked.select_related("person", "gap__competency", "gap__closed_by")):
        supervisors = supervisors_of(follow_up.person, sanderra, on=at.date())
        if supervisors:
            behaviours = behaviours_of(follow_up, locale="en")
            # Now and then something cannot be observed: it stays out.
            seen = {key: 2 + (number + i) % 3 for i, key in enumerate(behaviours or BEHAVIOURS) if (number + i) % 7}
            said_at = datetime.combine(follow_up.due_on, time(15), tzinfo=UTC) + timedelta(days=3 + number % 20)
            impact.record_follow_up(
                follow_up=follow_up, seen=seen, given=["time"] if number % 2 else ["time", "tool"], note="",
                asked=behaviours, by=supervisors[0], at=said_at,
            )  # fmt: skip
