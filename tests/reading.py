"""A page as it is read: its words, without the elements that keep names apart from the sentences around them."""

import re
from typing import Any

KEPT_APART = re.compile(r"</?bdi[^>]*>")


def words(page: Any) -> str:
    """What a page says, on one line."""
    return " ".join(KEPT_APART.sub("", page.content.decode()).split())
