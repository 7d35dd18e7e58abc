"""Pictures as they are played: photographs as they come from cameras weigh more than the whole player around them.

What was uploaded stays as it is and is what a download holds. The lighter copy is made when it is first asked for.
"""

import warnings
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from courses.packages import storing

MIME = "image/webp"
#: Below this many bytes a picture is as light as it needs to be.
HEAVY = 100 << 10
#: Width times height; larger ones would take too much memory.
MOST_PIXELS = 24_000_000
#: Photographs; drawings and screenshots lose nothing.
QUALITY = 85
#: A copy that saves less than this share is not worth having.
WORTH = 0.8
HAS_LIGHTER = {"image/jpeg": "JPEG", "image/png": "PNG"}


def place_of(digest: str) -> str:
    return f"{storing.LIGHT}/{digest[:2]}/{digest}.webp"


def lighter(digest: str, mime: str, size: int) -> str | None:
    """Where the lighter copy of a picture lies, made now if need be; None where there is none."""
    if mime not in HAS_LIGHTER or size < HEAVY:
        return None
    place = place_of(digest)
    if not default_storage.exists(place):
        storing.Written().put(place, copied(storing.read(storing.place_of(digest)), HAS_LIGHTER[mime]))
    return place if default_storage.size(place) else None


def copied(picture: bytes, form: str) -> bytes:
    """The picture as WebP, of the same width and height; nothing where that would be no gain."""
    try:
        with warnings.catch_warnings(action="error"), Image.open(BytesIO(picture), formats=[form]) as opened:
            if opened.width * opened.height > MOST_PIXELS or getattr(opened, "n_frames", 1) > 1:
                return b""
            copy = webp(opened, lossless=form == "PNG")
    except (OSError, ValueError, SyntaxError, Warning):
        return b""
    return copy if len(copy) < WORTH * len(picture) else b""


def webp(opened: Image.Image, *, lossless: bool) -> bytes:
    has_alpha = "A" in opened.getbands() or "transparency" in opened.info
    upright = ImageOps.exif_transpose(opened).convert("RGBA" if has_alpha else "RGB")
    saved = BytesIO()
    upright.save(saved, "WEBP", quality=QUALITY, lossless=lossless, icc_profile=opened.info.get("icc_profile"))
    return saved.getvalue()
