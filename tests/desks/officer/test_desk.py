"""The desk: what is next and why, this week's sessions, who waits to be rated; and ways into a course."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from desks.officer.gaps import Explained, Standing
from desks.officer.queries import GapLine
from lms.competencies.models import Competency
from lms.core import clock
from tests.cast import Cast, Offer, enrol, enter, instrument, open_gaps
from tests.desks.officer.test_team import signed_in
from tests.reading import words
from tests.repository.scene import certify
from tests.tracking.attendance.making import blend, take_seat
from tracking.enrolment.models import Enrolment
from tracking.needs import actions as needs
from tracking.needs.actions import NewRating
from tracking.needs.models import Gap
from tracking.progress.actions import mark_done

pytestmark = pytest.mark.django_db
#: What stands beside a bar, and how far it is filled.
PROGRESS = re.compile(
    r'<span class="small quiet">([^<]+)</span>\s*<progress class="progress__bar" max="1" value="([^"]+)"'
)


def test_the_next_lesson_says_for_which_gap_it_is(cast: Cast, offer: Offer) -> None:
    open_gaps(cast, cast.amina, ratings={"P3": 1.0})
    enrol(cast, cast.amina, offer)
    assert f"For your gap in {cast.competencies['P3']}" in words(signed_in(cast, "amina").get("/my/"))


def test_the_bar_and_the_words_beside_it_count_the_same_parts(cast: Cast, offer: Offer) -> None:
    """Two lessons and the quiz of the second: whoever has read both and not answered has done two parts of three."""
    enrolment = enrol(cast, cast.amina, offer)
    edition = offer.release.editions.get()
    for lesson in offer.release.rules["lessons"]:
        mark_done(enrolment=enrolment, kind="lesson", uid=lesson, edition=edition, at=clock.now())
    amina = signed_in(cast, "amina")
    for address in ("/my/", f"/learn/{enrolment.uid}/", f"/learn/{enrolment.uid}/{lesson}/"):
        page = amina.get(address).content.decode()
        assert PROGRESS.findall(page) == [("67%", "0.667")]
    assert f'{edition.title}</a> <span class="small quiet">67%</span>' in words(amina.get("/my/"))


@pytest.mark.parametrize(
    ("days", "listed"), [(1, ["Remote 1", "Remote 2", "Classroom 1", "Classroom 2"]), (20, ["Remote 1"])]
)
def test_this_weeks_sessions_stand_on_the_desk_or_else_the_next_one(cast: Cast, days: int, listed: list[str]) -> None:
    take_seat(blend(cast, first=clock.now() + timedelta(days=days)), cast.amina)
    assert [session.title for session in signed_in(cast, "amina").get("/my/").context["sessions"]] == listed


def test_a_supervisor_finds_who_waits_to_be_rated(cast: Cast) -> None:
    assessment = needs.open_assessment(
        person=cast.amina, administration=cast.sanderra, instrument=instrument(cast), by=cast.amina, at=clock.now()
    )
    jonas, address = signed_in(cast, "jonas"), f"/my/team/{cast.amina.uid}/assess/"
    assert ("waits for you" in jonas.get("/my/").text, address in jonas.get("/my/team/").text) == (False, False)
    said = [NewRating(cast.competencies["P3"].pk, 1.0)]
    needs.rate_many(assessment=assessment, source="self", ratings=said, by=cast.amina, at=clock.now())
    needs.send(assessment=assessment, by=cast.amina, at=clock.now())
    assert "1 self-assessment waits for you" in jonas.get("/my/").text
    assert address in jonas.get("/my/team/").text


def test_after_an_assessment_the_desk_asks_for_the_next_one_only_after_a_while(cast: Cast) -> None:
    instrument(cast)
    amina = signed_in(cast, "amina")
    assert "How do I stand?" in amina.get("/my/").text
    open_gaps(cast, cast.amina, ratings={"P3": 1.0}, at=clock.now() - timedelta(days=29))
    assert "How do I stand?" not in amina.get("/my/").text


@pytest.mark.parametrize(("number", "first", "further"), [(0, 0, 0), (8, 8, 0), (9, 6, 3)])
def test_many_gaps_are_folded_behind_the_widest(number: int, first: int, further: int) -> None:
    line = GapLine(Competency(), 3, 1, Gap(state=Gap.State.OPEN, kind=Gap.Kind.GAP))
    standing = Standing([Explained(line, [], None, None)] * number, [])
    assert (len(standing.first), len(standing.further)) == (first, further)


def test_whoever_studies_a_course_is_led_into_it_and_not_asked_to_enrol_again(cast: Cast, offer: Offer) -> None:
    amina, address = signed_in(cast, "amina"), f"/my/enrol/{offer.page.translation_key}/"
    assert amina.get(address).status_code == 200
    enrolment = enrol(cast, cast.amina, offer)
    assert amina.get(address).headers["Location"] == f"/learn/{enrolment.uid}/"


def test_where_people_meet_the_way_to_a_seat_is_named(cast: Cast) -> None:
    blended = blend(cast)
    page = signed_in(cast, "amina").get(f"/my/enrol/{blended.offer.page.translation_key}/").text
    assert "a seat in a cohort comes with your plan" in page


def test_a_finished_course_leads_to_its_certificate(cast: Cast, offer: Offer) -> None:
    certify(cast, offer, at=clock.now())
    enrolment = Enrolment.objects.get(person=cast.amina)
    edition = offer.release.editions.get()
    for kind in ("lesson", "quiz", "package"):
        for uid in offer.release.rules.get({"quiz": "quizzes"}.get(kind, f"{kind}s"), []):
            mark_done(enrolment=enrolment, kind=kind, uid=uid, edition=edition, at=clock.now())
    page = signed_in(cast, "amina").get(f"/learn/{enrolment.uid}/")
    assert ("The course is complete." in page.text, "Your certificate" in page.text) == (True, True)


def test_who_holds_no_post_is_told_of_none(cast: Cast) -> None:
    assert "What your post asks for" not in signed_in(cast, "wren").get("/my/").text
    enter(cast, "guest", cast.sanderra, "officer")
    assert "What your post asks for" not in signed_in(cast, "guest").get("/my/").text


def test_what_can_be_joined_now_is_not_listed_a_second_time(cast: Cast) -> None:
    take_seat(blend(cast, first=clock.now() + timedelta(minutes=5)), cast.amina)
    desk = signed_in(cast, "amina").get("/my/").context
    assert [door.session.title for door in desk["doors"]] == ["Remote 1"]
    assert [session.title for session in desk["sessions"]] == ["Remote 2", "Classroom 1", "Classroom 2"]


def test_what_is_said_around_a_quiz_stands_apart_from_a_quiz_in_another_language(cast: Cast, offer: Offer) -> None:
    """Else the numbers of an English explanation change places behind an Arabic word."""
    enrolment = enrol(cast, cast.amina, offer)
    lesson = offer.release.rules["lessons"][1]
    [quiz] = offer.release.rules["quizzes"]
    amina = signed_in(cast, "amina")
    amina.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    address = f"/learn/{enrolment.uid}/{lesson}/"
    page = amina.get(address)
    numbers = re.findall(r'<input name="([^"]+)" inputmode="decimal"', page.content.decode())
    amina.post(f"{address}quiz/{quiz}/", dict.fromkeys(numbers, "1"))
    page = amina.get(address).content.decode()
    assert len(re.findall(r"<bdi>ليس بعد\.</bdi> <bdi>\w", page)) == len(numbers) > 0
    assert "<bdi>لم تُجب.</bdi>" in page
    assert re.search(r'<div dir="auto"><div class="notice notice--info">.*?بقيت محاولتان', page, re.DOTALL)
