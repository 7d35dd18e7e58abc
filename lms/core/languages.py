"""Words that people enter in more than one language: the text itself, and beside it a map of language codes to others."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language


def in_readers_language(text: str, others: Mapping[str, str]) -> str:
    """`text`, or what `others` holds for the reader's language ("ar" also serves "ar-eg")."""
    language = (get_language() or "").lower()
    return others.get(language) or others.get(language.partition("-")[0]) or text


def other_languages() -> list[str]:
    """The languages of the site beside the one in which words are first written."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
