"""The storyboard: what people do most takes as many clicks as it was drawn with, on a phone and by keyboard alone.

The trainer's marking of a room (T1) is in `test_marking`.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from certificates import codes
from courses.catalogue.actions import join_editors
from courses.catalogue.models import CourseRelease, LessonPage
from courses.catalogue.rules import blocks_of
from courses.packages import actions as packages
from courses.packages.models import Package
from lms.core import clock
from lms.people.models import User
from tests.browser.walking import Walk
from tests.cast import Offer, enrol, instrument, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tests.courses.packages.packing import files, pack
from tests.repository.scene import certify
from tests.tracking.attendance.making import open_cohort
from tests.tracking.plans.making import Planning, set_up
from tracking.attendance.models import Mark
from tracking.enrolment.actions import seat
from tracking.enrolment.models import Seat
from tracking.needs.models import Assessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., BrowserContext]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
#: The keyboard asks the server for the same as the finger does, and so is tried on one database.
both_ways = pytest.mark.parametrize(
    "by_keyboard", [pytest.param(False, id="by finger"), pytest.param(True, id="by keyboard", marks=pytest.mark.once)]
)


@pytest.fixture
def planning(committed: Committed) -> Planning:
    return committed(two_gaps)


def two_gaps() -> Planning:
    """Amina has two gaps; a course to read and a blended one with a cohort next month would close them."""
    cast = raise_the_curtain()
    instrument(cast)
    return set_up(cast, offer=put_on_offer(cast), first=clock.now() + timedelta(days=30))


def reading(planning: Planning) -> Offer:
    return Offer(planning.reading, CourseRelease.objects.get(course_uid=planning.reading.translation_key))


def desk(window: Window, person: User, *, by_keyboard: bool, start: str = "/my/") -> Walk:
    return Walk(window(person=person, **PHONE), start, by_keyboard)


@both_ways
def test_o1_an_officer_goes_on_where_she_stopped_in_one_click(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    enrol(planning.cast, planning.cast.amina, reading(planning))
    walk = desk(window, planning.cast.amina, by_keyboard=by_keyboard)
    walk.click(walk.tab.get_by_role("link", name="Continue"))
    expect(walk.tab.get_by_role("button", name="Done, go on")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (1, 1, set())


@both_ways
def test_o2_an_officer_joins_todays_session_in_one_click_and_is_written_down(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    cast, begins = planning.cast, clock.now() + timedelta(minutes=5)
    cohort, [session, *_later] = open_cohort(cast, planning.cohort.release, first=begins)
    seat(cohort=cohort, person=cast.amina, administration=cast.sanderra, by=None, at=clock.now())
    walk = desk(window, planning.cast.amina, by_keyboard=by_keyboard)
    walk.context.route("https://meet.sanderra.example/**", lambda route: route.fulfill(body="The meeting"))
    walk.click(walk.tab.get_by_role("link", name="Join"))
    expect(walk.tab.get_by_text("The meeting")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (1, 1, {"meet.sanderra.example"})
    assert Mark.objects.get(session=session).source == "join_link"


@both_ways
def test_o3_an_officer_says_what_she_can_do_in_a_tap_for_each_competency_and_two_clicks(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    walk = desk(window, planning.cast.amina, by_keyboard=by_keyboard)
    walk.click(walk.tab.get_by_role("button", name="Start"))
    questions = walk.tab.locator("[data-rate]")
    expect(questions).to_have_count(2)
    for place in range(2):
        choice = questions.nth(place).get_by_role("radio").first
        walk.click(choice if by_keyboard else choice.locator("xpath=.."))
        expect(walk.tab.get_by_role("status")).to_have_text(f"Saved. {place + 1} of 2 answered.")
    walk.click(walk.tab.get_by_role("button", name="Send"))
    expect(walk.tab.get_by_text("Sent. Thank you.")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (2 + 2, 2, set())
    assert Assessment.objects.latest("pk").state == Assessment.State.SENT


def test_o3_what_is_tapped_before_the_script_is_there_is_saved_when_it_comes(
    window: Window, planning: Planning
) -> None:
    walk = desk(window, planning.cast.amina, by_keyboard=False)
    walk.click(walk.tab.get_by_role("button", name="Start"))
    expect(walk.tab.locator("[data-rate]")).to_have_count(2)
    held: list[Route] = []
    walk.tab.route("**/js/rate*.js", lambda route: held.append(route))
    with walk.tab.expect_request("**/js/rate*.js"):
        walk.tab.goto("/my/assessment/", wait_until="commit")
    status = walk.tab.get_by_role("status")
    walk.tab.locator("[data-rate]").first.get_by_role("radio").first.locator("xpath=..").tap()
    expect(status).to_have_text("0 of 2 answered.")
    held[0].continue_()
    expect(status).to_have_text("Saved. 1 of 2 answered.")


def test_o3_who_comes_back_to_an_assessment_stands_before_the_first_open_question(
    window: Window, planning: Planning
) -> None:
    walk = desk(window, planning.cast.amina, by_keyboard=False)
    walk.click(walk.tab.get_by_role("button", name="Start"))
    first, second = (walk.tab.locator("[data-rate]").nth(place) for place in range(2))
    walk.click(first.get_by_role("radio").first.locator("xpath=.."))
    expect(walk.tab.get_by_role("status")).to_have_text("Saved. 1 of 2 answered.")
    walk.tab.goto("/my/assessment/")
    expect(second.get_by_role("radio").first).to_be_in_viewport()
    expect(first.get_by_role("radio").first).not_to_be_in_viewport()


@both_ways
def test_o4_an_officer_takes_the_proposed_seat_in_two_clicks_dates_and_places_shown(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    planning.recommend(at=clock.now())
    walk = desk(window, planning.cast.amina, by_keyboard=by_keyboard)
    walk.click(walk.tab.get_by_role("link", name="Accept").first)
    expect(walk.tab.get_by_text("24 places are free")).to_be_visible()
    expect(walk.tab.get_by_text("Classroom 2").last).to_be_visible()
    walk.click(walk.tab.get_by_role("button", name="Confirm"))
    expect(walk.tab.get_by_text("You have a seat. The invitations")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (2, 2, set())
    assert Seat.objects.get(person=planning.cast.amina).state == Seat.State.SEATED


@both_ways
@pytest.mark.parametrize("takes", ["paper", "link"])
def test_o5_an_officer_takes_her_certificate_or_its_link_in_two_clicks(
    window: Window, planning: Planning, by_keyboard: bool, takes: str
) -> None:
    code = codes.grouped(certify(planning.cast, reading(planning), at=clock.now()).code)
    walk = desk(window, planning.cast.amina, by_keyboard=by_keyboard)
    walk.click(walk.tab.get_by_role("link", name="Targeting", exact=True))
    if takes == "paper":
        with walk.tab.expect_download() as paper:
            walk.click(walk.tab.get_by_role("link", name="Download PDF"))
        assert paper.value.suggested_filename.endswith(".pdf")
    else:
        walk.context.grant_permissions(["clipboard-read", "clipboard-write"])
        walk.click(walk.tab.get_by_role("button", name="Copy link"))
        expect(walk.tab.get_by_role("button", name="Copied")).to_be_visible()
        assert walk.tab.evaluate("navigator.clipboard.readText()").endswith(f"/verify/{code}/")
    assert (walk.clicks, walk.strangers) == (2, set())
    assert walk.loads <= 2


def test_o5_a_refused_clipboard_still_leaves_her_with_the_address(window: Window, planning: Planning) -> None:
    code = codes.grouped(certify(planning.cast, reading(planning), at=clock.now()).code)
    walk = desk(window, planning.cast.amina, by_keyboard=False)
    walk.tab.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('not allowed'))")
    walk.click(walk.tab.get_by_role("link", name="Targeting", exact=True))
    walk.click(walk.tab.get_by_role("button", name="Copy link"))
    expect(walk.tab.get_by_role("button", name="Copied")).to_be_visible()
    assert walk.tab.evaluate("getSelection().toString()").endswith(f"/verify/{code}/")


@both_ways
def test_t4_a_trainer_reminds_those_who_miss_the_reading_in_two_clicks(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    cast = planning.cast
    cohort, _sessions = open_cohort(cast, planning.cohort.release, first=clock.now())
    for person in (cast.amina, cast.bela):
        seat(cohort=cohort, person=person, administration=cast.sanderra, by=None, at=clock.now())
    walk = desk(window, cast.lucia, by_keyboard=by_keyboard, start="/trainer/")
    walk.click(walk.tab.get_by_role("link", name="2 behind"))
    walk.click(walk.tab.get_by_role("button", name="Send"))
    expect(walk.tab.get_by_text("2 people are reminded.")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (2, 2, set())


@both_ways
def test_t5_a_trainer_puts_an_h5p_into_a_lesson_in_four_clicks(
    window: Window, planning: Planning, by_keyboard: bool
) -> None:
    """Edit, + H5P, drop the file, Release. Dropping a file is the one thing that a keyboard does in a window of its own."""
    cast = planning.cast
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=clock.now())
    packages.upload(file=pack(files()), name="first.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())
    walk = desk(window, cast.lucia, by_keyboard=by_keyboard, start="/trainer/")
    walk.click(walk.tab.get_by_role("link", name=f"Edit {planning.reading.title}"))
    lesson = LessonPage.objects.descendant_of(planning.reading).order_by("path").first()
    walk.click(walk.tab.get_by_role("link", name=f"+ H5P {lesson.title}"))
    walk.drop(walk.tab.get_by_label("H5P package"), "seal.h5p", pack(files()).getvalue())
    walk.click(walk.tab.get_by_role("button", name="Release"))
    expect(walk.tab.get_by_text(f"It is in “{lesson.title}”")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (4, 3, set())
    newest = CourseRelease.objects.get(course_uid=planning.reading.translation_key, state="open")
    edition = newest.editions.latest("number")
    played = [block["uid"] for block in blocks_of(edition.data) if block["type"] == "h5p"]
    assert (newest.number, edition.number, newest.rules["packages"]) == (1, 2, [])
    assert played == [str(Package.objects.latest("pk").uid)]
