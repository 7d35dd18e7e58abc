"""A player may ask for a part of a file."""

import io

import pytest
from django.test import RequestFactory

from lms.core.ranges import NotSatisfiable, Part, answer_part, asked_part


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-3", Part(0, 3)),
        ("bytes=4-", Part(4, 9)),
        ("bytes=-2", Part(8, 9)),
        ("bytes=-99", Part(0, 9)),
        ("bytes=8-99", Part(8, 9)),
        (" bytes=9-9 ", Part(9, 9)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("bytes=one-two", None),
        ("bytes=٣-٤", None),
    ],
)
def test_a_header_asks_for_a_part_of_ten_bytes_or_for_all(header: str, part: Part | None) -> None:
    assert asked_part(header, size=10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        asked_part(header, size=10)


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ({}, 200, b"0123456789", None),
        ({"Range": "bytes=2-4"}, 206, b"234", "bytes 2-4/10"),
        ({"Range": "bytes=7-"}, 206, b"789", "bytes 7-9/10"),
        ({"Range": "bytes=10-"}, 416, b"", "bytes */10"),
    ],
)
def test_the_answer_says_which_part_it_is(asked: dict[str, str], status: int, content: bytes, said: str | None) -> None:
    response = answer_part(
        RequestFactory().get("/", headers=asked), io.BytesIO(b"0123456789"), size=10, mime="video/mp4"
    )
    assert (response.status_code, b"".join(response), response.get("Content-Range")) == (status, content, said)
    assert response["Accept-Ranges"] == "bytes"


def test_closing_the_answer_closes_the_file(db: None) -> None:
    file = io.BytesIO(b"0123456789")
    answer_part(RequestFactory().get("/", headers={"Range": "bytes=0-1"}), file, size=10, mime="video/mp4").close()
    assert file.closed is True
