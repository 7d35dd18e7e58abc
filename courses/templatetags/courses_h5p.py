"""Filters for the form of H5P content."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe

from courses.packages.editor import words
from courses.packages.h5p.form import Node
from courses.packages.h5p.reading import Problem

register = template.Library()

#: What a library may use to explain its fields.
TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "code", "pre", "a", "sub", "sup"}


@register.filter
def few_tags(text: str) -> SafeString:
    """An explanation that came with a library, as harmless HTML."""
    return mark_safe(nh3.clean(str(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}))


@register.filter
def called(node: Node) -> str:
    return words.label(node)


@register.filter
def wrong(problem: Problem) -> str:
    return words.wrong(problem)
