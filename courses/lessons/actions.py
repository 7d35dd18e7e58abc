"""Keeping copies of files, each named by its own content. The original is read through the storage, never from a path."""

from hashlib import sha256
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Filter, Image

from courses.lessons.models import Media

CHUNK = 1 << 20
#: The copy carries an ending only for those who look into the storage; what is served goes by `mime`.
LONGEST_ENDING = 8
#: What a player must be told exactly, whatever the machine's own list of types says.
MIMES = {"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt"}


def keep_picture(*, image: Image, width: int) -> Media:
    """The frozen copy of a picture, at most `width` pixels wide; made once from the same original."""
    made_as = f"width-{width}|format-webp"
    with image.open_file() as original:
        made_from = digest_of_file(original)
    kept = Media.objects.filter(made_from=made_from, made_as=made_as).first()
    if kept is not None:
        return kept
    output = BytesIO()
    drawn = Filter(made_as).run(image, output)
    wide, high = drawn.get_size()
    return keep(
        output.getvalue(),
        ending="webp",
        mime="image/webp",
        width=wide,
        height=high,
        made_from=made_from,
        made_as=made_as,
    )


def keep_document(*, document: Document) -> Media:
    """The frozen copy of a document, byte for byte."""
    with document.open_file() as original:
        content = original.read()
    ending = document.file_extension[:LONGEST_ENDING] or "bin"
    return keep(content, ending=ending, mime=mime_of(document), made_from=sha256(content).hexdigest(), made_as="copy")


def mime_of(document: Document) -> str:
    mime: str = MIMES.get(document.file_extension) or document.content_type
    return mime


def keep(
    content: bytes,
    *,
    ending: str,
    mime: str,
    made_from: str,
    made_as: str,
    width: int | None = None,
    height: int | None = None,
) -> Media:
    digest = sha256(content).hexdigest()
    media = Media.objects.filter(digest=digest).first()
    if media is not None:
        return media
    media = Media(
        digest=digest, mime=mime, size=len(content), width=width, height=height, made_from=made_from, made_as=made_as
    )
    name = f"frozen/{digest}.{ending}"
    storage = media.file.storage
    # A release that was rolled back may have left the file: the same name means the same bytes.
    media.file.name = name if storage.exists(name) else storage.save(name, ContentFile(content))
    media.save()
    return media


def digest_of_file(file: IO[bytes]) -> str:
    digest = sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
