"""A StreamField whose blocks are no business of the database's."""

from typing import Any

from wagtail.fields import StreamField


class LessonField(StreamField):
    """Blocks are kept as JSON, whatever they are: a new block needs no migration, so migrations do not name them."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [[]], options
