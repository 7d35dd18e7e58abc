"""Writing a lesson down as plain data, block by block.

A keeper takes what the data only points to: `Keeping`, at a release, copies it for good; `Showing`, in a preview, leaves
everything where it is. A new block needs a function here and a template; data frozen long ago is never touched.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol

import nh3
from wagtail.blocks import StreamValue
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.rich_text import RichText, expand_db_html

from courses.packages.models import Package
from courses.quizzes.models import Quiz

Data = dict[str, Any]

TAGS = {"p", "h2", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "a", "blockquote", "br", "hr"}
SCHEMES = {"http", "https", "mailto", "tel", "media"}
DOCUMENT_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"[^>]*>')


class Keeper(Protocol):
    """Takes what a block points to, and says how frozen data calls it."""

    def picture(self, image: Image) -> list[Data]: ...

    def document(self, document: Document) -> str: ...

    def file(self, document: Document) -> Data: ...

    def quiz(self, quiz: Quiz) -> Data: ...

    def package(self, package: Package) -> Data | None: ...


def freeze_body(body: StreamValue, keeper: Keeper) -> list[Data]:
    """The blocks of a lesson in order; a picture or quiz that has been deleted since leaves nothing behind."""
    blocks = []
    for child in body:
        data = FREEZERS[child.block_type](child.value, keeper)
        if data is not None:
            blocks.append({"id": child.id or "", "type": child.block_type, **data})
    return blocks


def freeze_text(value: RichText, keeper: Keeper) -> Data:
    return {"html": clean_html(value.source, keeper)}


def freeze_figure(value: Any, keeper: Keeper) -> Data | None:
    if value["image"] is None:
        return None
    return {"alternative": value["alternative"], "caption": value["caption"], "sources": keeper.picture(value["image"])}


def freeze_video(value: Any, keeper: Keeper) -> Data | None:
    """A video that has been deleted leaves its content in words."""
    if value["video"] is None:
        return freeze_text(value["transcript"], keeper) | {"title": value["title"], "captions": [], "sources": []}
    return {
        "title": value["title"],
        **keeper.file(value["video"]),
        "sources": keeper.picture(value["poster"]) if value["poster"] else [],
        "captions": [
            {"language": captions["language"], **keeper.file(captions["file"])}
            for captions in value["captions"]
            if captions["file"]
        ],
        "html": clean_html(value["transcript"].source, keeper),
    }


def freeze_download(value: Any, keeper: Keeper) -> Data | None:
    return {"title": value["title"], **keeper.file(value["document"])} if value["document"] else None


def freeze_check(value: Any, keeper: Keeper) -> Data:
    return {side: clean_html(value[side].source, keeper) for side in ("question", "answer")}


def freeze_quiz(value: Quiz | None, keeper: Keeper) -> Data | None:
    return None if value is None else keeper.quiz(value)


def freeze_h5p(value: Any, keeper: Keeper) -> Data | None:
    frozen = keeper.package(value["package"]) if value["package"] else None
    # Said only of what is for practice: what was frozen before there was the choice stays the same data.
    practice = {} if value["counts"] else {"counts": False}
    return frozen and frozen | {"grading": value["grading"]} | practice


FREEZERS: dict[str, Callable[[Any, Keeper], Data | None]] = {
    "text": freeze_text,
    "figure": freeze_figure,
    "video": freeze_video,
    "download": freeze_download,
    "check": freeze_check,
    "quiz": freeze_quiz,
    "h5p": freeze_h5p,
}


def clean_html(source: str, keeper: Keeper) -> str:
    """Rich text as HTML that needs nothing more: links to pages have become addresses, documents `media:<digest>`."""

    def to_kept(match: re.Match[str]) -> str:
        document = Document.objects.filter(pk=match[1]).first()
        return f'<a href="{keeper.document(document)}">' if document else "<a>"

    html = expand_db_html(DOCUMENT_LINK.sub(to_kept, source))
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener")
