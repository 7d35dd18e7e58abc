"""Lessons become plain data, and the data becomes the same page for ever."""

import json
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.template.loader import get_template
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.models import Locale

from courses.catalogue.models import LessonPage
from courses.lessons.actions import keep_picture
from courses.lessons.blocks import LessonBlocks
from courses.lessons.freeze import FREEZERS, clean_html, freeze_body
from courses.lessons.keepers import Keeping, Showing
from courses.lessons.models import Media
from courses.lessons.render import blocks
from courses.quizzes.models import QuizVersion
from lms.people.models import Administration, User
from tests.courses.conftest import AT, Written, picture


@pytest.fixture
def keeper(lucia: User) -> Keeping:
    return Keeping(locale=Locale.get_default(), by=lucia, at=AT)


def body(page: LessonPage) -> object:
    return LessonPage.objects.get(pk=page.pk).body


def test_every_block_can_be_frozen_and_drawn() -> None:
    names = list(LessonBlocks().child_blocks)
    assert sorted(FREEZERS) == sorted(names)
    assert [get_template(f"courses/lessons/blocks/{name}.html").template.name for name in names] == [
        f"courses/lessons/blocks/{name}.html" for name in names
    ]


def test_freezing_twice_gives_the_same_data(written: Written, keeper: Keeping, lucia: User) -> None:
    again = Keeping(locale=keeper.locale, by=lucia, at=AT)
    first = [freeze_body(body(page), keeper) for page in (written.first, written.second)]
    assert [freeze_body(body(page), again) for page in (written.first, written.second)] == first
    assert (keeper.media.keys(), keeper.quizzes.keys()) == (again.media.keys(), again.quizzes.keys())
    assert (Media.objects.count(), QuizVersion.objects.count()) == (2, 1)


def test_a_lesson_is_frozen_block_by_block(written: Written, keeper: Keeping) -> None:
    text, figure = freeze_body(body(written.first), keeper)
    [asked] = [block for block in freeze_body(body(written.second), keeper) if block["type"] == "quiz"]
    sizes = [(source["width"], source["height"]) for source in figure["sources"]]
    assert text["html"] == "<p>Risk is <b>likelihood</b> and harm.</p>"
    assert (figure["alternative"], figure["caption"], sizes) == ("A quay at night", "Vesna", [(480, 240), (960, 480)])
    assert {key: asked[key] for key in ("version", "uid", "title")} == {
        "version": QuizVersion.objects.get().pk, "uid": str(written.quiz.uid), "title": "Risk and signs",
    }  # fmt: skip


def test_the_same_picture_is_kept_once_and_named_by_its_content(sanderra: Administration) -> None:
    kept = [keep_picture(image=picture(sanderra, title=title), width=480) for title in ("One", "Other")]
    with kept[0].file.open("rb") as file:
        content = file.read()
    assert (kept[0], kept[0].digest, kept[0].size) == (kept[1], sha256(content).hexdigest(), len(content))
    assert (kept[0].mime, kept[0].file.name) == ("image/webp", f"frozen/{kept[0].digest}.webp")


def test_a_small_picture_is_not_blown_up(sanderra: Administration, keeper: Keeping) -> None:
    small = picture(sanderra)
    with small.file.open("rb"):
        pass
    [first, second] = keeper.picture(small)
    assert (first["width"], second["width"]) == (480, 960)
    assert keep_picture(image=small, width=4000).width == 1200


def test_a_block_whose_quiz_is_gone_leaves_nothing_behind(written: Written, keeper: Keeping) -> None:
    written.quiz.delete()
    assert [block["type"] for block in freeze_body(body(written.second), keeper)] == ["text"]


def test_links_are_resolved_and_scripts_cleaned_away(written: Written, keeper: Keeping) -> None:
    source = (
        f'<p data-block-key="x"><a linktype="page" id="{written.course.pk}">Course</a> '
        '<a href="javascript:alert(1)">x</a><script>alert(1)</script> <a href="https://example.org/">out</a></p>'
    )
    assert clean_html(source, keeper) == (
        f'<p><a href="{written.course.url}" rel="noopener">Course</a> <a rel="noopener">x</a> '
        '<a href="https://example.org/" rel="noopener">out</a></p>'
    )


def test_a_linked_document_is_kept_and_its_address_made_by_the_caller(
    sanderra: Administration, keeper: Keeping
) -> None:
    content = b"Column A, column B\n"
    document = Document.objects.create(title="Table", file=ContentFile(content, name="table.csv"))
    html = clean_html(f'<p><a linktype="document" id="{document.pk}">Table</a></p>', keeper)
    digest = sha256(content).hexdigest()
    drawn = blocks([{"type": "text", "html": html}], media_url=lambda name: f"/learn/media/{name[:8]}")
    assert drawn.strip() == f'<p><a href="/learn/media/{digest[:8]}" rel="noopener">Table</a></p>'
    assert [media.digest for media in keeper.media.values()] == [digest]


