"""What the Content-Security-Policy lets pages do."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from lms.core.policies import ContentSecurityPolicyMiddleware
from lms.core.sheets import IMPORT, JoinedSheetsStorage

CSS = Path(settings.BASE_DIR) / "lms" / "static" / "css"
#: IBM Plex Sans in Latin, more Latin, Cyrillic and Arabic, two weights each.
FONTS = 8


def policy(path: str, view: object = None) -> dict[str, list[str]]:
    """The directives that the middleware answers a request with."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    response = ContentSecurityPolicyMiddleware(view or answer)(RequestFactory().get(path))
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split("; ")]
    return {name: sources for name, *sources in parts}


def test_the_public_site_allows_its_own_files_and_nothing_inline() -> None:
    assert policy("/my/") == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }


def test_a_nonce_is_named_only_where_a_page_used_it() -> None:
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(str(request.csp_nonce))
        return HttpResponse()

    assert policy("/my/", answer)["script-src"] == ["'self'", f"'nonce-{seen[0]}'"]


def test_the_editors_admin_may_start_its_widgets_inline_but_load_nothing_from_elsewhere() -> None:
    admin = policy("/admin/pages/")
    assert admin["script-src"] == ["'self'", "'unsafe-inline'"]
    assert sorted({source for sources in admin.values() for source in sources}) == [
        "'none'", "'self'", "'unsafe-inline'", "blob:", "data:",
    ]  # fmt: skip


def test_a_path_that_only_begins_like_the_admin_gets_the_strict_policy() -> None:
    assert policy("/administration/")["script-src"] == ["'self'"]


def test_a_view_may_ask_for_one_thing_more() -> None:
    @csp_update({"frame-src": ["'self'"]})
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    loosened = policy("/learn/", answer)
    assert (loosened["frame-src"], loosened["script-src"]) == (["'self'"], ["'self'"])


@pytest.mark.django_db
def test_a_whole_page_carries_the_policy_and_its_nonce(client: Client) -> None:
    response = client.get("/accounts/login/")
    [nonce] = set(re.findall(r'nonce="([^"]+)"', response.content.decode()))
    assert f"'nonce-{nonce}'" in response.headers["Content-Security-Policy"]


def test_no_template_of_the_site_styles_or_scripts_inline() -> None:
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
        if "emails" not in path.parts
        and "email" not in path.parts
        and re.search(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son\w+="|javascript:', path.read_text())
    ]
    assert found == []


def test_the_stylesheets_of_any_page_weigh_less_than_25_kilobytes_together() -> None:
    common = linked_by(Path(settings.BASE_DIR, "templates", "base.html"))
    ours = [
        path
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "{% block extra_css %}" not in path.read_text()  # pages of the editors' admin, which has styles of its own
    ]
    weights = {path.name: weight(common | linked_by(path)) for path in ours}
    assert weights["base.html"] > 15 * 1024
    assert {name: heavy for name, heavy in weights.items() if heavy > 25 * 1024} == {}


def linked_by(template: Path) -> set[Path]:
    """The sheets that a page links, and those that make up the house's."""
    linked = {CSS / name for name in re.findall(r"css/([\w-]+\.css)", template.read_text())}
    named = {CSS / name for path in linked for name in IMPORT.findall(path.read_text())}
    return named | {path for path in linked if not IMPORT.search(path.read_text())}


def weight(sheets: set[Path]) -> int:
    return sum(path.stat().st_size for path in sheets)


def test_collecting_puts_the_sheets_of_every_page_into_one(tmp_path: Path) -> None:
    for name, text in {"house": '@import url("a.css");\n@import url("b.css");\n', "a": "a{}\n", "b": "b{}\n"}.items():
        Path(tmp_path, "written", "css").mkdir(parents=True, exist_ok=True)
        Path(tmp_path, "written", "css", f"{name}.css").write_text(text)
    written = FileSystemStorage(tmp_path / "written")
    collected = JoinedSheetsStorage(tmp_path / "collected", base_url="/static/")
    for _time in range(2):
        paths = {}
        for name in ("css/house.css", "css/a.css", "css/b.css"):
            collected.delete(name)
            paths[name] = (written, collected.save(name, written.open(name)))
        assert [error for *_names, error in collected.post_process(paths) if isinstance(error, Exception)] == []
        assert collected.open(collected.stored_name("css/house.css")).read() == b"a{}\nb{}\n"


def test_every_file_that_a_stylesheet_names_is_found_and_is_ours() -> None:
    named = {
        url for path in CSS.glob("*.css") for url in re.findall(r'(?<!@import )url\("([^"]+)"\)', path.read_text())
    }
    # "static:" is how the sheet of the certificate, which is printed and never served, names them.
    files = {url.removeprefix("static:").removeprefix("../") for url in named}
    assert len(files) == FONTS
    assert [name for name in sorted(files) if not finders.find(name)] == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_needs_neither_a_request_nor_a_database(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert "{%" not in page


def test_a_malformed_host_is_a_bad_request_and_not_an_error_of_ours(client: Client) -> None:
    """It is refused before anybody has looked who asks, so the page is drawn for nobody."""
    assert client.get("/health/live", headers={"Host": "a b"}).status_code == 400


SAY_OUTSIDE = """import django
django.setup()
from lms.core.policies import PACKAGE
print(PACKAGE["media-src"][3:], PACKAGE["frame-src"])"""


@pytest.mark.parametrize(
    ("place", "said"),
    [("", """[] ["'none'"]"""), ("https://films.example", "['https://films.example'] ['https://films.example']")],
)
def test_a_framed_content_reaches_this_server_and_the_places_that_its_owner_names(place: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAY_OUTSIDE], env=os.environ | {"H5P_OUTSIDE": place}, cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == said
