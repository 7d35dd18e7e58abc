"""A library with every type of field that semantics know, packed with a content that uses each of them."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.courses.packages.packing import FOLDER as STATEMENT
from tests.courses.packages.packing import LIBRARY, MANIFEST, SCRIPT, SEMANTICS, data, pack

FOLDER = "C.Everything-1.0"
EVERYTHING: dict[str, Any] = LIBRARY | {
    "title": "Everything", "machineName": "C.Everything", "preloadedJs": [{"path": "everything.js"}],
    "preloadedDependencies": [{"machineName": "C.Statement", "majorVersion": 1, "minorVersion": 0}],
}  # fmt: skip
AB = [{"value": "a", "label": "The first"}, {"value": "b", "label": "The second"}]
FIELDS: list[dict[str, Any]] = [
    {"name": "line", "type": "text", "label": "A line", "importance": "high", "maxLength": 40},
    {"name": "lines", "type": "text", "label": "Some lines", "widget": "textarea", "optional": True,
     "important": {"description": "<ul><li>With <strong>stars</strong>.</li></ul>", "example": "*like* this"}},
    {"name": "html", "type": "text", "label": "HTML", "widget": "html", "enterMode": "p",
     "tags": ["strong", "em", "a", "ul", "h2"], "description": "<p onclick='x()'>More than a line.</p>"},
    {"name": "shade", "type": "text", "label": "A colour", "widget": "colorSelector", "optional": True,
     "default": "#1768C4"},
    {"name": "number", "type": "number", "label": "A number", "min": 1, "max": 9, "unit": "%"},
    {"name": "switch", "type": "boolean", "label": "A switch", "default": True},
    {"name": "choice", "type": "select", "label": "A choice", "options": AB, "default": "a"},
    {"name": "radios", "type": "select", "label": "One of two", "widget": "radioGroup", "options": AB, "default": "b"},
    {"name": "several", "type": "select", "label": "Several", "multiple": True, "options": AB, "optional": True},
    {"name": "words", "type": "list", "label": "Words", "entity": "word", "min": 1, "max": 4,
     "field": {"name": "word", "type": "text", "label": "Word"}},
    {"name": "rows", "type": "list", "label": "Rows", "entity": "row", "optional": True, "field": {
        "name": "row", "type": "group", "label": "Row", "isSubContent": True, "fields": [
            {"name": "text", "type": "text", "label": "Text of the row"},
            {"name": "weight", "type": "number", "label": "Weight", "optional": True},
        ]}},
    {"name": "flat", "type": "group", "label": "A group of one", "fields": [
        {"name": "inner", "type": "text", "label": "Inner", "optional": True}]},
    {"name": "later", "type": "group", "label": "Only for the second", "widget": "showWhen",
     "showWhen": {"rules": [{"field": "choice", "equals": "b"}]}, "fields": [
        {"name": "why", "type": "text", "label": "Why the second"},
        {"name": "more", "type": "text", "label": "More", "optional": True}]},
    {"name": "part", "type": "library", "label": "A part", "options": ["C.Statement 1.0", "C.Absent 1.0"],
     "optional": True},
    {"name": "picture", "type": "image", "label": "A picture", "optional": True},
    {"name": "sound", "type": "audio", "label": "A sound", "optional": True},
    {"name": "film", "type": "video", "label": "A film", "optional": True},
    {"name": "paper", "type": "file", "label": "A paper", "optional": True},
    {"name": "drawn", "type": "group", "label": "Drawn", "widget": "dragQuestion", "optional": True, "fields": [
        {"name": "x", "type": "number", "label": "X"}, {"name": "y", "type": "number", "label": "Y"}]},
    {"name": "unseen", "type": "boolean", "label": "Unseen", "widget": "none", "default": True, "optional": True},
    {"name": "l10n", "type": "group", "label": "Texts", "common": True, "fields": [
        {"name": "check", "type": "text", "label": "Button", "default": "Check"},
        {"name": "retry", "type": "text", "label": "Again", "default": "Retry"}]},
]  # fmt: skip
ARABIC: dict[str, Any] = {"semantics": [{"label": "سطر"}, *({} for _field in FIELDS[1:-1]), {
    "label": "النصوص", "fields": [{"label": "زر", "default": "تحقق"}, {"label": "مرة أخرى", "default": "أعد"}]}]}  # fmt: skip
IDENT = "6f2d8f0e-5d25-4d21-9c2e-5a3c0f3f8f1"
SAYS: dict[str, Any] = {
    "line": "Seals &amp; papers", "lines": "\nfirst\nsecond", "html": "<p>A <strong>seal</strong></p>",
    "shade": "#AABBCC", "number": 7, "switch": False, "choice": "b", "radios": "a", "several": ["b"],
    "words": ["one", "two", "three"],
    "rows": [{"text": "r1", "weight": 2.5, "subContentId": f"{IDENT}1"}, {"text": "r2", "subContentId": f"{IDENT}2"}],
    "flat": "inner", "later": {"why": "because", "more": ""},
    "part": {"library": "C.Statement 1.0", "params": {"text": "<p>True?</p>", "isTrue": False},
             "subContentId": f"{IDENT}3", "metadata": {"title": "A part", "license": "CC BY", "contentType": "S"}},
    "picture": {"path": "images/ship.png", "mime": "image/png", "width": 4, "height": 3,
                "copyright": {"license": "CC BY", "author": "Ada"}},
    "sound": [{"path": "audios/horn.mp3", "mime": "audio/mpeg", "copyright": {"license": "U"}}],
    "film": [{"path": "https://films.example/a.mp4", "mime": "video/mp4"}],
    "drawn": {"x": 1, "y": 2}, "unseen": False, "l10n": {"check": "Look", "retry": "Retry"},
}  # fmt: skip


def picture(*, kind: str = "PNG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (4, 3), (20, 60, 120)).save(drawn, kind)
    return drawn.getvalue()


def package(params: dict[str, Any] = SAYS) -> BytesIO:
    manifest = MANIFEST | {
        "title": "Everything", "mainLibrary": "C.Everything", "license": "CC BY-SA", "licenseVersion": "4.0",
        "authors": [{"name": "Ada", "role": "Author"}],
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": 1, "minorVersion": 0} for name in ("C.Everything", "C.Statement")
        ],
    }  # fmt: skip
    script = SCRIPT.replace("C.Statement", "C.Everything").replace("Statement(", "Everything(")
    return pack({
        "h5p.json": data(manifest), "content/content.json": data(params),
        "content/images/ship.png": picture(), "content/audios/horn.mp3": b"ID3",
        f"{FOLDER}/library.json": data(EVERYTHING), f"{FOLDER}/semantics.json": data(FIELDS),
        f"{FOLDER}/everything.js": script.encode(), f"{FOLDER}/language/ar.json": data(ARABIC),
        f"{STATEMENT}/library.json": data(LIBRARY), f"{STATEMENT}/semantics.json": data(SEMANTICS),
        f"{STATEMENT}/statement.js": SCRIPT.encode(),
    })  # fmt: skip
