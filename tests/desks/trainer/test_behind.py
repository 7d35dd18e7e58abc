"""Reminding those who still have lessons to read before people meet: two clicks, once a day, and never of a score."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lms.core import clock
from lms.notices.mailing import line
from lms.notices.models import Notice
from tests.cast import Cast
from tests.desks.trainer.test_schedule import browser
from tests.tracking.attendance.making import Blend, room_of
from tracking.progress import prework
from tracking.progress.actions import mark_done
from tracking.progress.models import PartDone

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(blended: Blend) -> str:
    """Three sit in the cohort; Amina has read everything, the others nothing."""
    amina, *_others = room_of(blended, 3)
    enrolment = amina.enrolments.get()
    for uid in blended.release.rules["lessons"]:
        mark_done(
            enrolment=enrolment, kind=PartDone.Kind.LESSON, uid=uid, edition=blended.release.editions.get(),
            at=clock.now(),
        )  # fmt: skip
    return f"/trainer/cohorts/{blended.cohort.uid}/behind/"


def test_those_who_are_behind_are_reminded_in_two_clicks_and_once_a_day(blended: Blend, address: str) -> None:
    lucia = browser(blended.cast, "lucia")
    desk = lucia.get("/trainer/").text
    assert f'<a href="{address}">2 behind</a>' in desk
    page = lucia.get(address).text
    assert ("Officer01" in page or "officer01" in page, "Amina" in page) == (True, False)
    answers = [lucia.post(address, follow=True).text for _ in range(2)]
    assert ["2 people are reminded." in answers[0], "They were reminded lately." in answers[1]] == [True, True]
    told = Notice.objects.filter(kind="prework_due").order_by("pk")
    assert sorted(notice.person.username for notice in told) == ["officer01", "officer02"]
    assert line(told[0]).startswith("2 lessons are still to be read before “Remote 2”, ")
    assert told[0].link == f"/learn/{told[0].person.enrolments.get().uid}/"


def test_the_day_after_they_may_be_reminded_again(blended: Blend, address: str) -> None:
    reminded = [
        prework.remind(cohort=blended.cohort, by=blended.cast.lucia, at=clock.now() + timedelta(hours=hours))
        for hours in (0, 1, 24)
    ]
    assert reminded == [2, 0, 2]


@pytest.mark.parametrize("who", ["ren", "jonas", "amina", "elif", "nadia"])
def test_nobody_but_who_teaches_it_sees_or_sends(blended: Blend, address: str, cast: Cast, who: str) -> None:
    client = browser(cast, who)
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    with pytest.raises(PermissionDenied):
        prework.remind(cohort=blended.cohort, by=cast.people[who], at=clock.now())


def test_a_cohort_that_has_not_begun_is_behind_with_nothing(blended: Blend, address: str) -> None:
    type(blended.cohort).objects.filter(pk=blended.cohort.pk).update(starts_on=clock.today() + timedelta(days=3))
    assert "behind" not in browser(blended.cast, "lucia").get("/trainer/").text
