"""Who sees whom: the roles' table, the reach of a role, and the days on which it holds."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.core import clock
from lms.people import actions, queries
from lms.people.models import Membership, OrgUnit, User
from lms.people.rules import Record, may_see
from tests.cast import LONG_AGO, Cast, enrol, enter, open_gaps, put_on_offer
from tracking.enrolment.queries import visible_to as enrolments_visible_to
from tracking.needs.queries import visible_to as gaps_visible_to

Role = Membership.Role
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("role", "directory", "participation", "ability"),
    [
        (Role.OFFICER, False, False, False),
        (Role.SUPERVISOR, True, True, True),
        (Role.TRAINER, True, False, False),
        (Role.HR, True, True, False),
        (Role.HEAD_OF_OFFICE, True, False, False),
        (Role.NATIONAL_COORDINATOR, True, True, False),
        (Role.WCO_ADVISER, False, False, False),
        (Role.EXPERT, False, False, False),
        (Role.DONOR_VIEWER, False, False, False),
        (Role.ADMINISTRATOR, True, False, False),
    ],
)
def test_a_role_sees_of_others_what_its_work_asks_for_and_ability_is_the_supervisors_alone(
    role: str, directory: bool, participation: bool, ability: bool
) -> None:
    seen = [may_see(record, role) for record in (Record.DIRECTORY, Record.PARTICIPATION, Record.ABILITY)]
    assert seen == [directory, participation, ability]


def test_the_table_names_every_role() -> None:
    assert len(Role) == 10


@pytest.mark.parametrize(
    ("who", "directory", "participation", "ability"),
    [
        ("amina", {"amina"}, {"amina"}, {"amina"}),
        ("bela", {"bela"}, {"bela"}, {"bela"}),
        ("jonas", {"amina", "jonas"}, {"amina", "jonas"}, {"amina", "jonas"}),
        ("tomas", {"amina", "jonas", "tomas"}, {"tomas"}, {"tomas"}),
        ("lucia", {"amina", "bela", "jonas", "tomas", "lucia", "ren", "nadia"}, {"lucia"}, {"lucia"}),
        ("ren", *[{"amina", "bela", "jonas", "tomas", "lucia", "ren", "nadia"}] * 2, {"ren"}),
        ("nadia", *[{"amina", "bela", "jonas", "tomas", "lucia", "ren", "nadia"}] * 2, {"nadia"}),
        ("elif", {"elif"}, {"elif"}, {"elif"}),
        ("davit", {"davit", "elif"}, {"davit", "elif"}, {"davit"}),
        ("wren", {"wren"}, {"wren"}, {"wren"}),
        ("stranger", {"stranger"}, {"stranger"}, {"stranger"}),
    ],
)
def test_everyone_of_the_cast_sees_oneself_and_whom_a_role_reaches(
    cast: Cast, who: str, directory: set[str], participation: set[str], ability: set[str]
) -> None:
    asker = cast.people[who]
    seen = [names(queries.visible_to(asker, record)) for record in Record]
    assert seen == [directory, participation, ability]


def names(people: object) -> set[str]:
    return {person.username for person in people}  # type: ignore[attr-defined]


@pytest.mark.parametrize("record", Record)
def test_who_has_not_signed_in_sees_nobody(cast: Cast, record: Record) -> None:
    assert list(queries.visible_to(AnonymousUser(), record)) == []
    assert list(enrolments_visible_to(AnonymousUser())) == []


def test_a_supervisor_reaches_the_officers_of_the_unit_and_of_all_units_below(cast: Cast) -> None:
    quay = below(cast, "PVS", "QUAY")
    crane = below(cast, "QUAY", "CRANE")
    beside = actions.open_unit(administration=cast.sanderra, code="PVS2", name="Beside", by=None, at=LONG_AGO)
    cast.units["PVS2"] = beside
    for name, unit in (("quinn", "QUAY"), ("carla", "CRANE"), ("bo", "PVS2")):
        enter(cast, name, cast.sanderra, Role.OFFICER, unit=unit)
    head = enter(cast, "hanna", cast.sanderra, Role.SUPERVISOR, unit="QUAY")

    assert names(queries.visible_to(cast.jonas, Record.ABILITY)) == {"jonas", "amina", "quinn", "carla"}
    assert names(queries.visible_to(head, Record.ABILITY)) == {"hanna", "quinn", "carla"}
    assert crane.path.startswith(quay.path)


def below(cast: Cast, parent: str, code: str) -> OrgUnit:
    cast.units[code] = actions.open_unit(
        administration=cast.sanderra, code=code, name=code.title(), parent=cast.units[parent], by=None, at=LONG_AGO
    )
    return cast.units[code]


def test_a_supervisor_without_a_unit_supervises_nobody(cast: Cast) -> None:
    lead = enter(cast, "lea", cast.sanderra, Role.SUPERVISOR)
    assert [names(queries.visible_to(lead, record)) for record in Record] == [{"lea"}] * 3


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [(-30, None, True), (0, None, True), (0, 0, True), (-30, 0, True), (1, None, False), (-30, -1, False)],
)
def test_a_role_sees_from_its_first_day_to_its_last(cast: Cast, since: int, until: int | None, sees: bool) -> None:
    Membership.objects.filter(person=cast.jonas).update(
        since=DAY + timedelta(days=since), until=None if until is None else DAY + timedelta(days=until)
    )
    assert (cast.amina in queries.visible_to(cast.jonas, Record.ABILITY, on=DAY)) is sees


def test_whoever_has_left_the_unit_or_the_house_is_not_seen_any_more(cast: Cast) -> None:
    today = clock.today()
    User.objects.filter(pk=cast.bela.pk).update(is_active=False)
    actions.end_role(membership=cast.amina.memberships.get(), on=today - timedelta(days=1), by=cast.ren, at=clock.now())
    assert names(queries.visible_to(cast.jonas, Record.ABILITY)) == {"jonas"}
    assert names(queries.visible_to(cast.ren)) == {"jonas", "tomas", "lucia", "ren", "nadia"}


def test_an_officer_lent_to_a_neighbour_shows_it_nothing_of_home(cast: Cast) -> None:
    enrolment = enrol(cast, cast.amina, put_on_offer(cast))
    gap = open_gaps(cast, cast.amina, ratings={"P3": 1.0})[0]
    guard = enter(cast, "timur", cast.tirvan, Role.SUPERVISOR, unit="TIR")
    actions.give_role(
        person=cast.amina, administration=cast.tirvan, role=Role.OFFICER, since=LONG_AGO.date(),
        unit=cast.units["TIR"], by=cast.davit, at=LONG_AGO,
    )  # fmt: skip

    assert cast.amina in queries.visible_to(cast.davit)
    assert (list(enrolments_visible_to(cast.ren)), list(enrolments_visible_to(cast.davit))) == ([enrolment], [])
    assert (list(gaps_visible_to(cast.jonas)), list(gaps_visible_to(guard))) == ([gap], [])
    assert list(gaps_visible_to(cast.amina)) == [gap]


@pytest.mark.parametrize(
    ("who", "administrations"),
    [("ren", ["scbs"]), ("tomas", ["scbs"]), ("nadia", ["scbs"]), ("davit", ["tirvan"]), ("jonas", []), ("amina", []),
     ("wren", []), ("stranger", [])],
)  # fmt: skip
def test_figures_of_an_administration_are_read_by_those_who_work_on_them_there(
    cast: Cast, who: str, administrations: list[str]
) -> None:
    assert [each.code for each in queries.reads_figures_of(cast.people[who])] == administrations


def test_below_the_organisation_lie_its_regions_and_their_administrations(cast: Cast) -> None:
    assert {each.code for each in queries.administrations_below(cast.wren)} == {"wco", "rocb-x", "scbs", "tirvan"}
    assert {each.code for each in queries.administrations_of(cast.wren)} == {"wco"}
    assert [each.code for each in queries.administrations_below(cast.amina)] == ["scbs"]


def test_home_is_where_one_serves_as_an_officer(cast: Cast) -> None:
    actions.give_role(
        person=cast.wren, administration=cast.tirvan, role=Role.OFFICER, since=LONG_AGO.date(), by=None, at=LONG_AGO
    )
    assert [queries.home_of(person) for person in (cast.wren, cast.ren, cast.stranger)] == [
        cast.tirvan, cast.sanderra, None,
    ]  # fmt: skip
