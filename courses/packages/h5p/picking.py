"""Choices between the entries of two lists that stand side by side, as in drag and drop: which thing may be dropped in
which zone, and which is right there.

Such a choice names entries by their places in the other list, so it is written anew when these are moved or taken out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from courses.packages.h5p.semantics import Fields

Field = Mapping[str, Any]

WIDGET = "dynamicCheckboxes"
#: Of a choice of that name, the list that it chooses from; it stands beside the list that the choice is in.
CHOOSES_FROM = {"dropZones": "dropZones", "correctElements": "elements"}
#: Where a thing or zone lies, and how large it is. The semantics leave this to a visual editor: they give numbers that are
#: neither named nor bounded. A size of 1 is a letter's, 16 pixels where the task is as large as it says.
PLACES: dict[str, dict[str, Any]] = {
    "x": {"default": 5, "min": 0, "max": 100, "unit": "%"},
    "y": {"default": 5, "min": 0, "max": 100, "unit": "%"},
    "width": {"default": 5, "min": 0.1, "unit": "× 16 px"},
    "height": {"default": 2.5, "min": 0.1, "unit": "× 16 px"},
}


def is_pick(field: Field) -> bool:
    return field.get("type") == "select" and field.get("widget") == WIDGET and field.get("name") in CHOOSES_FROM


def with_places(fields: Fields) -> Fields:
    """The fields of a thing or a zone, its place as numbers that can be asked for; other fields as they are."""
    if not any(is_pick(each) for each in fields):
        return fields
    return [each | PLACES[each["name"]] | {"place": each["name"]} if is_place(each) else each for each in fields]


def is_place(field: Field) -> bool:
    return field.get("type") == "number" and field.get("widget") == "none" and field.get("name") in PLACES


def list_of(path: str) -> str:
    """The way to the list that a choice chooses from, `task.dropZones` of `task.elements.3.dropZones`."""
    *around, _list, _entry, name = path.split(".")
    return ".".join([*around, CHOOSES_FROM[name]])


def picked(before: Sequence[Any], ticked: Sequence[str], keys: Sequence[str], *, drawn: int) -> list[Any]:
    """What a choice says now: `before` it said, `ticked` are the entries that are chosen, by their keys in the form, and
    `keys` those that are left, in their new order; `drawn` were offered.

    What it said before keeps its order. It may name what no longer is, as contents do that were written elsewhere; that
    stays for as long as nothing can take its place.
    """
    places = {key: number for number, key in enumerate(keys)}
    as_drawn = len(keys) == drawn and all(key == str(number) for key, number in places.items())
    kept = []
    for each in before:
        key = str(each)
        if key in places and key in ticked:
            kept.append(each if key == str(places[key]) else str(places[key]))
        elif as_drawn and key not in places:
            kept.append(each)
    said = {str(each) for each in before}
    return kept + [str(number) for key, number in places.items() if key in ticked and key not in said]


def impossible(task: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Each zone and thing of which the one calls the other right that cannot be dropped there: nobody could be right."""
    things, zones = (entries(task.get(name)) for name in ("elements", "dropZones"))
    for zone, said in enumerate(zones):
        for thing in entries_named(said.get("correctElements"), things):
            if str(zone) not in map(str, things[thing].get("dropZones") or []):
                yield zone, thing


def entries(given: Any) -> list[Mapping[str, Any]]:
    return [each if isinstance(each, dict) else {} for each in given] if isinstance(given, list) else []


def entries_named(given: Any, things: Sequence[Any]) -> list[int]:
    said = given if isinstance(given, list) else []
    return [int(str(each)) for each in said if str(each).isdecimal() and int(str(each)) < len(things)]
