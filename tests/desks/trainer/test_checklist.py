"""The checklist of a person: whose page it is, what signing says and does."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.core.models import AccessEntry
from lms.people.models import User
from tests.tracking.attendance.making import BEHAVIOURS, Blend, take_seat
from tracking.attendance.models import Observation
from tracking.evidence.models import Evidence


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(blended: Blend, person: User) -> str:
    return reverse("trainer-checklist", kwargs={"cohort": blended.cohort.uid, "person": person.uid})


def ticked(blended: Blend, number: int, press: str) -> dict[str, object]:
    competency = blended.cast.competencies["O07"].uid
    return {"checklist": f"{competency}/3", "seen": blended.keys[:number], "note": "Calm", press: "yes"}


@pytest.mark.parametrize("who", ["amina", "bela", "jonas", "ren", "elif", "stranger"])
def test_a_checklist_is_there_for_trainers_of_the_cohort_only(blended: Blend, who: str) -> None:
    take_seat(blended, blended.cast.amina)
    client = browser(blended.cast.people[who])
    page = address(blended, blended.cast.amina)
    people = reverse("trainer-people", kwargs={"cohort": blended.cohort.uid})
    answers = [client.get(page), client.post(page, ticked(blended, 5, "sign")), client.get(people)]
    assert ([answer.status_code for answer in answers], Observation.objects.count()) == ([404] * 3, 0)


def test_someone_without_a_seat_has_no_checklist(blended: Blend) -> None:
    client = browser(blended.cast.lucia)
    page = address(blended, blended.cast.bela)
    assert [client.get(page).status_code, client.post(page, ticked(blended, 5, "sign")).status_code] == [404, 404]


def test_five_ticks_and_a_signature_show_level_three_and_then_the_page_is_read_only(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, page = browser(blended.cast.lucia), address(blended, blended.cast.amina)
    before = client.get(page).content.decode()
    client.post(page, ticked(blended, 5, "sign"))
    after = client.get(page).content.decode()
    client.post(page, ticked(blended, 1, "sign"))
    assert ("Signing says" in before, "Signing says" in after, "<textarea" in after) == (True, False, False)
    assert list(Evidence.objects.values_list("level", "evidence_class", "person__username")) == [
        (3, "observation", "amina")
    ]
    assert [behaviour in after for behaviour in BEHAVIOURS] == [True] * 5


@pytest.mark.parametrize(("number", "press"), [(4, "sign"), (5, "keep"), (0, "keep")])
def test_what_is_not_complete_or_not_signed_is_kept_and_shows_nothing(blended: Blend, number: int, press: str) -> None:
    take_seat(blended, blended.cast.amina)
    client, page = browser(blended.cast.lucia), address(blended, blended.cast.amina)
    client.post(page, ticked(blended, number, press))
    kept = Observation.objects.get()
    assert (kept.is_signed, kept.behaviours.count(), kept.note, Evidence.objects.count()) == (False, number, "Calm", 0)
    assert client.get(page).content.decode().count(" checked") == number


def test_a_look_at_a_checklist_is_shown_to_the_person(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    browser(blended.cast.lucia).get(address(blended, blended.cast.amina))
    assert list(AccessEntry.objects.values_list("by__username", "person__username")) == [("lucia", "amina")]
    record = browser(blended.cast.amina).get("/my/record/").content.decode()
    assert "checklist of observed behaviour" in record


def test_the_cohort_lists_who_has_been_observed(blended: Blend) -> None:
    for name in ("amina", "bela"):
        take_seat(blended, blended.cast.people[name])
    client = browser(blended.cast.lucia)
    client.post(address(blended, blended.cast.amina), ticked(blended, 5, "sign"))
    page = client.get(reverse("trainer-people", kwargs={"cohort": blended.cohort.uid}))
    assert [(one.person.username, one.is_signed) for one in page.context["looks"]] == [("amina", True), ("bela", False)]


def test_the_officer_and_the_supervisor_read_it_and_hr_does_not(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    browser(blended.cast.lucia).post(address(blended, blended.cast.amina), ticked(blended, 5, "sign"))
    member = reverse("my-team-member", kwargs={"person": blended.cast.amina.uid})
    pages = [("amina", "/my/record/"), ("jonas", member), ("ren", "/my/record/")]
    seen = [BEHAVIOURS[0] in browser(blended.cast.people[who]).get(page).content.decode() for who, page in pages]
    assert seen == [True, True, False]


def test_a_checklist_is_named_in_the_readers_language_also_where_the_course_is_in_another(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client = browser(blended.cast.lucia)
    people = reverse("trainer-people", kwargs={"cohort": blended.cohort.uid})
    for page in (people, address(blended, blended.cast.amina)):
        said = [client.get(page, headers={"Accept-Language": language}).content.decode() for language in ("en", "ar")]
        assert ["إدارة المخاطر والاستهداف" in text for text in said] == [False, True]
