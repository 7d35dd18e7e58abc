"""The libraries that a form may use, with labels in the editor's language and ready-made texts in the content's."""

import json
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage

from courses.packages import storing
from courses.packages.h5p.library import Identity, Json
from courses.packages.h5p.semantics import Fields
from courses.packages.h5p.translation import translated, words_of
from courses.packages.models import Library
from courses.packages.queries import Shelf, identity_of
from lms.people.models import Administration

#: Seconds that the words of a library are remembered; their address changes with every byte of it.
REMEMBERED = 24 * 3600


class Installed:
    """What an administration may use, read in one go; the semantics of a library when it is first asked for."""

    def __init__(self, administration: Administration, *, reader: str, language: str) -> None:
        self.reader, self.language = reader, language
        self.drawn: dict[Identity, Fields] = {}
        self.shelf = Shelf(administration)
        # Of two the newer, of equal ones the administration's own, comes last.
        self.known = {identity_of(row): row for row in self.shelf.rows().defer("semantics")}
        self.shelf.known |= self.known

    def data(self, identity: Identity) -> Json | None:
        row = self.known.get(identity)
        return row.data if row else None

    def fields(self, identity: Identity) -> Fields | None:
        """As the form shows them."""
        row = self.known.get(identity)
        if row is None:
            return None
        if identity not in self.drawn:
            labels, defaults = words(row, self.reader), words(row, self.language)
            self.drawn[identity] = translated(row.semantics, labels=labels, defaults=defaults)
        return self.drawn[identity]

    def runnable(self) -> list[tuple[Identity, Library]]:
        """What can be made: of each name the newest, by title."""
        newest: dict[str, Identity] = {}
        for identity, row in sorted(self.known.items()):
            if row.data.get("runnable") in (1, "1", True) and not self.shelf.is_held(identity):
                newest[identity.name] = identity
        return sorted(
            ((identity, self.known[identity]) for identity in newest.values()), key=lambda pair: pair[1].title
        )


def words(library: Library, language: str) -> Any:
    """The words of a library in a language, or in its parent; None: there are none."""
    for code in dict.fromkeys((language.lower(), language.lower().split("-")[0])):
        key = f"h5p-words-{library.digest}-{code}"
        found = cache.get(key)
        if found is None:
            found = {"words": read_words(f"{storing.LIBRARIES}/{library.digest}/language/{code}.json")}
            cache.set(key, found, REMEMBERED)
        if found["words"] is not None:
            return found["words"]
    return None


def read_words(name: str) -> Any:
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        try:
            return words_of(json.loads(file.read().decode("utf-8-sig")))
        except (ValueError, RecursionError):
            return None
