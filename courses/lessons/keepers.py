"""What becomes of the pictures, documents and quizzes that a lesson points to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale

from courses.lessons import actions
from courses.lessons.models import Media
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import live
from courses.quizzes.actions import freeze
from courses.quizzes.data import quiz_data
from courses.quizzes.models import Quiz, QuizVersion
from courses.quizzes.rules import asked
from lms.people.models import User

#: Widths in pixels: a phone, and the text column of a wide screen at twice its density or half.
WIDTHS = (480, 960)


@dataclass
class Keeping:
    """At a release: everything is copied for good, and remembered for the links that protect it."""

    locale: Locale
    by: User
    at: datetime
    media: dict[int, Media] = field(default_factory=dict)
    quizzes: dict[int, QuizVersion] = field(default_factory=dict)
    packages: dict[int, PackageVersion] = field(default_factory=dict)

    def picture(self, image: Image) -> list[dict[str, Any]]:
        kept = {media.digest: media for width in WIDTHS for media in [actions.keep_picture(image=image, width=width)]}
        self.media |= {media.pk: media for media in kept.values()}
        return [{"media": digest, "width": media.width, "height": media.height} for digest, media in kept.items()]

    def document(self, document: Document) -> str:
        media = actions.keep_document(document=document)
        self.media[media.pk] = media
        return f"media:{media.digest}"

    def file(self, document: Document) -> dict[str, Any]:
        media = actions.keep_document(document=document)
        self.media[media.pk] = media
        return {"media": media.digest, "mime": media.mime, "size": media.size, "name": document.filename}

    def quiz(self, quiz: Quiz) -> dict[str, Any]:
        version = freeze(quiz=quiz.in_language_of(self.locale), by=self.by, at=self.at)
        self.quizzes[version.pk] = version
        return {"version": version.pk, "uid": version.data["uid"], "title": version.data["title"]}

    def package(self, package: Package) -> dict[str, Any] | None:
        """The newest version that is live; one is played in whatever language the lesson is."""
        version = live(package)
        if version is None:
            return None
        self.packages[version.pk] = version
        return {"version": version.pk, "uid": str(package.uid), "title": package.title}


class Showing:
    """In a preview: nothing is copied; addresses point at the editors' own files."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def picture(self, image: Image) -> list[dict[str, Any]]:
        rendition = image.get_rendition(f"width-{WIDTHS[-1]}|format-webp")
        return [{"media": rendition.url, "width": rendition.width, "height": rendition.height}]

    def document(self, document: Document) -> str:
        return document.url

    def file(self, document: Document) -> dict[str, Any]:
        mime = actions.mime_of(document)
        return {"media": document.url, "mime": mime, "size": document.get_file_size(), "name": document.filename}

    def quiz(self, quiz: Quiz) -> dict[str, Any]:
        data = quiz_data(quiz.in_language_of(self.locale))
        return {"version": None, "uid": data["uid"], "title": data["title"], "asked": asked(data)}

    def package(self, package: Package) -> dict[str, Any] | None:
        return {"version": None, "uid": str(package.uid), "title": package.title}
