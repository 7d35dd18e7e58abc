"""A certificate as PDF: A4 landscape, tagged (PDF/UA-1), in the holder's language with English beside it.

Drawn from its frozen facts alone, so that it looks the same whenever it is drawn. Nothing is fetched: the one kind of address
that the page may name is `static:`, a file of ours. Kept in the storage, and drawn again when it is missing there.
"""

from mimetypes import guess_type
from pathlib import Path

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.models import Certificate
from certificates.printing import Printed

SCHEME = "static:"
#: Above so many letters a name is set smaller, and above the second smaller still.
LONG, VERY_LONG = 24, 40


class OwnFilesOnly(URLFetcher):
    """Hands out static files by name and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(SCHEME):
            raise FatalURLFetchingError(f"a certificate fetches nothing: {url}")
        kind = {"content-type": guess_type(url)[0] or "font/woff2"}
        return URLFetcherResponse(url, static_file(url.removeprefix(SCHEME)).read_bytes(), kind)


def static_file(name: str) -> Path:
    """Where a static file lies: with its package or app, or collected on a host that has only that."""
    found = finders.find(name)
    return Path(str(found)) if found else Path(settings.STATIC_ROOT) / name


def pdf_of(certificate: Certificate) -> bytes:
    """The PDF as kept; drawn anew where the storage has none."""
    name = store(certificate)
    with default_storage.open(name) as file:
        return file.read()


def store(certificate: Certificate) -> str:
    """Draw a certificate unless it is there, and keep it under a name that only its id decides; that name."""
    name = f"certificates/{certificate.uid}.pdf"
    if not default_storage.exists(name):
        kept = default_storage.save(name, ContentFile(drawn(certificate)))
        if kept != name:
            # Another process drew the same at the same moment.
            default_storage.delete(kept)
    return name


def drawn(certificate: Certificate) -> bytes:
    return HTML(string=page(certificate), url_fetcher=OwnFilesOnly()).write_pdf(pdf_variant="pdf/ua-1")


def page(certificate: Certificate) -> str:
    """The page that is drawn, in the holder's language."""
    spoken = dict(settings.LANGUAGES)
    language = certificate.facts["language"]
    with translation.override(language if language in spoken else settings.LANGUAGE_CODE):
        printed = Printed(certificate.facts)
        return render_to_string(
            "certificates/certificate.html",
            {
                "printed": printed,
                "language": translation.get_language(),
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "has_english": translation.get_language() != "en",
                "size": "" if len(printed.name) <= LONG else "long" if len(printed.name) <= VERY_LONG else "longest",
                "qr": qr(printed.address),
                "mark": mark_safe(static_file("img/mark.svg").read_text(encoding="utf-8")),
            },
        )


def qr(address: str) -> SafeString:
    """The address as a QR code in SVG: a quarter of it may be smudged."""
    code = segno.make(address, error="q", micro=False)
    return mark_safe(code.svg_inline(border=0, dark="#12294a", omitsize=True))
