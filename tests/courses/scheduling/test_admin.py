"""Blueprints and venues in the editors' admin: each editor finds those of the own administration, and forges nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.actions import join_editors
from courses.scheduling.models import Blueprint, Room, Venue
from tests.cast import LONG_AGO, Cast
from tests.courses.scheduling.timetable import Timetable, lay_out
from tests.desks.officer.test_team import signed_in

KINDS = ("blueprint", "venue")


@pytest.fixture
def timetable(cast: Cast) -> Timetable:
    made = lay_out(cast)
    for who, place in (("lucia", cast.sanderra), ("davit", cast.tirvan)):
        join_editors(person=cast.people[who], administration=place, by=cast.admin, at=LONG_AGO)
    return made


def address(kind: str, step: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_courses_{kind}:{step}", args=args)


def listed(client: Client, kind: str) -> list[str]:
    return [str(each) for each in client.get(address(kind, "list")).context["object_list"]]


def pk_of(timetable: Timetable, kind: str) -> int:
    return timetable.blueprint.pk if kind == "blueprint" else timetable.hall.venue_id


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_finds_the_own_and_an_editor_next_door_finds_none(timetable: Timetable, kind: str) -> None:
    lucia, davit = signed_in(timetable.cast, "lucia"), signed_in(timetable.cast, "davit")
    assert (len(listed(lucia, kind)), listed(davit, kind)) == (1, [])
    for step in ("edit", "delete", "usage"):
        there = address(kind, step, pk_of(timetable, kind))
        assert (lucia.get(there).status_code, davit.get(there).status_code) == (200, 404)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "wren", "stranger", ""])
def test_whoever_edits_nothing_is_shown_the_way_out(timetable: Timetable, kind: str, who: str) -> None:
    client = signed_in(timetable.cast, who) if who else Client()
    for step, args in (("list", ()), ("add", ()), ("edit", (pk_of(timetable, kind),))):
        assert client.get(address(kind, step, *args)).status_code == 302


def test_a_venue_next_door_is_neither_changed_nor_taken_nor_deleted(timetable: Timetable) -> None:
    davit, venue = signed_in(timetable.cast, "davit"), timetable.hall.venue
    for step in ("edit", "delete"):
        forged = {"name": "Ours now", "administration": timetable.cast.tirvan.pk}
        assert davit.post(address("venue", step, venue.pk), forged).status_code == 404
    assert Venue.objects.get().name == "Averin"


def test_a_blueprint_cannot_be_written_for_another_administration_or_in_its_rooms(timetable: Timetable) -> None:
    davit = signed_in(timetable.cast, "davit")
    forged = {
        "administration": timetable.cast.sanderra.pk, "course_uid": str(timetable.blueprint.course_uid), "title": "Ours",
        "seats": 12, "days": 5, "join_days": 0, "meeting_url": "", "sessions-TOTAL_FORMS": 1,
        "sessions-INITIAL_FORMS": 0, "sessions-MIN_NUM_FORMS": 0, "sessions-MAX_NUM_FORMS": 1000,
        "sessions-0-title": "Day", "sessions-0-mode": "classroom", "sessions-0-day": 1, "sessions-0-starts": "09:00",
        "sessions-0-minutes": 60, "sessions-0-room": timetable.hall.pk, "sessions-0-ORDER": 1,
    }  # fmt: skip
    answer = davit.post(address("blueprint", "add"), forged)
    assert sorted(answer.context["form"].errors) == ["administration", "course_uid"]
    assert answer.context["form"].formsets["sessions"].errors[0].keys() == {"room"}
    assert (Blueprint.objects.count(), Room.objects.count()) == (1, 2)
