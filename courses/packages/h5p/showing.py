"""`showWhen`: fields that are there only while another one has a certain value."""

from collections.abc import Mapping
from typing import Any

from courses.packages.h5p.fields import as_text
from courses.packages.h5p.posted import Posted

Field = Mapping[str, Any]


def rule_of(field: Field, path: str) -> dict[str, Any] | None:
    """The rule in terms of the form: whether all must hold, and the names of inputs each with the values that count."""
    given = field.get("showWhen")
    rules = given.get("rules") if isinstance(given, dict) and field.get("widget") == "showWhen" else None
    if not isinstance(given, dict) or not isinstance(rules, list) or not rules:
        return None
    return {
        "all": given.get("type") == "and",
        "rules": [
            [found_from(path, str(rule.get("field", ""))), wanted(rule.get("equals"))]
            for rule in rules
            if isinstance(rule, dict)
        ],
    }


def found_from(path: str, way: str) -> str:
    """Where a way leads that starts beside a field: `../mode` is one step up."""
    place = path.split(".")[:-1]
    for step in way.split("/"):
        place = place[:-1] if step == ".." else [*place, step]
    return ".".join(place)


def wanted(equals: Any) -> list[str]:
    values = equals if isinstance(equals, list) else [equals]
    return [{True: "on", False: "off"}.get(value, as_text(value)) if isinstance(value, bool) else as_text(value)
            for value in values]  # fmt: skip


def is_hidden(field: Field, path: str, posted: Posted) -> bool:
    rule = rule_of(field, path)
    if rule is None:
        return False
    held = [holds(name, values, posted) for name, values in rule["rules"]]
    return not (all(held) if rule["all"] else any(held))


def holds(name: str, values: list[str], posted: Posted) -> bool:
    """What the form does not hold cannot hide anything."""
    if not posted.knows(name):
        return True
    return (posted.text(name) or "off") in values
