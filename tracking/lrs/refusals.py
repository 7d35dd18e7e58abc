"""Refusals with names: a code, the path of the offending property, and the section that speaks of it.

Section numbers are those of xAPI 1.0.3 (parts Data and Communication); what only 2.0 knows names IEEE 9274.1.1.
"""

import re
from uuid import UUID

from tracking.lrs.grammar import FORMS


class Refused(Exception):
    """The request breaks a rule of the specification."""

    def __init__(self, code: str, *, path: str = "$", section: str = "", detail: str = "") -> None:
        super().__init__(f"{code} at {path}")
        self.code = code
        self.path = path
        self.section = section or section_of(code, path)
        self.detail = detail


class Conflict(Exception):
    """A statement of this identifier is kept already, and says something else (Communication 2.1.1)."""

    def __init__(self, *, statement_id: UUID, path: str) -> None:
        super().__init__(f"{statement_id} at {path}")
        self.code = "another_statement_has_this_id"
        self.statement_id = statement_id
        self.path = path


class Forbidden(Exception):
    """The credential does not reach as far as the request: whose, which, or what is in `code` and `path`."""

    def __init__(self, code: str, *, path: str = "$") -> None:
        super().__init__(f"{code} at {path}")
        self.code = code
        self.path = path


#: Codes whose section does not depend on where they occur.
BY_CODE = {
    "null": "Data 2.2", "wrong_type": "Data 2.2", "unknown_property": "Data 2.2", "property_twice": "Data 2.2",
    "several_identifiers": "Data 2.4.2.3", "no_identifier": "Data 2.4.2.3", "group_within_group": "Data 2.4.2.2",
    "voids_no_statement": "Data 2.3.2", "nested_substatement": "Data 2.4.4.3", "not_an_iri": "Data 4.3",
    "not_a_uuid": "Data 4.4", "not_a_moment": "Data 4.5", "not_an_authority": "Data 2.4.9",
    "malformed_json": "Communication 1.5.1", "nested_too_deeply": "Communication 1.5.1",
    "attachment_without_bytes": "Communication 1.5.2",
    "too_many_statements": "Communication 2.1.2", "identifier_twice": "Communication 2.1.2",
}  # fmt: skip
#: The innermost of these names in a path says which section speaks.
BY_NAME = {
    "actor": "Data 2.4.2", "account": "Data 2.4.2.4", "member": "Data 2.4.2.2", "verb": "Data 2.4.3",
    "object": "Data 2.4.4", "definition": "Data 2.4.4.1", "result": "Data 2.4.5", "score": "Data 2.4.5.1",
    "context": "Data 2.4.6", "registration": "Data 2.4.6.1", "contextActivities": "Data 2.4.6.2",
    "contextAgents": "IEEE 9274.1.1 4.2.2.5", "contextGroups": "IEEE 9274.1.1 4.2.2.5", "timestamp": "Data 2.4.7",
    "stored": "Data 2.4.8", "authority": "Data 2.4.9", "version": "Data 2.4.10", "attachments": "Data 2.4.11",
    "extensions": "Data 4.1",
}  # fmt: skip


def section_of(code: str, path: str) -> str:
    if code in BY_CODE:
        return BY_CODE[code]
    names = re.findall(r"[A-Za-z_]\w*", path)
    return next((BY_NAME[name] for name in reversed(names) if name in BY_NAME), "Data 2.2")


_AT = re.compile(r"^(?P<what>.*?)(?: - at (?:`key` in )?`\$(?P<where>[^`]*)`)?$", re.DOTALL)
_FIELD = re.compile(r"^Object (contains unknown|missing required) field `([^`]*)`")
_FORM = re.compile(r"^Expected `str` matching regex ['\"](.*)['\"]$", re.DOTALL)
_BOUND = re.compile(r"^Expected .* (<=|>=|<|>|of length)|^Number out of range")
_OWN = re.compile(r"^([a-z_]+)(?:@(\..*))?$")
_FORM_NAMES = {repr(pattern)[1:-1]: name for pattern, name in FORMS.items()} | FORMS


def refusal(message: str, root: str = "$") -> Refused:
    """msgspec's words, or those of a struct's own check, as a refusal with our names."""
    match = _AT.match(message)
    what, where = (match["what"], match["where"] or "") if match else (message, "")
    if field := _FIELD.match(what):
        code = "unknown_property" if field[1] == "contains unknown" else "missing_property"
        return Refused(code, path=f"{root}{where}.{field[2]}")
    if form := _FORM.match(what):
        code, section = _FORM_NAMES.get(form[1], ("wrong_form", ""))
        return Refused(code, path=root + where, section=section)
    if own := _OWN.match(what):
        return Refused(own[1], path=root + where + (own[2] or ""))
    if "got `null`" in what:
        return Refused("null", path=root + where)
    if what.startswith("Invalid enum value"):
        return Refused("not_a_listed_value", path=root + where)
    if _BOUND.match(what):
        return Refused("out_of_range", path=root + where)
    return Refused("wrong_type", path=root + where, detail=what)
