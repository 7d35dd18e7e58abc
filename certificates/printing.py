"""The facts of a certificate in the words of a language, for the paper and for the page that checks it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info

from certificates import codes
from tracking.evidence.models import Evidence

#: Languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Script:
    """A name in another script."""

    language: str
    name: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Shown:
    """What one piece of evidence was, and when."""

    words: str
    level: int
    on: date


@dataclass(frozen=True)
class Printed:
    """The facts of a certificate, read in the language in force; `…_second` is the English beside it, where that differs."""

    facts: dict[str, Any]

    def text(self, fact: str, field: str = "title") -> str:
        found = self.facts[fact]
        return (found.get(f"{field}s") or {}).get(get_language() or "") or found[field]

    def in_english(self, fact: str, field: str = "title") -> str:
        return self.facts[fact][field] if self.text(fact, field) != self.facts[fact][field] else ""

    @property
    def code(self) -> str:
        return codes.grouped(self.facts["code"])

    @property
    def address(self) -> str:
        return f"{settings.PUBLIC_URL}/verify/{self.code}/"

    @property
    def name(self) -> str:
        """The name in the script of the language in force, where it is kept in it."""
        holder = self.facts["holder"]
        return holder["scripts"].get(get_language() or "") or holder["name"]

    @property
    def scripts(self) -> list[Script]:
        """The name in every other script."""
        holder = self.facts["holder"]
        names = {settings.LANGUAGE_CODE: holder["name"], **holder["scripts"]}
        return [Script(language, name) for language, name in names.items() if name and name != self.name]

    @property
    def issuer(self) -> str:
        return self.text("issuer")

    @property
    def issuer_second(self) -> str:
        return self.in_english("issuer")

    @property
    def title(self) -> str:
        return self.text("certification")

    @property
    def title_second(self) -> str:
        return self.in_english("certification")

    @property
    def competency(self) -> str:
        return self.text("competency")

    @property
    def competency_second(self) -> str:
        return self.in_english("competency")

    @property
    def course(self) -> str:
        return self.text("course")

    @property
    def course_second(self) -> str:
        return self.in_english("course")

    @property
    def edition(self) -> str:
        course = self.facts["course"]
        language = get_language_info(course["language"])["name_translated"]
        return f"{course['release']}.{course['edition']} ({language})"

    @property
    def level(self) -> int:
        return self.facts["level"]["number"]

    @property
    def level_name(self) -> str:
        return self.text("level")

    @property
    def level_name_second(self) -> str:
        return self.in_english("level")

    @property
    def anchor(self) -> str:
        return self.text("level", "anchor")

    @property
    def dots(self) -> list[bool]:
        """A dot for each level above nought, filled as far as was shown."""
        return [number < self.level for number in range(self.facts["level"]["of"])]

    @property
    def evidence(self) -> list[Shown]:
        return [
            Shown(str(Evidence.Class(piece["class"]).label), piece["level"], date.fromisoformat(piece["on"]))
            for piece in self.facts["evidence"]
        ]

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.facts["issued_on"])

    @property
    def expires_on(self) -> date | None:
        return date.fromisoformat(self.facts["expires_on"]) if self.facts["expires_on"] else None
