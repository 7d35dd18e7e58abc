"""Our own H5P types: refused for nothing, in two languages, and the same after an editor has saved them."""

import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.opening import join_editors
from courses.packages.actions import LIMITS, upload
from courses.packages.h5p.package import House, open_package
from courses.packages.h5p.sanitize import Filter
from courses.packages.h5p.translation import translated, words_of
from courses.packages.h5p.types.pack import TYPES, pack
from courses.packages.models import Package
from courses.packages.publishing import live
from lms.core import clock
from tests.cast import LONG_AGO, Cast
from tests.courses.packages.browsing import Form, sent

CONTENTS = {"consignment_review": "H5P.ConsignmentReview 1.1", "image_search": "H5P.ImageSearch 1.0"}
LIBRARIES = sorted(path.parent for path in TYPES.glob("*/library.json"))
WITH_FIELDS = [library for library in LIBRARIES if (library / "semantics.json").exists()]

Fields = list[dict[str, Any]]


def read(*path: str) -> Any:
    return json.loads(TYPES.joinpath(*path).read_text(encoding="utf-8"))


def fields_of(content: str) -> Fields:
    found: Fields = read(CONTENTS[content].replace(" ", "-"), "semantics.json")
    return found


def words(fields: Any) -> Iterator[str]:
    """Every text of semantics that an author or a learner reads."""
    for field in fields if isinstance(fields, list) else [fields]:
        said = ("label", "description", "entity", "unit", *(["default"] if field.get("type") in (None, "text") else []))
        yield from (field[name] for name in said if isinstance(field.get(name), str))
        yield from (option["label"] for option in field.get("options", []))
        yield from words(field.get("fields", []))
        yield from words(field["field"]) if "field" in field else ()


@pytest.mark.parametrize("content", CONTENTS)
def test_the_same_content_is_packed_into_the_same_bytes(content: str) -> None:
    assert pack(content) == pack(content)


@pytest.mark.parametrize("content", CONTENTS)
def test_a_package_is_sound_and_brings_what_it_needs(content: str) -> None:
    opened = open_package(BytesIO(pack(content)), name="ours.h5p", house=House(LIMITS))
    assert sorted(map(str, opened.libraries)) == sorted([CONTENTS[content], "H5P.SearchTask 1.0"])
    assert opened.reasons == []


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_a_library_says_its_licence_and_its_folder_its_name(library: Any) -> None:
    data = read(library.name, "library.json")
    assert library.name == "{machineName}-{majorVersion}.{minorVersion}".format(**data)
    assert (data["license"], (library / "LICENSE.txt").read_text(encoding="utf-8")[:11]) == ("MIT", "MIT License")


@pytest.mark.parametrize("content", CONTENTS)
def test_a_content_says_nothing_that_its_semantics_do_not_know(content: str) -> None:
    params, fields = read(content, "content.json"), fields_of(content)
    shown = Filter(lambda _identity: None).params(params, fields)
    assert json.loads(unescape(json.dumps(shown).replace("&quot;", '\\"'))) == params


@pytest.mark.parametrize("library", WITH_FIELDS, ids=lambda library: library.name)
def test_english_says_what_the_semantics_say(library: Any) -> None:
    fields, english = read(library.name, "semantics.json"), words_of(read(library.name, "language", "en.json"))
    assert list(words(english)) == list(words(fields))


@pytest.mark.parametrize("library", WITH_FIELDS, ids=lambda library: library.name)
def test_arabic_says_everything_with_the_same_values_to_fill_in(library: Any) -> None:
    fields, arabic = read(library.name, "semantics.json"), words_of(read(library.name, "language", "ar.json"))
    pairs = list(zip(words(fields), words(translated(fields, labels=arabic, defaults=arabic)), strict=True))
    assert [english for english, said in pairs if said == english or values(said) != values(english)] == []


def values(text: str) -> set[str]:
    """What is put into a text, such as @score."""
    return set(re.findall(r"@[a-z]+", text))


def test_there_are_five_discrepancies_each_with_a_reason_of_its_own() -> None:
    data = read("consignment_review", "content.json")
    wrong = [field for paper in data["documents"] for field in paper["fields"] if field["discrepancy"]]
    assert sorted(field["reason"] for field in wrong) == [1, 2, 3, 4, 5]
    assert all(field["feedback"] and field["hint"] for field in wrong)


