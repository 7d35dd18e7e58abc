"""A content in a lesson of its own, learners enrolled in it, and a browser that plays it twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from bench import addresses
from bench.wire import Wire
from courses.catalogue.actions import release
from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.packages.actions import upload
from lms.core import clock
from lms.people.models import Administration, Membership, User
from tracking.enrolment.actions import enrol
from tracking.study import actions as study
from tracking.study import h5p

#: In the page: when the frame says that its content is ready, in milliseconds since the page was asked for.
LISTEN = "addEventListener('message', (e) => { if (e.data?.h5p === 'ready') window.readyAt = performance.now(); })"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Stage:
    """Where Amina plays it, with her session, and the tokens of all who have it open."""

    path: str
    cookie: str
    tokens: list[str]


def stage(packed: bytes, *, learners: int) -> Stage:
    at, administration = clock.now(), Administration.objects.get(code="scbs")
    by = User.objects.filter(is_superuser=True).first()
    version = upload(file=BytesIO(packed), name="bench.h5p", administration=administration, by=None, at=at)
    index = CatalogueIndexPage.objects.filter(administration=administration).first()
    course = index.add_child(instance=CoursePage(title="Bench", slug="bench", code="BENCH", audience="own"))
    module = course.add_child(instance=ModulePage(title="One", slug="one"))
    block = ("h5p", {"package": version.package, "grading": "best"})
    lesson = module.add_child(instance=LessonPage(title="Play", slug="play", body=[block]))
    edition = release(course=course, by=by, at=at)
    officers = Membership.objects.filter(administration=administration, role=Membership.Role.OFFICER)
    people = [User.objects.get(username="amina"), *User.objects.filter(pk__in=officers.values("person"))]
    tokens, path = [], ""
    for person in list(dict.fromkeys(people))[:learners]:
        enrolment = enrol(person=person, release=edition.release, administration=administration, by=person, at=at)
        launch = study.open_lesson(
            enrolment=enrolment, lesson_uid=lesson.translation_key, edition=edition, by=person, at=at
        )
        tokens.append(h5p.token_of(h5p.Play(launch, version)))
        path = path or f"/learn/{enrolment.uid}/{lesson.translation_key}/"
    return Stage(path, addresses.cookie("amina"), tokens)


def twice(address: str, stage: Stage) -> Iterator[dict[str, Any]]:
    """The first play with nothing kept, the second with what the browser has kept."""
    wire = Wire(address).open()
    name, _, value = stage.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": wire.address}])
        for number in (1, 2):
            tab = context.new_page()
            tab.add_init_script(LISTEN)
            yield {"number": number, **play(tab, wire, stage.path)}
            tab.close()
        browser.close()


def play(tab: Tab, wire: Wire, path: str) -> dict[str, Any]:
    before = wire.count()
    frames: list[str] = []
    tab.on("request", lambda request: frames.append(request.url) if is_of_the_frame(request) else None)
    tab.goto(wire.address + path)
    ready = 0
    while not ready:  # a function to wait for would need `eval`, which the page does not allow
        tab.wait_for_timeout(50)
        ready = tab.evaluate("window.readyAt ?? 0")
    tab.wait_for_timeout(1_000)  # pictures and fonts that come after it
    requests, sent = (after - earlier for after, earlier in zip(wire.count(), before, strict=True))
    return {
        "requests": requests, "kilobytes": round(sent / 1000, 1), "requests_of_the_frame": len(frames),
        "ms_to_initialized": round(ready),
    }  # fmt: skip


def is_of_the_frame(request: Any) -> bool:
    return request.frame.parent_frame is not None
