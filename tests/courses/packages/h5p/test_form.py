"""The form of a content, without a browser: what it asks for, and what it makes of what comes back."""

from typing import Any

import pytest

from courses.packages.h5p.fields import begin, kind_of, start_all
from courses.packages.h5p.form import Drawing, Node
from courses.packages.h5p.library import Identity
from courses.packages.h5p.posted import Posted, operate
from courses.packages.h5p.reading import At, Problem, Reading
from courses.packages.h5p.sanitize import Filter
from courses.packages.h5p.translation import translated
from courses.packages.h5p.untouched import untouched

INNER, OTHER = Identity("C.Inner", 1, 0), Identity("C.Other", 1, 0)
LABEL = {"name": "label", "type": "text", "default": "Go"}
TITLE = {"name": "title", "type": "text", "optional": True}


class Two:
    """Two libraries are installed."""

    def fields(self, identity: Identity) -> Any:
        return [LABEL] if identity in (INNER, OTHER) else None

    def data(self, identity: Identity) -> Any:
        return {"title": identity.name.removeprefix("C.")} if identity in (INNER, OTHER) else None


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def group(name: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return field(name, "group", fields=list(fields), **more)


def drawn(params: dict[str, Any], *fields: dict[str, Any]) -> list[Node]:
    return Drawing(Two(), [TITLE], [TITLE]).nodes(list(fields), params, "p")


def read(given: dict[str, list[str]], *fields: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    reading = Reading(Posted(given), Two(), [TITLE], [TITLE])
    return reading.read(list(fields), At("p", "p")), reading.problems


IDENT = "6f2d8f0e-5d25-4d21-9c2e-5a3c0f3f8f11"
CONTENTS = [
    (field("it", "text"), "5 &lt; 6 &amp; 7"),
    (field("it", "text", optional=True), None),
    (field("it", "text", optional=True), ""),
    (field("it", "text", widget="textarea"), "\nA line\nand another"),
    (field("it", "text", tags=["strong"]), "<p>A <strong>seal</strong> &amp; more</p>"),
    (field("it", "text", widget="colorSelector"), "#1768c4"),
    (field("it", "number"), 7),
    (field("it", "number"), 2.5),
    (field("it", "boolean"), True),
    (field("it", "boolean"), False),
    (field("it", "boolean"), None),
    (field("it", "select", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]), "b"),
    (field("it", "select", options=[{"value": 1, "label": "A"}, {"value": 2, "label": "B"}]), 2),
    (field("it", "select", optional=True, options=[{"value": "a", "label": "A"}]), "gone"),
    (field("it", "select", widget="radioGroup", options=[{"value": "a", "label": "A"}]), "a"),
    (field("it", "select", multiple=True, options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]), ["b"]),
    (field("it", "list", field=LABEL), ["x", "", "y"]),
    (field("it", "list", field=group("one", LABEL, field("n", "number"))), [{"label": "x", "n": 1}, {}]),
    (group("it", LABEL), "flat"),
    (group("it", LABEL, field("n", "number")), {"label": "x"}),
    (group("it", LABEL, field("n", "number")), {}),
    (group("it", LABEL, field("n", "number")), None),
    (group("it", LABEL, isSubContent=True), {"label": "x", "subContentId": IDENT}),
    (
        field("it", "library", options=["C.Inner 1.0", "C.Other 1.0", "C.Missing 1.0"]),
        {"library": "C.Other 1.0", "params": {"label": "x"}, "subContentId": IDENT,
         "metadata": {"title": "T", "license": "U"}},
    ),
    (field("it", "image"), {"path": "images/a.png", "mime": "image/png", "width": 2, "copyright": {"license": "U"}}),
    (field("it", "audio"), [{"path": "audios/a.mp3", "mime": "audio/mpeg"}]),
    (field("it", "video"), []),
    (group("it", LABEL, field("x", "number", widget="none"), widget="dragQuestion"), {"label": "Crate", "x": 4.5}),
    (field("it", "select", multiple=True, widget="dynamicCheckboxes"), ["0", "2"]),
    (field("it", "boolean", widget="none"), True),
]  # fmt: skip


@pytest.mark.parametrize(("asks", "value"), CONTENTS)
def test_what_nobody_touches_comes_back_as_it_was(asks: dict[str, Any], value: Any) -> None:
    given = {} if value is None else {"it": value}
    came_back = read(untouched(drawn(given, asks)), asks)[0]
    # Signs of plain text are escaped by the filter, which every content passes.
    assert Filter(Two().fields).params(came_back, [asks]) == Filter(Two().fields).params(given, [asks])
    assert came_back.keys() == given.keys()


