"""Two administrations that write courses, and a course of two lessons with text, a picture and a quiz."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images.models import Image
from wagtail.models import Page

from courses.catalogue.actions import join_editors, open_catalogue
from courses.catalogue.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.catalogue.opening import editorship_of
from courses.quizzes.models import Option, Question, Quiz, QuizQuestion
from lms.competencies.models import Competency, Framework
from lms.people.actions import give_role, open_account
from lms.people.models import Administration, Membership, User

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def site_in_english(db: None) -> None:
    """Every test of these rooms reads or writes pages."""


def person(username: str, administration: Administration | None = None, role: str = "officer") -> User:
    someone = open_account(
        username=username, email=f"{username}@sanderra.example", name=(username.title(), "Example"), by=None, at=AT
    )
    if administration is not None:
        give_role(person=someone, administration=administration, role=role, since=SINCE, by=None, at=AT)
    return someone


@pytest.fixture
def sanderra() -> Administration:
    return Administration.objects.create(code="sanderra", name="Customs of Sanderra")


@pytest.fixture
def norland() -> Administration:
    return Administration.objects.create(code="norland", name="Customs of Norland")


@pytest.fixture
def amina(sanderra: Administration) -> User:
    return person("amina", sanderra)


@pytest.fixture
def olaf(norland: Administration) -> User:
    return person("olaf", norland)


@pytest.fixture
def lucia(sanderra: Administration) -> User:
    """Writes the courses of Sanderra."""
    trainer = person("lucia", sanderra, Membership.Role.TRAINER)
    join_editors(person=trainer, administration=sanderra, by=None, at=AT)
    return trainer


@pytest.fixture
def ingrid(norland: Administration) -> User:
    """Writes the courses of Norland."""
    trainer = person("ingrid", norland, Membership.Role.TRAINER)
    join_editors(person=trainer, administration=norland, by=None, at=AT)
    return trainer


@pytest.fixture
def superuser() -> User:
    root = person("root")
    root.is_superuser = root.is_staff = True
    root.save()
    return root


@pytest.fixture
def framework() -> Framework:
    return Framework.objects.create(code="shared", title="Competencies of customs officers")


@pytest.fixture
def targeting(framework: Framework) -> Competency:
    return Competency.objects.create(
        framework=framework,
        code="O07",
        title="Risk management",
        statement="Without help I can rank declarations by risk.",
        domain=Competency.Domain.OPERATIONAL,
    )


def picture(administration: Administration, *, colour: str = "navy", title: str = "The quay") -> Image:
    drawn = BytesIO()
    Drawing.new("RGB", (1200, 600), colour).save(drawn, "PNG")
    drawn.seek(0)
    return Image.objects.create(
        title=title, file=ImageFile(drawn, name=f"{colour}.png"), collection=editorship_of(administration).collection
    )


def question(administration: Administration, prompt: str = "What is a risk indicator?", **values: Any) -> Question:
    asked = Question(administration=administration, prompt=prompt, **values)
    if values.get("kind", "one") != "number":
        asked.options = [
            Option(sort_order=0, text="A sign that a declaration may be wrong", is_right=True, feedback="Yes."),
            Option(sort_order=1, text="A proof that it is wrong"),
        ]
    asked.save()
    return asked


def quiz(administration: Administration, *questions: Question, title: str = "Risk and signs") -> Quiz:
    asked = Quiz(administration=administration, title=title)
    asked.places = [QuizQuestion(sort_order=n, question=each) for n, each in enumerate(questions)]
    asked.save()
    return asked


@dataclass
class Written:
    """A course as its authors have it, published and not yet released."""

    index: CatalogueIndexPage
    course: CoursePage
    module: ModulePage
    first: LessonPage
    second: LessonPage
    picture: Image
    quiz: Quiz
    question: Question

    def fresh(self, page: Page) -> Any:
        return type(page).objects.get(pk=page.pk)


def write_course(administration: Administration, *, code: str = "C4", audience: str = "own") -> Written:
    index = open_catalogue(administration=administration, by=None, at=AT)
    course = index.add_child(
        instance=CoursePage(
            title=f"Targeting {code}", slug=code.lower(), code=code, audience=audience, hours_elearning=2
        )
    )
    module = course.add_child(instance=ModulePage(title="Before you begin", slug="begin"))
    shown = picture(administration)
    asked = question(administration)
    test = quiz(administration, asked)
    first = module.add_child(
        instance=LessonPage(
            title="What risk is",
            slug="risk",
            body=[
                ("text", "<p>Risk is <b>likelihood</b> and harm.</p>"),
                ("figure", {"image": shown, "alternative": "A quay at night", "caption": "Vesna"}),
            ],
        )
    )
    second = module.add_child(
        instance=LessonPage(title="Signs", slug="signs", body=[("text", "<p>Look twice.</p>"), ("quiz", test)])
    )
    return Written(index, course, module, first, second, shown, test, asked)


@pytest.fixture
def written(sanderra: Administration, lucia: User) -> Written:
    return write_course(sanderra)
