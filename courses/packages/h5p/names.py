"""Which names a package may hold, and which of them are passed over."""

import re

CONTENT_ENDINGS = frozenset(
    {
        "json",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "eot",
        "ttf",
        "woff",
        "woff2",
        "otf",
        "webm",
        "mp4",
        "ogg",
        "mp3",
        "m4a",
        "wav",
        "txt",
        "pdf",
        "rtf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "odp",
        "csv",
        "diff",
        "patch",
        "swf",
        "md",
        "textile",
        "vtt",
        "webvtt",
        "gltf",
        "glb",
    }
)
#: svg may carry script, so it comes only with a library, whose scripts run anyway.
LIBRARY_ENDINGS = CONTENT_ENDINGS | {"js", "css", "svg", "xml"}
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff"})

#: Characters of a path, and bytes of a name in it.
LONGEST_PATH, LONGEST_PART = 500, 250

LIBRARY_FOLDER = re.compile(r"[\w.-]{1,255}", re.ASCII)
LANGUAGE_FILE = re.compile(r"-?[a-z]+(-[a-z]+){0,6}\.json", re.IGNORECASE)
#: The characters that a path in preloadedJs may be made of; checked one by one, since H5P's own pattern is exponential.
SCRIPT_PATH = re.compile(r"[a-z_\-\s0-9./\\]+", re.IGNORECASE)


def is_hidden(path: str) -> bool:
    """A file that some program left behind, such as __MACOSX/… or .DS_Store: never unpacked, never an error."""
    return any(part.startswith((".", "_")) for part in path.split("/"))


def is_too_long(path: str) -> bool:
    """More than a database's column or a disk's folder takes."""
    return len(path) > LONGEST_PATH or any(len(part.encode()) > LONGEST_PART for part in path.split("/"))


def ending(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def may_hold(path: str) -> bool:
    """Whether a file of this ending may lie where it lies: in content/, or in the folder of a library."""
    return ending(path) in (CONTENT_ENDINGS if path.startswith("content/") else LIBRARY_ENDINGS)


def is_script_path(path: str, ending_: str) -> bool:
    return bool(SCRIPT_PATH.fullmatch(path)) and path.endswith(f".{ending_}") and ".." not in re.split(r"[/\\]", path)
