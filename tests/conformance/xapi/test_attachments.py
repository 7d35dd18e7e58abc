"""The specification's requirements on attachments, by their section of xAPI 1.0.3 (Data, Communication)."""

from collections.abc import Callable
from hashlib import sha224, sha256, sha384, sha512
from typing import Any

import pytest
from django.core.files.storage import default_storage

from lms.core.clock import now
from tests.tracking.lrs.making import ORLAND, body, client, launch, statement
from tests.tracking.lrs.program import STATEMENTS, Program
from tracking.lrs.attachments import multipart, quota, storing
from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.models import Statement

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n--not-a-boundary\r\n\x00\xff"
BOUNDARY = "=-boundary_of:a'test-="


def described(content: bytes = PICTURE, sha: Callable[[bytes], Any] = sha256, **changed: Any) -> dict[str, Any]:
    whole = {
        "usageType": "https://x.example/picture", "display": {"en": "Picture"}, "contentType": "image/png",
        "length": len(content), "sha2": sha(content).hexdigest(),
    } | changed  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


def part(content: bytes = PICTURE, **changed: str) -> bytes:
    """A part of an attachment; a header that is given as "" is left out, an underscore stands for a hyphen."""
    headers = {
        "Content-Type": "image/png", "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha256(content).hexdigest(),
    } | {name.replace("_", "-"): value for name, value in changed.items()}  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return lines.encode() + b"\r\n" + content


def first(*statements: dict[str, Any], kind: str = "application/json") -> bytes:
    return b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body(*statements)


def mixed(*parts: bytes) -> bytes:
    delimiter = b"--" + BOUNDARY.encode()
    return b"".join(delimiter + b"\r\n" + one + b"\r\n" for one in parts) + delimiter + b"--\r\n"


def send(program: Program, sent: bytes, kind: str = f'multipart/mixed; boundary="{BOUNDARY}"') -> Any:
    return program.http.post(STATEMENTS, sent, content_type=kind)


WITH_PICTURE = statement(attachments=[described()])
WITH_ADDRESS = statement(attachments=[described(fileUrl="https://x.example/p.png")])
WITHIN = statement(object=statement(objectType="SubStatement", attachments=[described()]))

TAKEN: list[tuple[str, bytes]] = [
    ("Data 2.4.11 bytes and their description", mixed(first(WITH_PICTURE), part())),
    ("Communication 1.5.2 of a statement within", mixed(first(WITHIN), part())),
    ("Communication 1.5.2 no attachment at all", mixed(first(statement()))),
    ("Communication 1.5.2 only addresses", mixed(first(WITH_ADDRESS))),
    ("Communication 1.5.2 an address and bytes", mixed(first(WITH_ADDRESS), part())),
    ("Communication 1.5.2 one copy for several statements", mixed(first(WITH_PICTURE, WITH_PICTURE, statement()), part())),
    ("Communication 1.5.2 a part without a type", mixed(first(WITH_PICTURE), part(Content_Type=""))),
    ("Communication 1.5.2 hash in capitals", mixed(
        first(statement(attachments=[described(sha2=sha256(PICTURE).hexdigest().upper())])), part(),
    )),
    *(
        (f"Data 2.4.11 {sha(b'').name}", mixed(
            first(statement(attachments=[described(sha=sha)])), part(X_Experience_API_Hash=sha(PICTURE).hexdigest())
        ))
        for sha in (sha224, sha256, sha384, sha512)
    ),
    ("RFC 2046 a preamble and an epilogue", b"hello\r\n" + mixed(first(WITH_PICTURE), part()) + b"goodbye"),
    ("RFC 2046 blanks after the boundary", mixed(first(WITH_PICTURE), part()).replace(b"=-=\r\n", b"=-= \t\r\n")),
]  # fmt: skip

