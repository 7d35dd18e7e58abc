"""Icons that templates name are drawn in our one file of icons: a name that is not there shows nothing."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "lms/static/img/icons.svg").read_text("utf-8")))
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "(\w+)" %}', path.read_text("utf-8"))
    }
    assert {use for use in named if use[1] not in drawn} == set()
    assert named != set()
