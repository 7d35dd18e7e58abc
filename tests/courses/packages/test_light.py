"""What a play costs: pictures as light as they can be, and fonts that travel with their sheet."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from courses.packages import actions, bundles, light, queries, sweeping, tokens
from courses.packages.h5p import bundling
from courses.packages.models import PackageVersion
from lms.core import clock
from tests.cast import Cast
from tests.courses.packages.packing import FOLDER, LIBRARY, files, pack

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FONTS = b"""@font-face { font-family: a; src: url("a.eot"); src: url("a.eot?#ie"), url('a.woff?1') format("woff") }
@font-face { font-family: b; src: url(big.woff2) format("woff2"), url(big.woff) format("woff") }"""


def noise(form: str, size: tuple[int, int] = (700, 500)) -> bytes:
    saved = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(saved, form, quality=100)
    return saved.getvalue()


def upload(cast: Cast, **changes: Any) -> PackageVersion:
    packed = pack(files(**changes))
    return actions.upload(file=packed, name="x.h5p", administration=cast.sanderra, by=cast.admin, at=AT)


def test_a_heavy_photograph_comes_lighter_to_a_browser_that_takes_it(cast: Cast) -> None:
    photo = noise("JPEG")
    version = upload(cast, more={"content/images/x-ray.jpg": photo, "content/images/small.jpg": noise("JPEG", (9, 9))})
    address = f"/h5p/content/{tokens.issue_files(version.pk, on=clock.today())}/images"

    as_sent = Client().get(f"{address}/x-ray.jpg")
    assert (as_sent["Content-Type"], as_sent["Vary"].split(",")[0], as_sent.getvalue()) == (
        "image/jpeg",
        "Accept",
        photo,
    )
    for _time in range(2):
        lighter = Client().get(f"{address}/x-ray.jpg", HTTP_ACCEPT="image/webp, */*")
        assert lighter["Content-Type"] == "image/webp"
        copy = lighter.getvalue()
        assert Image.open(BytesIO(copy)).size == (700, 500)
        assert len(copy) < 0.8 * len(photo)
    assert Client().get(f"{address}/small.jpg", HTTP_ACCEPT="image/webp")["Content-Type"] == "image/jpeg"
    assert list(sweeping.strays(before=clock.now())) == []


def test_what_cannot_be_read_has_no_lighter_copy() -> None:
    assert light.copied(b"no picture", "PNG") == b""


def test_small_fonts_travel_in_the_sheet_and_large_ones_are_fetched_once() -> None:
    read = {"/l/a.woff": b"small", "/l/big.woff2": b"x" * 200}.get
    sheet = bundling.with_fonts(bundling.joined_styles([("/l/x.css", FONTS)]), read, largest=100)
    assert b'url("data:font/woff;base64,c21hbGw=")' in sheet
    assert sheet.count(b"/l/a.eot") == 2
    assert bundling.fonts(sheet) == ["/l/big.woff2"]


def test_the_code_of_a_content_is_one_script_and_one_sheet_with_ours_in_them(cast: Cast) -> None:
    library = LIBRARY | {"preloadedCss": [{"path": "look.css"}]}
    version = upload(cast, library=library, more={f"{FOLDER}/look.css": b".c-statement { color: navy }"})
    made = bundles.bundle(queries.loaded(version))
    assert made == bundles.bundle(queries.loaded(version))

    script, sheet = (Client().get(address) for address in (made.scripts, made.styles))
    assert [answer["Cache-Control"] for answer in (script, sheet)] == ["public, max-age=31536000, immutable"] * 2
    code, look = script.getvalue(), sheet.getvalue()
    assert code.startswith(bundles.own("js/h5p_frame.js"))
    assert b"C.Statement = " in code
    assert look.index(b".c-statement") < look.index(b"html.h5p-iframe")
