"""What is left of parameters that somebody sent."""

import json
import re
from typing import Any

import pytest

from courses.packages.h5p import semantics
from courses.packages.h5p.library import Identity
from courses.packages.h5p.sanitize import Filter

HTML = {"name": "text", "type": "text", "tags": ["p", "strong", "a", "h2"]}
WITHOUT = {"name": "text", "type": "text"}
INNER = Identity("C.Inner", 1, 0)


def inner(identity: Identity) -> list[dict[str, Any]] | None:
    return [{"name": "label", "type": "text", "default": "Go"}] if identity == INNER else None


def filtered(value: Any, field: dict[str, Any]) -> Any:
    return Filter(inner).params({field["name"]: value}, [field])


@pytest.mark.parametrize(
    ("probe", "left"),
    [
        ('<p onclick="x()">Hi</p>', "<p>Hi</p>"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ("<img src=x onerror=alert(1) ", ""),
        ('<a href="javascript:alert(1)">Hi</a>', "<a>Hi</a>"),
        ("<svg onload=alert(1)>", ""),
        ('<p style="background:url(javascript:alert(1))">Hi</p>', "<p>Hi</p>"),
        ('<p style="text-align: center; position: fixed">Hi</p>', '<p style="text-align: center;">Hi</p>'),
        ("<math><style><img src onerror=alert(1)></style></math>", ""),
        ("<iframe src=//x.example></iframe><b>Hi</b>", "Hi"),
    ],
)
def test_html_that_would_run_something_is_neutral(probe: str, left: str) -> None:
    assert filtered(probe, HTML) == {"text": left}


def test_plain_text_is_escaped_once() -> None:
    assert filtered("<b>1 & 2</b>", WITHOUT) == {"text": "&lt;b&gt;1 &amp; 2&lt;/b&gt;"}
    assert filtered("1 &amp; 2", WITHOUT) == {"text": "1 &amp; 2"}


def test_what_is_no_text_becomes_an_empty_one_and_what_nobody_knows_is_gone() -> None:
    assert Filter(inner).params({"text": {"a": 1}, "other": 1}, [WITHOUT]) == {"text": ""}


@pytest.mark.parametrize(
    ("value", "field", "left"),
    [
        (7, {"type": "number", "max": "5"}, 5),
        ("x", {"type": "number"}, 0),
        ("b", {"type": "select", "options": [{"value": "a", "label": "A"}]}, "a"),
        ([1, 2, 3], {"type": "list", "max": 2, "field": {"type": "number"}}, [1, 2]),
        ({"path": "../12/images/a.png#tmp", "evil": 1}, {"type": "image"}, {"path": "images/a.png"}),
    ],
)
def test_values_are_brought_within_what_their_field_allows(value: Any, field: dict[str, Any], left: Any) -> None:
    assert filtered(value, {"name": "it", **field}) == {"it": left}


def test_a_group_of_one_field_is_flat() -> None:
    field = {"name": "it", "type": "group", "fields": [WITHOUT]}
    assert filtered("<i>", field) == {"it": "&lt;i&gt;"}


def test_a_content_inside_must_be_offered_and_known_and_is_filtered_itself() -> None:
    field = {"name": "it", "type": "library", "options": ["C.Inner 1.0"]}
    name = "6f2d8f0e-5d25-4d21-9c2e-5a3c0f3f8f11"
    given = {"library": "C.Inner 1.0", "params": {"label": "<b>", "evil": 1}, "evil": 1, "subContentId": name}
    cleaner = Filter(inner)
    assert cleaner.params({"it": given}, [field]) == {
        "it": {"library": "C.Inner 1.0", "params": {"label": "&lt;b&gt;"}, "subContentId": name}
    }
    assert list(cleaner.used) == [INNER]
    assert filtered({"library": "C.Other 1.0", "params": {}}, field) == {}


@pytest.mark.parametrize("name", [{}, {"subContentId": "no uuid"}, {"subContentId": 7}])
def test_a_content_inside_without_a_name_gets_one_of_its_own_and_keeps_it(name: dict[str, Any]) -> None:
    """Books that programs write have pages without names, and would find the first whichever page is asked for."""
    field = {"name": "it", "type": "list", "field": {"name": "one", "type": "library", "options": ["C.Inner 1.0"]}}
    said = [{"library": "C.Inner 1.0", "params": {"label": label}, **name} for label in ("a", "b", "a")]
    first, again = ([each["subContentId"] for each in filtered(said, field)["it"]] for _time in range(2))
    assert first == again
    assert len(set(first)) == 3
    assert filtered(said[1:], field)["it"][0]["subContentId"] == first[1]


def test_defaults_fill_what_a_program_left_out_also_inside() -> None:
    fields = [
        {"name": "behaviour", "type": "group", "fields": [
            {"name": "retry", "type": "boolean", "default": True}, {"name": "pass", "type": "number", "default": 70},
        ]},
        {"name": "it", "type": "library"},
    ]  # fmt: skip
    assert semantics.fill({"it": {"library": "C.Inner 1.0"}}, fields, inner) == {
        "behaviour": {"retry": True, "pass": 70},
        "it": {"library": "C.Inner 1.0", "params": {"label": "Go"}},
    }


PROBES = [
    "<script>hit()</script>", "<img src=x onerror=hit()>", "<svg onload=hit()>", "<a href='javascript:hit()'>x</a>",
    "\"><iframe srcdoc='<script>hit()</script>'>", "<p style='background:url(javascript:hit())'>x</p>",
    "<math><mtext><table><mglyph><style><img src onerror=hit()>", "&lt;img src=x onerror=hit()&gt;",
]  # fmt: skip
EVERY_TEXT: list[dict[str, Any]] = [
    {"name": "plain", "type": "text"},
    {"name": "rich", "type": "text", "tags": ["a", "img", "table", "script", "svg"], "font": {"color": True}},
    {"name": "choice", "type": "select", "options": [{"value": "a"}], "optional": True},
    {"name": "many", "type": "list", "field": {"name": "one", "type": "text"}},
    {"name": "box", "type": "group", "fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]},
    {"name": "picture", "type": "image", "extraAttributes": ["alt"]},
    {"name": "film", "type": "video"},
    {"name": "inner", "type": "library", "options": ["C.Statement 1.0"]},
]


@pytest.mark.parametrize("probe", PROBES)
def test_no_text_field_lets_a_probe_through(probe: str) -> None:
    file = {"path": probe, "mime": probe, "copyright": {"title": probe, "author": probe}, "alt": probe}
    inner = {
        "library": "C.Statement 1.0",
        "params": {"text": probe},
        "metadata": {"title": probe, "authors": [{"name": probe}]},
    }
    given = {
        "plain": probe, "rich": probe, "choice": probe, "many": [probe], "box": {"a": probe, "b": probe}, "picture": file,
        "film": [file], "inner": inner,
    }  # fmt: skip
    text = [{"name": "text", "type": "text", "tags": ["p", "a"]}]
    cleaned = Filter(lambda _identity: text).params(given, EVERY_TEXT)

    tags = re.findall(r"<\s*/?\s*([a-z]+)([^>]*)", json.dumps(cleaned), re.IGNORECASE)
    assert {name.lower() for name, _rest in tags} <= {"a", "img", "p", "div", "span", "table", "tbody", "tr", "td"}
    assert not [rest for _name, rest in tags if re.search(r"\bon\w+\s*=|javascript:|srcdoc|url\(", rest, re.IGNORECASE)]
    assert set(cleaned) == set(given)
