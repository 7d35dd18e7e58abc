"""A release is frozen; what authors do afterwards reaches only the next one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import override
from wagtail.models import Locale

from courses.catalogue import queries
from courses.catalogue.actions import NoLessons, NothingToRelease, NotPublished, rehearse, release, retire
from courses.catalogue.models import (
    ChecklistItem,
    CourseOutcome,
    CoursePage,
    CourseRelease,
    EditionMedia,
    EditionQuiz,
    EditionSource,
    LessonPage,
    ModulePage,
    ReleaseEdition,
)  # fmt: skip
from courses.catalogue.planning import Plan
from courses.catalogue.rules import Change, Code, Kind
from courses.lessons.models import Media
from courses.lessons.render import blocks
from courses.quizzes.models import QuizVersion
from lms.competencies.models import Competency
from lms.core.digests import digest_of
from lms.core.models import AuditEntry, Event
from lms.people.models import User
from tests.courses.conftest import AT, LATER, Written

State = CourseRelease.State


def edit(page: LessonPage, **values: object) -> None:
    page = LessonPage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def drawn(edition: ReleaseEdition) -> bytes:
    """Every lesson of an edition as its learners get it."""
    edition = ReleaseEdition.objects.get(pk=edition.pk)
    versions = QuizVersion.objects.in_bulk()
    lessons = [lesson for module in edition.data["modules"] for lesson in module["lessons"]]
    slots = {"quiz": lambda block: str(versions[block["version"]].data)}
    return "".join(
        lesson["title"] + blocks(lesson["blocks"], media_url=lambda digest: f"/media/{digest}", slots=slots)
        for lesson in lessons
    ).encode()


def files(edition: ReleaseEdition) -> list[bytes]:
    found = []
    for media in Media.objects.filter(pk__in=edition.media.values("media")).order_by("pk"):
        with media.file.open("rb") as file:
            found.append(file.read())
    return found


def test_the_first_release_writes_everything_down(written: Written, lucia: User, targeting: Competency) -> None:
    CourseOutcome.objects.create(course=written.course, competency=targeting, entry=1, exit=2)
    edition = release(course=written.course, by=lucia, at=AT, note="Begin")
    made = edition.release
    uid = {name: str(getattr(written, name).translation_key) for name in ("course", "module", "first", "second")}
    assert (made.number, made.state, made.course_uid, made.administration) == (
        1, State.OPEN, written.course.translation_key, written.course.administration,
    )  # fmt: skip
    assert made.rules == {
        "lessons": [uid["first"], uid["second"]], "quizzes": [str(written.quiz.uid)], "packages": [], "sessions": {},
    }  # fmt: skip
    assert made.structure["modules"] == [
        {"uid": uid["module"], "mode": "elearning", "sessions": 0, "lessons": [uid["first"], uid["second"]]}
    ]
    assert (edition.number, edition.locale, edition.title, edition.note) == (1, "en", "Targeting C4", "Begin")
    assert edition.digest == digest_of(edition.data)
    assert edition.data["outcomes"] == [
        {"competency": str(targeting.uid), "code": "O07", "title": "Risk management", "entry": 1, "exit": 2}
    ]


def test_what_a_trainer_must_see_is_written_down_as_one_checklist(
    written: Written, lucia: User, targeting: Competency
) -> None:
    for statement in ("Writes the source.", "Sets an expiry."):
        ChecklistItem.objects.create(course=written.course, competency=targeting, level=3, statement=statement)
    edition = release(course=written.course, by=lucia, at=AT)
    [checklist] = edition.data["checklists"]
    behaviours = [{"key": str(item.uid), "text": item.statement} for item in ChecklistItem.objects.order_by("pk")]
    assert checklist == {
        "competency": str(targeting.uid), "code": "O07", "title": "Risk management", "level": 3, "items": behaviours,
    }  # fmt: skip


def test_a_release_links_what_it_holds_and_tells_of_it(written: Written, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    pages = [written.course, written.module, written.first, written.second]
    assert list(EditionQuiz.objects.values_list("quiz_version", flat=True)) == [QuizVersion.objects.get().pk]
    assert EditionMedia.objects.count() == 2
    assert sorted(EditionSource.objects.values_list("page", flat=True)) == sorted(page.pk for page in pages)
    [event] = Event.objects.filter(type="courses.catalogue.ReleaseMade")
    assert (event.payload["release_id"], event.payload["edition_ids"], event.payload["major"]) == (
        edition.release_id, [edition.pk], True,
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="course released", by=lucia, at=AT).count() == 1


def test_a_pinned_lesson_is_the_same_bytes_whatever_becomes_of_page_picture_and_quiz(
    written: Written, lucia: User, superuser: User
) -> None:
    pinned = release(course=written.course, by=lucia, at=AT)
    before, pictures = drawn(pinned), files(pinned)
    edit(written.first, title="Risk, renamed", slug="renamed", body=[("text", "<p>Quite different.</p>")])
    written.question.prompt = "Quite different?"
    written.question.save()
    written.quiz.title = "Quite different"
    written.quiz.save()
    written.picture.delete()
    retire(page=written.second, by=superuser, at=LATER)
    newest = release(course=written.course, by=lucia, at=LATER)
    assert (drawn(pinned), files(pinned), len(pictures)) == (before, pictures, 2)
    assert (newest.release.number, b"Quite different." in drawn(newest)) == (2, True)


def test_new_words_are_a_new_edition_of_the_same_release(written: Written, lucia: User) -> None:
    first = release(course=written.course, by=lucia, at=AT)
    edit(written.first, title="What risk means")
    second = release(course=written.course, by=lucia, at=LATER)
    assert (second.release_id, second.number, CourseRelease.objects.count()) == (first.release_id, 2, 1)
    assert [queries.edition_for(first.release, "en"), queries.edition_for(first.release, "ar")] == [second, second]


def test_a_new_lesson_makes_a_new_release_and_closes_the_old_to_new_learners(written: Written, lucia: User) -> None:
    first = release(course=written.course, by=lucia, at=AT)
    ModulePage.objects.get(pk=written.module.pk).add_child(instance=LessonPage(title="Third", slug="third"))
    second = release(course=written.course, by=lucia, at=LATER)
    states = list(CourseRelease.objects.order_by("number").values_list("number", "state", "state_at"))
    assert states == [(1, State.SUPERSEDED, LATER), (2, State.OPEN, LATER)]
    assert queries.open_release(written.course.translation_key) == second.release
    assert [len(edition.data["modules"][0]["lessons"]) for edition in (first, second)] == [2, 3]


def test_drafts_are_not_released(written: Written, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    draft = LessonPage.objects.get(pk=written.first.pk)
    draft.title = "A draft"
    draft.save_revision()
    with pytest.raises(NothingToRelease):
        release(course=written.course, by=lucia, at=LATER)
    assert ReleaseEdition.objects.count() == 1


def test_only_what_is_published_and_has_lessons_can_be_released(written: Written, lucia: User) -> None:
    for lesson in (written.first, written.second):
        lesson.unpublish()
    with pytest.raises(NoLessons):
        release(course=written.course, by=lucia, at=AT)
    written.course.unpublish()
    with pytest.raises(NotPublished):
        release(course=written.course, by=lucia, at=AT)


def test_only_those_who_may_publish_a_course_release_it(written: Written, ingrid: User, amina: User) -> None:
    for stranger in (ingrid, amina):
        with pytest.raises(PermissionDenied):
            release(course=written.course, by=stranger, at=AT)
    assert CourseRelease.objects.count() == 0


def test_rehearsing_says_what_would_happen_and_leaves_nothing(written: Written, lucia: User) -> None:
    plan = rehearse(course=written.course, by=lucia, at=AT)
    rows = [model.objects.count() for model in (CourseRelease, ReleaseEdition, QuizVersion, Media)]
    assert (plan.kind, plan.number, [frozen.language for frozen in plan.due]) == (Kind.FIRST, 1, ["en"])
    assert (rows, AuditEntry.objects.filter(verb="quiz frozen").count()) == ([0, 0, 0, 0], 0)


@pytest.fixture
def arabic(written: Written) -> Locale:
    """The whole course in Arabic as well."""
    locale = Locale.objects.create(language_code="ar")
    for page in (written.index.get_parent().get_parent(), written.index.get_parent(), written.index):
        page.specific.copy_for_translation(locale).save_revision().publish()
    for page in (written.course, written.module, written.first, written.second):
        page.copy_for_translation(locale).save_revision().publish()
    return locale


def in_arabic(page: object) -> object:
    return page.get_translation(Locale.objects.get(language_code="ar"))


def editions() -> list[tuple[int, str, int]]:
    order = ("release__number", "locale", "number")
    return list(ReleaseEdition.objects.order_by(*order).values_list(*order))


def test_every_complete_language_gets_its_edition(written: Written, lucia: User, arabic: Locale) -> None:
    release(course=written.course, by=lucia, at=AT)
    made = CourseRelease.objects.get()
    assert editions() == [(1, "ar", 1), (1, "en", 1)]
    assert [queries.edition_for(made, language).locale for language in ("ar", "en", "fr")] == ["ar", "en", "en"]


def test_new_words_in_one_language_leave_the_other_alone(written: Written, superuser: User, arabic: Locale) -> None:
    release(course=written.course, by=superuser, at=AT)
    edit(in_arabic(written.first), title="ما هو الخطر")
    made = release(course=in_arabic(written.course), by=superuser, at=LATER)
    assert (made.locale, editions()) == ("ar", [(1, "ar", 1), (1, "ar", 2), (1, "en", 1)])


def test_a_lesson_taken_out_in_one_language_is_major_for_all(written: Written, superuser: User, arabic: Locale) -> None:
    release(course=written.course, by=superuser, at=AT)
    in_arabic(written.second).unpublish()
    plan: Plan = rehearse(course=in_arabic(written.course), by=superuser, at=LATER)
    assert (plan.kind, plan.incomplete, plan.changes[0]) == (
        Kind.MAJOR, ["en"], Change(Code.LESSON_REMOVED, str(written.second.translation_key)),
    )  # fmt: skip
    written.second.unpublish()
    release(course=in_arabic(written.course), by=superuser, at=LATER)
    assert editions() == [(1, "ar", 1), (1, "en", 1), (2, "ar", 1), (2, "en", 1)]


def test_the_database_refuses_to_delete_a_page_that_was_released(written: Written, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    for page in (written.first, written.module, written.course, written.index):
        # The tree counts its children down before it deletes; the transaction takes that back.
        with pytest.raises(ProtectedError), transaction.atomic():
            written.fresh(page).delete()
    assert LessonPage.objects.count() == 2


def test_the_database_refuses_to_delete_what_an_edition_shows(written: Written, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    for thing in (QuizVersion.objects.get(), Media.objects.first(), edition.release, edition):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_a_retired_course_is_off_the_offer_and_its_learners_keep_their_release(written: Written, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    before = drawn(edition)
    retire(page=written.course, by=lucia, at=LATER)
    made = CourseRelease.objects.get()
    assert (made.state, made.state_at, made.state_by) == (State.RETIRED, LATER, lucia)
    assert (CoursePage.objects.live().count(), LessonPage.objects.live().count(), drawn(edition)) == (0, 0, before)
    assert Event.objects.filter(type="courses.catalogue.CourseRetired").count() == 1


def test_a_retired_course_may_be_offered_again_as_a_new_release(written: Written, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    retire(page=written.course, by=lucia, at=LATER)
    for page in (written.course, written.module, written.first, written.second):
        written.fresh(page).save_revision().publish()
    edition = release(course=written.course, by=lucia, at=LATER)
    assert (edition.release.number, edition.release.state) == (2, State.OPEN)


def test_only_those_who_may_publish_retire(written: Written, ingrid: User) -> None:
    with pytest.raises(PermissionDenied):
        retire(page=written.course, by=ingrid, at=AT)
    assert written.fresh(written.course).live is True


def test_an_edition_shows_its_own_files_only(written: Written, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    other = Media.objects.create(digest="f" * 64, mime="text/plain", size=1)
    shown = [queries.edition_shows(edition, media) for media in Media.objects.order_by("pk")]
    assert (shown, queries.edition_shows(edition, other)) == ([True, True, False], False)


def test_a_lesson_is_found_in_its_edition_only(written: Written, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    assert queries.lesson_data(edition, written.first.translation_key)["title"] == "What risk is"
    assert queries.lesson_data(edition, written.course.translation_key) is None


def test_a_page_that_is_translated_answers_in_the_language_of_the_reader(
    written: Written, superuser: User, arabic: Locale
) -> None:
    translated = CoursePage.objects.get(pk=in_arabic(written.course).pk)
    translated.title = "الاستهداف"
    translated.save_revision().publish()
    with override("ar"):
        assert written.fresh(written.course).localized.title == "الاستهداف"