def test_the_image_hides_four_things_within_its_frame_and_none_behind_a_decoy() -> None:
    data = read("image_search", "content.json")
    regions, decoys, height = data["regions"], data["decoys"], data["scene"]["height"]
    assert (len(regions), len(decoys)) == (4, 4)
    assert all(0 <= each["x"] <= 100 - each["width"] for each in regions + decoys)
    assert all(0 <= each["y"] <= height - each["height"] for each in regions + decoys)
    assert [(one["label"], other["label"]) for one in regions for other in decoys if overlap(one, other)] == []
    assert all(each["feedback"] for each in regions + decoys)


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


@pytest.fixture
def lucia(cast: Cast, settings: Any, tmp_path: Any) -> Client:
    """Writes the courses of Sanderra; files go into a storage of their own."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    client = Client()
    client.force_login(cast.lucia)
    return client


def package_of(cast: Cast, content: str) -> Package:
    packed = BytesIO(pack(content))
    return upload(file=packed, name="x.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()).package


@pytest.mark.parametrize("content", CONTENTS)
def test_a_content_is_drawn_field_by_field_and_saved_without_a_change(lucia: Client, cast: Cast, content: str) -> None:
    package = package_of(cast, content)
    before, path = live(package).content.filtered, reverse("h5p-edit", args=[package.pk])
    page = lucia.get(path).content.decode()
    form = Form("h5p-desk")
    form.feed(page)
    assert set(inputs(fields_of(content))) - {re.sub("[?]|:file", "", name) for name in form.names} == set()
    answer = lucia.post(path, dict(sent(page)) | {"do": "publish", "t.title": "Again"})
    assert (answer.status_code, live(package).number) == (302, 2)
    assert live(package).content.filtered == before


def inputs(fields: Fields, path: str = "p") -> Iterator[str]:
    """The names of a form's inputs for these fields, of each list for its first entry."""
    for field in fields:
        name = f"{path}.{field['name']}"
        if field["type"] == "list":
            entry = field["field"]
            yield from inputs(entry["fields"], f"{name}.0") if "fields" in entry else [f"{name}.0"]
        elif field["type"] == "group":
            yield from inputs(field["fields"], name)
        else:
            yield name


def test_an_author_gives_a_review_one_more_reason_and_one_more_discrepancy(lucia: Client, cast: Cast) -> None:
    package = package_of(cast, "consignment_review")
    expected, path = live(package).content.filtered, reverse("h5p-edit", args=[package.pk])
    opened = dict(sent(lucia.get(path).content.decode()))
    given = dict(sent(lucia.post(path, opened | {"do": "add:p.reasons"}).content.decode()))
    place = "p.documents.0.fields.5"
    said = {
        f"{place}.discrepancy": "on",
        f"{place}.reason": "7",
        f"{place}.hint": "Who pays the freight?",
        "p.behaviour.hintCost": "2",
        "p.reasons.6?": "Terms do not fit",
    }
    assert set(said) <= set(given)
    assert lucia.post(path, given | said | {"do": "publish"}).status_code == 302
    expected["reasons"].append("Terms do not fit")
    expected["documents"][0]["fields"][5] |= {"discrepancy": True, "reason": 7, "hint": "Who pays the freight?"}
    expected["behaviour"]["hintCost"] = 2
    assert live(package).content.filtered == expected


def test_an_image_search_is_written_from_nothing_in_arabic(lucia: Client, cast: Cast) -> None:
    package_of(cast, "image_search")
    path = reverse("h5p-make", args=["scbs", "H5P.ImageSearch-1.0"]) + "?language=ar"
    given = dict(sent(lucia.get(path).content.decode()))
    for what in ("p.scene.shapes", "p.regions"):
        given = dict(sent(lucia.post(path, given | {"do": f"add:{what}"}).content.decode()))
    said = {
        "t.title": "صورة",
        "p.introduction?": "ابحث",
        "p.alt?": "حاوية",
        "p.regions.0.label?": "كتلة",
        "p.regions.0.x": "40",
    }
    assert lucia.post(path, given | said | {"do": "publish"}).status_code == 302
    made = live(Package.objects.get(title="صورة")).content.filtered
    assert (made["regions"], made["l10n"]["check"]) == (
        [{"label": "كتلة", "x": 40, "y": 0, "width": 10, "height": 10, "outline": "box"}], "تحقق",
    )  # fmt: skip
    assert [(shape["kind"], shape["material"], shape["density"]) for shape in made["scene"]["shapes"]] == [
        ("box", "mixed", 60)
    ]
