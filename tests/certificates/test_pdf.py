"""The certificate on paper: one page, tagged, our fonts, every script shaped, and nothing fetched from anywhere."""

import re
import subprocess

import pytest
from django.core.files.storage import default_storage

from certificates import pdf
from certificates.actions import render
from certificates.events import CertificateIssued
from certificates.printing import Printed
from lms.core import clock
from tests.cast import LATELY

LONG = "Abdurrahman Maximilian Krzysztof-Wolfeschlegelstein von Hohenberg-Tarkan"


def named(certificate, *, name="Amina Belkacem", language="en"):
    certificate.facts["holder"] = {"name": name, "scripts": {"ar": "أمينة بلقاسم", "ru": "Амина Белькасем"}}
    certificate.facts["language"] = language
    return certificate


def text_of(document: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()


def info(document: bytes, tool: str = "pdfinfo") -> str:
    return subprocess.run([tool, "-"], input=document, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["Amina Belkacem", LONG])
def test_it_is_one_tagged_page_across_in_our_own_fonts(certificate, name, language):
    document = pdf.drawn(named(certificate, name=name, language=language))
    about = info(document)
    assert re.findall(r"Pages:\s+(\d+)", about) == ["1"]
    assert re.findall(r"Tagged:\s+(\w+)", about) == ["yes"]
    assert "841.89 x 595.276" in about
    fonts = [line.split()[0].split("+")[1] for line in info(document, "pdffonts").splitlines()[2:]]
    assert {font.split("-")[0] for font in fonts} == {"Plex"}
    assert {"Plex-Arabic", "Plex-Cyrillic", "Plex-Latin"} <= {font.removesuffix("-Semi-Bold") for font in fonts}


def test_it_says_who_what_level_and_where_to_check_it(certificate):
    text = text_of(pdf.drawn(named(certificate)))
    for words in ("Amina Belkacem", "Амина Белькасем", "Level 2 of 4: Trained", Printed(certificate.facts).code):
        assert words in text


def test_the_square_leads_to_the_page_that_checks_it(certificate, settings):
    settings.PUBLIC_URL = "https://learn.customs.example"
    printed = Printed(certificate.facts)
    assert printed.address == f"https://learn.customs.example/verify/{printed.code}/"
    assert pdf.qr(printed.address) in pdf.page(certificate)


def test_a_name_that_is_markup_stays_a_name(certificate):
    assert "<script>" not in pdf.page(named(certificate, name="<script>alert(1)</script>"))


@pytest.mark.parametrize("address", ["https://elsewhere.example/x.css", "file:///etc/passwd", "http://127.0.0.1/"])
def test_nothing_is_fetched(address):
    with pytest.raises(pdf.FatalURLFetchingError):
        pdf.OwnFilesOnly().fetch(address)


def issued(certificate, *, at):
    return CertificateIssued(
        at=at, certificate_id=certificate.pk, certificate_uid=certificate.uid, person_id=1, gap_ids=[]
    )


def is_kept(certificate) -> bool:
    return default_storage.exists(f"certificates/{certificate.uid}.pdf")


def test_it_is_drawn_once_kept_in_the_storage_and_drawn_again_when_lost(
    certificate, django_capture_on_commit_callbacks
):
    fact = issued(certificate, at=clock.now())
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            render(fact)
            # Nothing is locked while it is drawn.
            assert not is_kept(certificate)
        assert is_kept(certificate)
        default_storage.delete(f"certificates/{certificate.uid}.pdf")
    assert [pdf.pdf_of(certificate)[:5] for _ in range(2)] == [b"%PDF-"] * 2
    assert default_storage.listdir("certificates")[1].count(f"{certificate.uid}.pdf") == 1


def test_one_of_the_past_is_drawn_only_when_somebody_asks(certificate, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        render(issued(certificate, at=LATELY))
    assert not is_kept(certificate)