REFUSED: list[tuple[str, bytes, str]] = [
    ("Communication 1.5.2 neither bytes nor address", mixed(first(WITH_PICTURE)), "attachment_without_bytes"),
    ("Communication 1.5.2 the same within", mixed(first(WITHIN)), "attachment_without_bytes"),
    ("Communication 1.5.2 bytes of nobody", mixed(first(statement()), part()), "wrong_part"),
    ("Communication 1.5.2 statements first", mixed(part(), first(WITH_PICTURE)), "wrong_part"),
    ("Communication 1.5.2 statements as JSON", mixed(first(WITH_PICTURE, kind="text/plain"), part()), "wrong_part"),
    ("Communication 1.5.2 a hash", mixed(first(WITH_PICTURE), part(X_Experience_API_Hash="")), "wrong_part"),
    ("Communication 1.5.2 the hash of these bytes", mixed(
        first(WITH_PICTURE), part(PICTURE + b"!", X_Experience_API_Hash=sha256(PICTURE).hexdigest()),
    ), "wrong_part"),
    ("Communication 1.5.2 SHA-2", mixed(first(WITH_PICTURE), part(X_Experience_API_Hash="0" * 57)), "wrong_part"),
    ("Communication 1.5.2 an encoding", mixed(first(WITH_PICTURE), part(Content_Transfer_Encoding="")), "wrong_part"),
    ("Communication 1.5.2 no base64", mixed(first(WITH_PICTURE), part(Content_Transfer_Encoding="base64")), "wrong_part"),
    ("Communication 1.5.2 its type", mixed(first(WITH_PICTURE), part(Content_Type="text/html")), "another_media_type"),
    ("RFC 2046 nothing at all", b"\r\n", "malformed_multipart"),
    ("RFC 2046 no delimiter", body(WITH_PICTURE), "malformed_multipart"),
    ("RFC 2046 no end", mixed(first(WITH_PICTURE), part())[: -len(BOUNDARY) - 6], "malformed_multipart"),
    ("RFC 2046 an end in between", mixed(first(WITH_PICTURE)) + mixed(part()), "malformed_multipart"),
    ("RFC 2046 no parts", f"--{BOUNDARY}--\r\n".encode(), "malformed_multipart"),
    ("RFC 5322 a header without a colon", mixed(first(WITH_PICTURE), b"Content-Type\r\n" + part()), "malformed_multipart"),
    ("RFC 5322 a header twice", mixed(first(WITH_PICTURE), b"content-type: a/b\r\n" + part()), "malformed_multipart"),
    ("RFC 5322 a control character", mixed(first(WITH_PICTURE), b"X: \x00\r\n" + part()), "malformed_multipart"),
    ("RFC 5322 headers without end", mixed(b"X: y"), "malformed_multipart"),
    ("RFC 5322 headers too long", mixed(b"X: " + b"y" * 10_000 + b"\r\n\r\n"), "malformed_multipart"),
    ("ours: as many parts as anybody needs", mixed(*[part(b"")] * 1_100), "too_many_parts"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "sent"), TAKEN, ids=[row[0] for row in TAKEN])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_what_the_specification_allows_is_taken(section: str, sent: bytes, version: str) -> None:
    answer = send(Program(*client(), version=version), sent)
    assert answer.status_code == 200, section
    assert Statement.objects.count() == len(answer.json())