def test_a_preview_keeps_nothing(written: Written) -> None:
    showing = Showing(Locale.get_default())
    data = [freeze_body(body(page), showing) for page in (written.first, written.second)]
    drawn = [blocks(each, media_url=str, slots={"quiz": lambda block: block["asked"]["title"]}) for each in data]
    assert ("likelihood" in drawn[0], "A quay at night" in drawn[0], "Risk and signs" in drawn[1]) == (True, True, True)
    assert (Media.objects.count(), QuizVersion.objects.count()) == (0, 0)


def document(name: str, content: bytes) -> Document:
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def film(sanderra: Administration) -> dict[str, object]:
    return {
        "type": "video",
        "value": {
            "title": "The quay",
            "video": document("quay.mp4", b"film").pk,
            "poster": picture(sanderra).pk,
            "captions": [{"language": "en", "file": document("quay.vtt", b"WEBVTT\n").pk}],
            "transcript": "<p>A ship comes in.</p>",
        },
    }


def lesson_of(written: Written, *blocks_in_it: dict[str, object]) -> LessonPage:
    written.first.body = json.dumps(blocks_in_it)
    written.first.save()
    return written.first


def test_a_video_is_kept_with_its_captions_and_its_words(
    written: Written, keeper: Keeping, sanderra: Administration
) -> None:
    [frozen] = freeze_body(body(lesson_of(written, film(sanderra))), keeper)
    digests = {name: sha256(content).hexdigest() for name, content in (("film", b"film"), ("words", b"WEBVTT\n"))}
    assert (frozen["title"], frozen["media"], frozen["mime"], frozen["size"]) == (
        "The quay", digests["film"], "video/mp4", 4,
    )  # fmt: skip
    assert [(each["language"], each["media"], each["mime"]) for each in frozen["captions"]] == [
        ("en", digests["words"], "text/vtt")
    ]
    assert (frozen["html"], len(keeper.media)) == ("<p>A ship comes in.</p>", 4)


def test_a_video_says_its_size_and_shows_its_captions(
    written: Written, keeper: Keeping, sanderra: Administration
) -> None:
    frozen = freeze_body(body(lesson_of(written, film(sanderra))), keeper)
    drawn = " ".join(blocks(frozen, media_url=lambda digest: f"/m/{digest[:6]}").split())
    film_digest, words = (sha256(content).hexdigest()[:6] for content in (b"film", b"WEBVTT\n"))
    assert f'<source src="/m/{film_digest}" type="video/mp4">' in drawn
    assert f'<track kind="captions" src="/m/{words}" srclang="en" label="English" default>' in drawn
    assert "The quay · video, 4\xa0bytes".replace("\xa0", " ") in drawn.replace("\xa0", " ")


def test_a_video_that_is_gone_leaves_its_words(written: Written, keeper: Keeping, sanderra: Administration) -> None:
    page = lesson_of(written, film(sanderra))
    Document.objects.filter(title="quay.mp4").delete()
    frozen = freeze_body(body(page), keeper)
    drawn = blocks(frozen, media_url=str)
    assert ("<video" in drawn, "A ship comes in." in drawn) == (False, True)


def test_a_download_says_its_size_before(written: Written, keeper: Keeping) -> None:
    paper = document("list.txt", b"One\nTwo\n")
    [frozen] = freeze_body(
        body(lesson_of(written, {"type": "download", "value": {"title": "List", "document": paper.pk}})), keeper
    )
    drawn = blocks([frozen], media_url=lambda digest: "/m/list").replace("\xa0", " ")
    assert (frozen["name"], frozen["size"], frozen["mime"]) == (paper.filename, 8, "text/plain")
    assert f'<a href="/m/list" download="{paper.filename}">List</a>' in drawn
    assert "to download, 8 bytes" in drawn


def test_a_question_to_oneself_asks_first_and_answers_when_it_is_opened(written: Written, keeper: Keeping) -> None:
    paper = document("table.csv", b"A, B\n")
    asked = {
        "question": "<p>May you start at rule 3?</p>",
        "answer": f'<p>No, <a linktype="document" id="{paper.pk}">see here</a>.</p>',
    }
    [frozen] = freeze_body(body(lesson_of(written, {"type": "check", "value": asked})), keeper)
    drawn = blocks([frozen], media_url=lambda digest: "/m/table")
    before, _opens, hidden = drawn.partition("<details")
    assert ("May you start at rule 3?" in before, "No, " in before) == (True, False)
    assert ("Show the answer</summary>" in hidden, 'No, <a href="/m/table"' in hidden) == (True, True)
    assert "<details open" not in drawn


@pytest.mark.parametrize(("name", "flaw"), [("film.mp4", None), ("film.WEBM", None), ("film.exe", "video")])
def test_only_what_a_browser_plays_is_taken_as_a_video(name: str, flaw: str | None) -> None:
    block = LessonBlocks().child_blocks["video"]
    value = block.to_python({
        "title": "Film", "video": document(name, b"x").pk, "poster": None, "captions": [], "transcript": "<p>Words.</p>",
    })  # fmt: skip
    try:
        block.clean(value)
        found = None
    except StructBlockValidationError as error:
        [found] = error.block_errors
    assert found == flaw
