"""Our own H5P types are packed like anyone's, and refused for nothing."""

import json
from io import BytesIO
from typing import Any

from courses.packages.actions import LIMITS
from courses.packages.h5p.package import House, open_package
from courses.packages.h5p.types.pack import TYPES, pack

CONTENT = "consignment_review"


def parameters() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((TYPES / CONTENT / "content.json").read_text(encoding="utf-8"))
    return data


def test_the_same_content_is_packed_into_the_same_bytes() -> None:
    assert pack(CONTENT) == pack(CONTENT)


def test_the_package_is_sound() -> None:
    opened = open_package(BytesIO(pack(CONTENT)), name="review.h5p", house=House(LIMITS))
    assert (opened.manifest["title"], len(opened.libraries), opened.reasons) == ("Consignment review", 1, [])


def test_there_are_five_discrepancies_each_with_a_reason_of_its_own() -> None:
    data = parameters()
    wrong = [field for paper in data["documents"] for field in paper["fields"] if field["discrepancy"]]
    assert sorted(field["reason"] for field in wrong) == [1, 2, 3, 4, 5]
    assert all(field["feedback"] for field in wrong)
