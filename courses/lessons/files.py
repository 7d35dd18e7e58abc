"""Files that lessons show, kept under the name of their own content."""

from hashlib import sha256

from django.core.files.base import ContentFile
from wagtail.images.models import AbstractImage

from courses.lessons.models import Media

#: Widths of a frozen picture: a phone's, and a reading column's on a dense screen.
WIDTHS = (480, 1280)


def keep_picture(image: AbstractImage) -> list[Media]:
    """The picture as WebP in each width that it fills, the narrowest first."""
    renditions = [image.get_rendition(f"width-{width}|format-webp") for width in WIDTHS]
    kept = [keep(read(rendition), mime="image/webp", size=(rendition.width, rendition.height)) for rendition in renditions]
    return list({media.digest: media for media in kept}.values())


def read(rendition: object) -> bytes:
    with rendition.file.open("rb") as file:  # type: ignore[attr-defined]
        content: bytes = file.read()
    return content


def keep(content: bytes, *, mime: str, size: tuple[int, int] | None = None) -> Media:
    """Store a file once, whoever asks for it and however often."""
    digest = sha256(content).hexdigest()
    found = Media.objects.filter(digest=digest).first()
    if found:
        return found
    media = Media(digest=digest, mime=mime, size=len(content), width=size[0] if size else None, height=size[1] if size else None)
    media.file.save(digest, ContentFile(content), save=False)
    media.save()
    return media
