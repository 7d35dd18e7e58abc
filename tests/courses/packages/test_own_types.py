"""Our own H5P types are packed like anyone's, and refused for nothing."""

import json
import shutil
import subprocess
from io import BytesIO
from typing import Any

import pytest

from courses.packages.actions import LIMITS
from courses.packages.h5p.package import open_package
from courses.packages.h5p.types.pack import TYPES, pack

CONTENT = "consignment_review"


def parameters() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((TYPES / CONTENT / "content.json").read_text(encoding="utf-8"))
    return data


def test_the_same_content_is_packed_into_the_same_bytes() -> None:
    assert pack(CONTENT) == pack(CONTENT)


def test_the_package_is_sound() -> None:
    opened = open_package(BytesIO(pack(CONTENT)), name="review.h5p", limits=LIMITS, installed=lambda _identity: None)
    assert (opened.manifest["title"], len(opened.libraries), opened.reasons) == ("Consignment review", 1, [])


def test_there_are_five_discrepancies_each_with_a_reason_of_its_own() -> None:
    data = parameters()
    wrong = [field for paper in data["documents"] for field in paper["fields"] if field["discrepancy"]]
    assert sorted(field["reason"] for field in wrong) == [1, 2, 3, 4, 5]
    assert all(field["feedback"] for field in wrong)


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node.js to run the scoring with")
@pytest.mark.parametrize(
    ("marks", "points"),
    [
        ({}, 0),
        ({"0": 2}, 2),
        ({"0": 1}, 1),
        ({"0": None}, 1),
        ({"1": 0}, 0),
        ({"0": 2, "1": 0}, 1),
        ({"0": 2, "2": 4}, 4),
    ],
)
def test_a_mark_counts_its_reason_counts_and_a_false_mark_takes_away(marks: dict[str, int | None], points: int) -> None:
    fields = [{"wrong": True, "reason": 2}, {"wrong": False, "reason": -1}, {"wrong": True, "reason": 4}]
    script = (
        f"const s = require({json.dumps(str(TYPES / 'H5P.ConsignmentReview-1.0' / 'scoring.js'))});"
        f"console.log(s.points({json.dumps(fields)}, {json.dumps(marks)}), s.most({json.dumps(fields)}))"
    )
    said = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(points), "4"]
