"""A language that is none, for tests: every translated word comes back as ⟦word⟧, so what stands bare was never translated.

It is made on the fly by wrapping what gettext answers, needs no files, and cannot be chosen on a site: it is no language of
`settings.LANGUAGES` but for the length of `spoken()`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Final

from django.conf import settings
from django.test import override_settings
from django.utils.translation import trans_real

from lms.people.context import choices

PSEUDO: Final = "en-xa"
OPENS, CLOSES = "⟦", "⟧"
CONTEXT: Final = "\x04"

#: Attributes that people read or hear.
SPOKEN_ATTRIBUTES: Final = ("alt", "aria-label", "placeholder", "title")
UNREAD: Final = frozenset({"script", "style", "template"})
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class PseudoTranslation(trans_real.DjangoTranslation):
    """English as it is, between brackets."""

    def gettext(self, message: str) -> str:
        return wrapped(message.rpartition(CONTEXT)[2])

    def ngettext(self, singular: str, plural: str, n: float) -> str:
        return wrapped((singular if n == 1 else plural).rpartition(CONTEXT)[2])


def wrapped(words: str) -> str:
    return f"{OPENS}{words}{CLOSES}" if words.strip() else words


@contextmanager
def spoken() -> Iterator[str]:
    """While this holds, the pseudo-language is one of the site's; its code."""
    # Changing the languages empties Django's translations, before as after.
    with override_settings(LANGUAGES=[*settings.LANGUAGES, (PSEUDO, "Pseudo")]):
        trans_real._translations[PSEUDO] = PseudoTranslation("en")
        # What is drawn once for each language was drawn in English.
        choices.cache_clear()
        yield PSEUDO
    choices.cache_clear()


class _Reader(HTMLParser):
    """Collects what a person reads on a page, apart from what is marked `translate="no"`: names, codes, other languages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.path: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = tag in UNREAD or given.get("translate") == "no" or (bool(self.path) and self.path[-1])
        if not hidden:
            self.texts += [value for name in SPOKEN_ATTRIBUTES if (value := given.get(name))]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.texts.append(given.get("value") or "")
        if tag not in VOID:
            self.path.append(hidden)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.path.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.path:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        if not (self.path and self.path[-1]):
            self.texts.append(data)


def texts_of(html: str) -> list[str]:
    """Each piece of text of a page that a reader sees or hears, in order."""
    reader = _Reader()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.texts if text.strip()]


def bare_texts(html: str, *, data: Iterable[str] = ()) -> list[str]:
    """What a page in the pseudo-language says without having been translated.

    `data` are texts from the database (names, titles), which nobody translates; brand names stand in `translate="no"`.
    """
    known = sorted(data, key=len, reverse=True)
    bare = []
    depth = 0
    for text in texts_of(html):
        kept = []
        for letter in text:
            depth += letter == OPENS
            if not depth:
                kept.append(letter)
            depth -= letter == CLOSES
        rest = "".join(kept)
        for name in known:
            rest = rest.replace(name, "")
        if any(letter.isalpha() for letter in rest):
            bare.append(text)
    return bare


def latin_texts(html: str, *, data: Iterable[str] = ()) -> list[str]:
    """What an Arabic page still says in Latin letters, apart from `data` and what is marked `translate="no"`."""
    known = sorted(data, key=len, reverse=True)
    left = []
    for text in texts_of(html):
        rest = text
        for name in known:
            rest = rest.replace(name, "")
        if any("a" <= letter.lower() <= "z" for letter in rest):
            left.append(text)
    return left
