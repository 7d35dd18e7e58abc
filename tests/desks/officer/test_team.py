"""A supervisor reads the gaps and evidence of a team, and everyone in it sees who has looked."""

from uuid import uuid4

import pytest
from django.test import Client

from lms.core import clock
from lms.core.models import AccessEntry
from lms.people import actions
from tests.cast import LATELY, LONG_AGO, Cast, enter, open_gaps
from tracking.evidence.actions import record
from tracking.evidence.models import Evidence

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


@pytest.fixture
def jonas(cast: Cast) -> Client:
    return signed_in(cast, "jonas")


def test_the_list_names_the_officers_one_supervises_and_is_no_look_at_any(cast: Cast, jonas: Client) -> None:
    enter(cast, "quinn", cast.sanderra, "officer", unit="PVS")
    page = jonas.get("/my/team/")
    assert [member.person.username for member in page.context["members"]] == ["amina", "quinn"]
    assert AccessEntry.objects.count() == 0


def test_the_page_of_a_person_shows_open_gaps_and_evidence_and_notes_the_look(cast: Cast, jonas: Client) -> None:
    open_gaps(cast, cast.amina, ratings={"P3": 1.0, "O07": 1.0})
    shown = record(
        person=cast.amina, competency=cast.competencies["P3"], level=1, evidence_class=Evidence.Class.COMPLETION,
        source="completion:1", by=None, at=LATELY,
    )  # fmt: skip
    page = jonas.get(f"/my/team/{cast.amina.uid}/")
    lines = [(line.competency.code, line.target, line.shown) for line in page.context["lines"]]
    assert (lines, list(page.context["evidence"])) == ([("O07", 3, 1), ("P3", 2, 1)], [shown])
    assert [(entry.by, entry.person, entry.what) for entry in AccessEntry.objects.all()] == [
        (cast.jonas, cast.amina, "gaps and evidence")
    ]


def test_every_look_stands_in_the_record_of_the_person_the_latest_first(cast: Cast, jonas: Client) -> None:
    enter(cast, "hanna", cast.sanderra, "supervisor", unit="PVS")
    for client in (jonas, signed_in(cast, "hanna"), jonas):
        client.get(f"/my/team/{cast.amina.uid}/")
    page = signed_in(cast, "amina").get("/my/record/")
    assert [look.by for look in page.context["looks"]] == ["Jonas Example", "Hanna Example", "Jonas Example"]
    assert page.content.decode().count("gaps and evidence") == 3


@pytest.mark.parametrize(
    "who", ["amina", "bela", "tomas", "lucia", "ren", "nadia", "elif", "davit", "wren", "stranger"]
)
def test_nobody_else_finds_the_page_and_nothing_is_noted(cast: Cast, who: str) -> None:
    client = signed_in(cast, who)
    assert [client.get(f"/my/team/{'' if person is None else f'{person}/'}").status_code for person in (
        None, cast.amina.uid, uuid4()
    )] == [404, 404, 404]  # fmt: skip
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("person", ["jonas", "bela", "tomas", "elif"])
def test_a_supervisor_finds_no_page_of_whom_the_unit_does_not_hold(cast: Cast, jonas: Client, person: str) -> None:
    assert jonas.get(f"/my/team/{cast.people[person].uid}/").status_code == 404
    assert AccessEntry.objects.count() == 0


def test_a_role_that_has_ended_closes_the_team(cast: Cast, jonas: Client) -> None:
    actions.end_role(membership=cast.jonas.memberships.get(), on=LATELY.date(), by=cast.ren, at=clock.now())
    assert [jonas.get(page).status_code for page in ("/my/team/", f"/my/team/{cast.amina.uid}/")] == [404, 404]


def test_the_supervisor_of_a_neighbour_sees_of_a_lent_officer_only_what_opened_there(cast: Cast) -> None:
    open_gaps(cast, cast.amina, ratings={"P3": 1.0})
    enter(cast, "timur", cast.tirvan, "supervisor", unit="TIR")
    actions.give_role(
        person=cast.amina, administration=cast.tirvan, role="officer", since=LONG_AGO.date(), unit=cast.units["TIR"],
        by=cast.davit, at=LONG_AGO,
    )  # fmt: skip
    page = signed_in(cast, "timur").get(f"/my/team/{cast.amina.uid}/")
    assert (page.status_code, page.context["lines"]) == (200, [])


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, jonas: Client, more: int, django_assert_max_num_queries: object
) -> None:
    for number in range(more):
        enter(cast, f"officer{number}", cast.sanderra, "officer", unit="PVS", post="R09")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page = jonas.get("/my/team/")
    assert len(page.context["members"]) == 1 + more
