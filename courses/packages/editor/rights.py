"""What is said about a content and about a file in it: title, people, licence. Asked for with the fields of semantics."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.packages.h5p.semantics import Fields

VERSIONED = ["CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND"]


def licence() -> list[dict[str, Any]]:
    names = {
        "U": _("Not said"),
        "CC BY": "CC BY", "CC BY-SA": "CC BY-SA", "CC BY-ND": "CC BY-ND", "CC BY-NC": "CC BY-NC",
        "CC BY-NC-SA": "CC BY-NC-SA", "CC BY-NC-ND": "CC BY-NC-ND", "CC0 1.0": "CC0 1.0",
        "CC PDM": _("Public domain mark"), "PD": _("Public domain"), "ODC PDDL": "ODC PDDL", "GNU GPL": "GNU GPL",
        "C": _("All rights reserved"),
    }  # fmt: skip
    return [
        {"name": "license", "type": "select", "label": _("Licence"), "optional": True,
         "options": [{"value": value, "label": label} for value, label in names.items()]},
        {"name": "licenseVersion", "type": "select", "label": _("Version of the licence"), "optional": True,
         "options": [{"value": value, "label": value} for value in ("4.0", "3.0", "2.5", "2.0", "1.0")],
         "widget": "showWhen", "showWhen": {"rules": [{"field": "license", "equals": VERSIONED}]}},
    ]  # fmt: skip


def line(name: str, label: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "text", "label": label, "optional": True, "maxLength": 255} | more


def about() -> Fields:
    """Of a content."""
    role = {"name": "role", "type": "select", "label": _("Role"), "optional": True, "options": [
        {"value": "Author", "label": _("Author")}, {"value": "Editor", "label": _("Editor")},
        {"value": "Licensee", "label": _("Holder of a licence")}, {"value": "Originator", "label": _("Originator")},
    ]}  # fmt: skip
    person = {"name": "author", "type": "group", "fields": [line("name", _("Name"), optional=False), role]}
    return [
        line("title", _("Title")),
        {"name": "authors", "type": "list", "label": _("Authors"), "entity": _("person"), "optional": True,
         "field": person},
        *licence(),
        line("yearFrom", _("From the year"), maxLength=4),
        line("yearTo", _("To the year"), maxLength=4),
        line("source", _("Source"), placeholder="https://"),
        line("licenseExtras", _("More about the licence"), widget="textarea", maxLength=5000),
        line("authorComments", _("Notes for other authors"), widget="textarea", maxLength=5000),
    ]  # fmt: skip


def about_the_whole() -> Fields:
    """Of the content itself: its title and language stand at the top of the form."""
    return [line("a11yTitle", _("Title for screen readers")), *(field for field in about() if field["name"] != "title")]


def at_the_top() -> Fields:
    languages = [{"value": code, "label": str(name)} for code, name in (*settings.LANGUAGES, ("und", _("Not said")))]
    return [
        line("title", _("Title"), optional=False, importance="high"),
        {"name": "language", "type": "select", "label": _("Language of the content"), "options": languages,
         "optional": True},
    ]  # fmt: skip


def of_a_file() -> Fields:
    return [
        line("title", _("Title")), line("author", _("Author")), line("year", _("Year")),
        line("source", _("Source"), placeholder="https://"), *licence_of_a_file(),
    ]  # fmt: skip


def licence_of_a_file() -> Fields:
    """Files call the version of their licence only `version`."""
    kind, version = licence()
    return [kind, version | {"name": "version"}]
