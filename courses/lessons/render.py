"""Drawing frozen lessons: one template per block. The same data and templates give the same bytes.

What a block needs of a higher room comes in by name: `media_url` makes the address of a frozen file, and `slots` hold, by
type of block, a function that answers HTML for the data of one block, such as the form of a quiz.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Block = Mapping[str, Any]
Slot = Callable[[Block], str]

MEDIA_LINK = re.compile(r'href="media:([0-9a-f]{64})"')


def blocks(
    frozen: Iterable[Block], *, media_url: Callable[[str], str], slots: Mapping[str, Slot] | None = None
) -> SafeString:
    """The blocks of a lesson, in order."""
    return mark_safe("".join(draw(block, media_url=media_url, slots=slots or {}) for block in frozen))


def draw(block: Block, *, media_url: Callable[[str], str], slots: Mapping[str, Slot]) -> str:
    kind = block["type"]
    return render_to_string(
        f"courses/lessons/blocks/{kind}.html",
        {
            "block": block,
            **{
                part: mark_safe(with_media_links(block.get(part, ""), media_url))
                for part in ("html", "question", "answer")
            },
            "sources": [with_address(source, media_url) for source in block.get("sources", [])],
            "captions": [with_address(captions, media_url) for captions in block.get("captions", [])],
            "url": media_url(block["media"]) if "media" in block else "",
            "slot": mark_safe(slots[kind](block)) if kind in slots else "",
        },
    )


def with_address(file: Mapping[str, Any], media_url: Callable[[str], str]) -> dict[str, Any]:
    return {**file, "url": media_url(file["media"])}


def with_media_links(html: str, media_url: Callable[[str], str]) -> str:
    return MEDIA_LINK.sub(lambda match: f'href="{escape(media_url(match[1]))}"', html)
