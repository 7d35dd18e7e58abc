"""A course of the demo in two languages is one release: the same lessons and right answers, in other words."""

from collections.abc import Mapping
from typing import Any

import pytest

from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage, ReleaseEdition
from courses.catalogue.opening import open_catalogue
from courses.catalogue.queries import edition_for
from courses.quizzes.models import QuizVersion
from courses.quizzes.rules import grade
from desks.demo import content, translation
from desks.demo.students import right_answers
from tests.cast import LONG_AGO, Cast
from tracking.study.queries import lessons

pytestmark = pytest.mark.django_db


def integrity(cast: Cast) -> tuple[ReleaseEdition, ReleaseEdition]:
    """The course on integrity, written and released: its English and its Arabic edition."""
    author = content.Author(cast.sanderra, cast.competencies, at=LONG_AGO)
    index = open_catalogue(administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    course = author.write("int", below=index, audience=CoursePage.Audience.MEMBERS)
    translation.translate(course, author, "int", language="ar")
    made = release(course=course, by=cast.admin, at=LONG_AGO, note="First release").release
    english, arabic = edition_for(made, "en"), edition_for(made, "ar")
    assert english is not None
    assert arabic is not None
    return english, arabic


def quizzes(edition: ReleaseEdition) -> list[Mapping[str, Any]]:
    versions = [block["version"] for each in lessons(edition) for block in each["blocks"] if block["type"] == "quiz"]
    return [QuizVersion.objects.get(pk=version).data for version in versions]


def test_integrity_has_the_same_lessons_levels_and_right_answers_in_arabic(cast: Cast) -> None:
    english, arabic = integrity(cast)
    assert (english.locale, arabic.locale) == ("en", "ar")
    assert [each["uid"] for each in lessons(arabic)] == [each["uid"] for each in lessons(english)]
    assert lessons(arabic)[2]["title"] == "توقّف، سمِّ، أخبر، دوّن"
    assert behaviours(arabic) == behaviours(english)
    asked = list(zip(quizzes(english), quizzes(arabic), strict=True))
    assert [each["language"] for pair in asked for each in pair] == ["en", "ar"] * 5
    for quiz, other in asked:
        assert grade(other, right_answers(other)).passed
        assert [tags(each) for each in other["questions"]] == [tags(each) for each in quiz["questions"]]
        assert [positions(each) for each in other["questions"]] == [positions(each) for each in quiz["questions"]]


def behaviours(edition: ReleaseEdition) -> list[str]:
    return [item["key"] for each in edition.data["checklists"] for item in each["items"]]


def tags(question: Mapping[str, Any]) -> tuple[Any, ...]:
    return question["uid"], question["competency"], question["level"]


def positions(question: Mapping[str, Any]) -> list[bool]:
    """Which of the options, in their order, are right."""
    return [option["right"] for option in question["options"]]
