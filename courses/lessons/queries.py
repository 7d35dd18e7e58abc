"""Reads of frozen files. There is no `visible_to` here: a file is seen through an edition that shows it."""

from courses.lessons.models import Media


def media_called(digest: str) -> Media | None:
    """The frozen file with that content."""
    return Media.objects.filter(digest=digest).first()