def test_a_choice_whose_signs_are_escaped_is_still_that_choice() -> None:
    asks = field("it", "select", options=[{"value": "a", "label": "A"}, {"value": "b&c", "label": "B"}])
    assert read(untouched(drawn({"it": "b&amp;c"}, asks)), asks) == ({"it": "b&c"}, [])


@pytest.mark.parametrize(
    ("asks", "kind"),
    [
        (field("it", "text", tags=["p"], widget="html"), "html"),
        (field("it", "boolean", widget="showWhen"), "boolean"),
        (field("it", "text", widget="showWhen", showWhen={"rules": [], "widget": "textarea"}), "textarea"),
        (field("it", "list", widgets=[{"name": "VerticalTabs"}]), "list"),
        (field("it", "text", widget="timecode"), "text"),
        (field("it", "list", widget="imageHotspots"), "list"),
        (field("it", "number", widget="none"), "number"),
        (field("it", "boolean", widget="none"), "kept"),
        (field("it", "select", multiple=True, widget="dynamicCheckboxes"), "visual"),
        (group("it", widget="wizard"), "group"),
        (field("it", "group", widget="interactiveVideo"), "group"),
    ],
)
def test_a_widget_falls_back_to_the_plain_input_of_its_type(asks: dict[str, Any], kind: str) -> None:
    assert kind_of(asks) == kind


@pytest.mark.parametrize(
    ("asks", "typed", "value", "codes"),
    [
        (field("it", "text"), "", "", ["required"]),
        (field("it", "text", optional=True), "", "", []),
        (field("it", "text", maxLength=3), "long", "long", ["too-long"]),
        (field("it", "text", tags=["p"]), "<p>&nbsp;<br></p>", "<p>&nbsp;<br></p>", ["required"]),
        (field("it", "number"), "seven", "seven", ["not-a-number"]),
        (field("it", "number", min="1", max=5), "0", 0, ["too-small"]),
        (field("it", "number", min="1", max=5), "6", 6, ["too-large"]),
        (field("it", "select", options=[{"value": "a", "label": "A"}]), "z", "z", ["not-offered"]),
    ],
)
def test_what_is_wrong_is_said_and_stays_as_it_was_typed(
    asks: dict[str, Any], typed: str, value: Any, codes: list[str]
) -> None:
    found, problems = read({"p.it": [typed]}, asks)
    assert (found, [(each.path, each.code) for each in problems]) == ({"it": value}, [("p.it", code) for code in codes])


def test_a_problem_stands_where_its_entry_will_stand_in_the_form() -> None:
    asks = field("it", "list", field=group("one", LABEL, field("n", "number", optional=True)))
    given = {"p.it": ["7", "3"], "p.it.3.label": ["first"], "p.it.7.label": [""], "p.it.3.n": ["x"]}
    found, problems = read(given, asks)
    assert found == {"it": [{"label": ""}, {"label": "first", "n": "x"}]}
    assert [(each.path, each.code) for each in problems] == [("p.it.0.label", "required"), ("p.it.1.n", "not-a-number")]


@pytest.mark.parametrize(
    ("asked", "changed", "left"),
    [
        ("up:p.it.1", "p.it", ["b", "a", "c"]),
        ("up:p.it.0", "p.it", ["a", "b", "c"]),
        ("down:p.it.0", "p.it", ["b", "a", "c"]),
        ("remove:p.it.1", "p.it", ["a", "c"]),
        ("add:p.it", "p.it", ["a", "b", "c", "Go"]),
        ("arrange:p.it", "p.it", ["a", "b", "c"]),
        ("remove:p.it.9", "p.it.9", ["a", "b", "c"]),
    ],
)
def test_buttons_move_add_and_take_out(asked: str, changed: str, left: list[str]) -> None:
    asks = field("it", "list", field=LABEL)
    posted = Posted(untouched(drawn({"it": ["a", "b", "c"]}, asks)))
    assert operate(posted, asked) == changed
    assert Reading(posted, Two(), [], []).read([asks], At("p", "p")) == {"it": left}


def test_another_kind_of_content_begins_with_its_defaults_and_a_name_of_its_own() -> None:
    asks = field("it", "library", options=["C.Inner 1.0", "C.Other 1.0"])
    given = untouched(drawn({"it": begin(INNER, Two()) | {"params": {"label": "mine"}}}, asks)) | {
        "p.it": ["C.Other 1.0"]
    }
    found = read(given, asks)[0]["it"]
    assert (found["library"], found["params"], found["metadata"]["title"]) == ("C.Other 1.0", {"label": "Go"}, "Other")


