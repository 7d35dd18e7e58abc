"""Files that an editor has put into a form which is not saved yet. They lie in a folder of the editor's own, and each is
called by its content, so that nothing in the form can point at anybody else's."""

from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image

from courses.packages.actions import LIMITS, mime_of
from courses.packages.h5p import names
from courses.packages.h5p.package import is_picture
from lms.people.models import User

DRAFTS = "h5p/drafts"
#: A draft whose form nobody came back to.
KEPT = timedelta(days=14)
FOLDERS = {"image": "images", "audio": "audios", "video": "videos"}


class NotTaken(Exception):
    """A file that may not stand in a content. `code` says why, `detail` helps."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def keep(file: UploadedFile, *, by: User, at: datetime) -> dict[str, Any]:
    """Store a file for a form; what the form says of it: path, kind, and a picture's size in pixels."""
    name, ending = file.name or "", names.ending(file.name or "")
    if ending not in names.CONTENT_ENDINGS:
        raise NotTaken("not-in-whitelist", name)
    if (file.size or 0) > LIMITS.largest_file:
        raise NotTaken("file-size-too-large", str(LIMITS.largest_file >> 20))
    content = file.read()
    if ending in names.PICTURES and not is_picture(content):
        raise NotTaken("not-a-picture", name)
    mime = mime_of(name)
    folder = FOLDERS.get(mime.split("/")[0], "files")
    path = f"{folder}/{sha256(content).hexdigest()[:24]}.{ending}"
    if not default_storage.exists(place(path, by)):
        default_storage.save(place(path, by), ContentFile(content))
    forget_old(folder, by=by, at=at)
    return {"path": path, "mime": mime, **size_of(content, ending)}


def size_of(content: bytes, ending: str) -> dict[str, int]:
    if ending not in names.PICTURES:
        return {}
    with Image.open(BytesIO(content)) as picture:
        return {"width": picture.width, "height": picture.height}


def place(path: str, by: User) -> str:
    return f"{DRAFTS}/{by.pk}/{path}"


def find(path: str, by: User) -> str | None:
    """Where a file of a form lies; None when this editor has put no such file into one."""
    folder, _slash, name = path.partition("/")
    if folder not in (*FOLDERS.values(), "files") or "/" in name or name.startswith("."):
        return None
    return place(path, by) if default_storage.exists(place(path, by)) else None


def read(path: str, by: User) -> bytes | None:
    found = find(path, by)
    if found is None:
        return None
    with default_storage.open(found) as file:
        return bytes(file.read())


def forget_old(folder: str, *, by: User, at: datetime) -> None:
    for name in default_storage.listdir(f"{DRAFTS}/{by.pk}/{folder}")[1]:
        lies_at = f"{DRAFTS}/{by.pk}/{folder}/{name}"
        since = default_storage.get_modified_time(lies_at)
        if timezone.localtime(since) < at - KEPT:
            default_storage.delete(lies_at)
