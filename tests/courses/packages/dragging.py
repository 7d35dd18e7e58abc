"""A task of things that are dragged into zones, as H5P's semantics for drag and drop have it."""

from typing import Any

TEXT = {"name": "text", "type": "text"}
PLACE = [{"name": name, "type": "number", "widget": "none"} for name in ("x", "y", "height", "width")]


def pick(name: str) -> dict[str, Any]:
    return {"name": name, "type": "select", "widget": "dynamicCheckboxes", "multiple": True, "options": []}


def entries(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "list", "field": {"type": "group", "fields": [TEXT, *PLACE, *fields]}}


#: As the semantics of a drag-and-drop task have it.
TASK: dict[str, Any] = {
    "name": "task", "type": "group", "widget": "dragQuestion", "importance": "high",
    "fields": [entries("elements", pick("dropZones")), entries("dropZones", pick("correctElements"))],
}  # fmt: skip
AT = {"x": 5, "y": 5.5, "width": 4, "height": 2}


def says(*, may: list[list[Any]], right: list[list[Any]]) -> dict[str, Any]:
    """As many things and zones as there are choices, called A, B, … and a, b, …"""
    things = [{"text": chr(65 + place), **AT, "dropZones": each} for place, each in enumerate(may)]
    zones = [{"text": chr(97 + place), **AT, "correctElements": each} for place, each in enumerate(right)]
    return {"elements": things, "dropZones": zones}


#: Three things and two zones; the third lies there for decoration.
TWO = says(may=[["0", "1"], ["1"], []], right=[["0"], ["1", "0"]])