def test_a_content_that_is_not_offered_or_not_installed_is_refused() -> None:
    asks = field("it", "library", options=["C.Inner 1.0", "C.Missing 1.0"])
    for name in ("C.Other 1.0", "C.Missing 1.0", "nonsense"):
        found, problems = read({"p.it": [name]}, asks)
        assert (found, [each.code for each in problems]) == ({}, ["not-offered", "required"])


def test_nothing_is_asked_of_what_is_hidden() -> None:
    mode = field("mode", "select", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])
    rule = {"rules": [{"field": "../mode", "equals": ["b"]}]}
    more = group("more", field("text", "text", widget="showWhen", showWhen=rule), field("n", "number", optional=True))
    assert [read({"p.mode": [each], "p.more.text": [""]}, mode, more)[1] for each in ("a", "b")] == [
        [], [Problem("p.more.text", "required")]
    ]  # fmt: skip
    assert drawn({}, mode, more)[1].nodes[0].rule == '{"all": false, "rules": [["p.mode", ["b"]]]}'


def test_a_file_must_be_of_its_kind_and_be_there() -> None:
    asks = field("it", "image")
    was = {"p.it:was": ['{"path": "files/a.pdf"}']}
    assert [each.code for each in read(was, asks)[1]] == ["wrong-kind"]
    reading = Reading(Posted({"p.it:was": ['{"path": "images/a.png"}']}), Two(), [], [], lambda _path: False)
    assert reading.read([asks], At("p", "p")) == {"it": {"path": "images/a.png"}}
    assert [each.code for each in reading.problems] == ["file-is-gone"]


@pytest.mark.parametrize(("importance", "codes"), [("low", []), ("high", ["required"]), (None, ["required"])])
def test_a_picture_of_low_importance_is_one_to_do_without(importance: str | None, codes: list[str]) -> None:
    """As the poster of a film, of which its semantics do not say that it is optional."""
    poster = field("poster", "image", importance=importance)
    assert [each.code for each in read({}, poster)[1]] == codes
    assert drawn({}, poster)[0].required is bool(codes)


def test_a_file_is_taken_out_and_an_address_put_in() -> None:
    picture, film = field("it", "image", optional=True), field("film", "video")
    given = {"p.it:was": ['{"path": "images/a.png"}'], "p.it:gone": ["on"], "p.film:link": ["https://youtu.be/x"]}
    assert read(given, picture, film) == ({"film": [{"path": "https://youtu.be/x", "mime": "video/YouTube"}]}, [])


def test_a_new_content_starts_with_defaults_and_as_many_entries_as_it_needs() -> None:
    fields = [
        field("text", "text"), field("more", "list", min=2, field=group("one", LABEL)), group("set", LABEL, LABEL),
        field("only", "library", options=["C.Inner 1.0"]), field("some", "library", options=["C.Inner 1.0"], optional=True),
    ]  # fmt: skip
    found = start_all(fields, Two())
    assert found.pop("only")["params"] == {"label": "Go"}
    assert found == {"more": ["Go", "Go"], "set": {"label": "Go"}}


def test_labels_come_in_one_language_and_defaults_in_another() -> None:
    fields = [group("words", LABEL | {"label": "Button"}, label="Words")]
    arabic = [{"label": "الكلمات", "fields": [{"label": "زر", "default": "اذهب"}]}]
    french = [{"label": "Mots", "fields": [{"label": "Bouton", "default": "Allez"}]}]
    new = translated(fields, labels=arabic, defaults=french)
    assert (new[0]["label"], new[0]["fields"][0]["label"], new[0]["fields"][0]["default"]) == ("الكلمات", "زر", "Allez")


def test_what_a_browser_invents_is_only_data() -> None:
    asks = field("it", "list", field=group("one", LABEL, field("n", "number", optional=True)))
    given = {"p.it": ["../x", "0", "0"], "p.it.0.label": ["a"], "p.it.0.n:was": ["{"], "p.other": ["x"]}
    assert read(given, asks)[0] == {"it": [{"label": "a"}]}


def test_a_choice_that_says_nothing_goes_on_saying_so() -> None:
    asks = field("it", "select", optional=True, options=[{"value": "a", "label": "A"}])
    assert read(untouched(drawn({"it": ""}, asks)), asks) == ({"it": ""}, [])
    assert read(untouched(drawn({}, asks)), asks) == ({}, [])


def test_of_two_fields_of_one_name_the_first_is_asked_for_and_begins() -> None:
    twice = (field("label", "text", default="First"), field("label", "text", default="Second"), TITLE)
    assert [node.path for node in drawn({"label": "x"}, *twice)] == ["p.label", "p.title"]
    assert untouched(drawn({"label": "x"}, *twice))["p.label"] == ["x"]
    assert start_all(list(twice), Two())["label"] == "First"