@pytest.mark.parametrize(("section", "sent", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_specification_forbids_is_refused_and_leaves_nothing(section: str, sent: bytes, code: str) -> None:
    answer = send(Program(*client()), sent)
    assert (answer.status_code, answer.json()["error"]) == (400, code), section
    assert (Statement.objects.count(), Content.objects.count()) == (0, 0)


@pytest.mark.parametrize("place", ["$.attachments[0]", "$.object.attachments[0]"])
def test_without_parts_every_attachment_says_where_it_is(place: str) -> None:
    answer = Program(*client()).post(WITHIN if "object" in place else WITH_PICTURE)
    assert (answer.status_code, answer.json()) == (
        400, {"error": "attachment_without_bytes", "path": place, "rule": "Communication 1.5.2"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    ["multipart/mixed", "multipart/mixed; boundary=", "multipart/mixed; boundary=" + "x" * 71, "multipart/form-data"],
)
def test_a_boundary_is_named_and_fits(kind: str) -> None:
    assert send(Program(*client()), mixed(first(WITH_PICTURE), part()), kind).status_code == 400


def test_a_single_statement_is_put_with_its_attachment() -> None:
    program, ident = Program(*client()), "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"
    sent = mixed(first(WITH_PICTURE), part())
    kind = f'multipart/mixed; boundary="{BOUNDARY}"'
    assert program.http.put(f"{STATEMENTS}?statementId={ident}", sent, content_type=kind).status_code == 204
    assert program.get(statementId=ident).json()["attachments"] == [described()]


def parts_of(answer: Any) -> list[multipart.Part]:
    return multipart.parts_of(answer.content, answer["Content-Type"])


@pytest.mark.parametrize(
    "content", [PICTURE, b"", b"x" * (storing.LARGEST_INLINE + 1)], ids=["small", "empty", "large"]
)
def test_attachments_come_back_when_asked_for(content: bytes) -> None:
    """Communication 2.1.3: with attachments=true a multipart answer, otherwise JSON without their bytes."""
    program = Program(*client())
    sent = statement(attachments=[described(content)])
    (ident,) = send(program, mixed(first(sent), part(content))).json()
    for parameters in ({"statementId": ident}, {}):
        with_bytes, without = program.get(**parameters, attachments="true"), program.get(**parameters)
        told, picture = parts_of(with_bytes)
        assert (told.media_type, told.content) == ("application/json", without.content)
        assert (picture.content, picture.media_type) == (content, "image/png")
        assert picture.headers["x-experience-api-hash"] == sha256(content).hexdigest()
        assert picture.headers["content-transfer-encoding"] == "binary"
        assert without["Content-Type"] == "application/json"


def test_a_page_carries_each_content_once_and_none_of_other_pages() -> None:
    program = Program(*client())
    other = statement(attachments=[described(b"other")])
    send(program, mixed(first(WITH_PICTURE, WITH_PICTURE, other), part(), part(b"other")))
    assert sorted(one.content for one in parts_of(program.get(attachments="true"))[1:]) == [b"other", PICTURE]
    assert [one.content for one in parts_of(program.get(attachments="true", limit="2", ascending="true"))[1:]] == [
        PICTURE
    ]
    assert len(parts_of(program.get(attachments="true", limit="0", verb="https://x.example/none"))) == 1
    assert (Content.objects.count(), Attached.objects.count()) == (2, 3)


def test_the_same_bytes_are_kept_once_per_tenant_and_handed_to_no_other() -> None:
    program, stranger = Program(*client()), Program(*client(ORLAND))
    for one in (program, program, stranger):
        send(one, mixed(first(WITH_PICTURE), part()))
    assert Content.objects.count() == 2
    stranger.post(WITH_ADDRESS)
    assert [len(parts_of(one.get(attachments="true"))) for one in (program, stranger)] == [2, 2]


def test_naming_a_hash_does_not_fetch_what_another_statement_brought() -> None:
    """Who may read only its own statements would otherwise read anybody's files of whose hash it has heard."""
    program = Program(*client())
    send(program, mixed(first(WITH_PICTURE), part()))
    (ident,) = program.post(WITH_ADDRESS).json()
    assert len(parts_of(program.get(statementId=ident, attachments="true"))) == 1


def test_large_bytes_lie_in_the_storage_under_their_hash() -> None:
    content = b"y" * (storing.LARGEST_INLINE + 1)
    program = Program(*client())
    send(program, mixed(first(statement(attachments=[described(content)])), part(content)))
    kept = Content.objects.get()
    assert kept.file == f"lrs/{kept.tenant}/{kept.sha2[:2]}/{kept.sha2}"
    assert (kept.inline, kept.length, default_storage.size(kept.file)) == (None, len(content), len(content))


def test_a_launch_brings_attachments_too() -> None:
    program = Program(*launch(now()))
    (ident,) = send(program, mixed(first(statement(actor=None, attachments=[described()])), part())).json()
    assert [one.content for one in parts_of(program.get(statementId=ident, attachments="true"))[1:]] == [PICTURE]


def test_a_launch_brings_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MOST_OF_A_REGISTRATION", len(PICTURE) + 5)
    program = Program(*launch(now()))
    sent = mixed(first(statement(actor=None, attachments=[described()])), part())
    more = mixed(first(statement(actor=None, attachments=[described(b"123456")])), part(b"123456"))
    less = mixed(first(statement(actor=None, attachments=[described(b"12345")])), part(b"12345"))
    assert [send(program, one).status_code for one in (sent, sent, more, less)] == [200, 200, 403, 200]
    others = mixed(first(statement(attachments=[described(b"123456")])), part(b"123456"))
    assert send(Program(*client()), others).status_code == 200
    assert Statement.objects.count() == 4
