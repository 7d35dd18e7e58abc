"""The specification's requirements on signed statements (Data 2.6), one row each."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lms.core.clock import now
from tests.conformance.xapi.test_attachments import first, mixed, part, send
from tests.tracking.lrs.making import AMINA, JONAS, PASSED, client, launch, statement
from tests.tracking.lrs.program import Program
from tracking.lrs.models import Statement

pytestmark = pytest.mark.django_db
SHA = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}
IDENT = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"
DEED = statement(
    id=IDENT, timestamp="2027-03-01T09:00:00.123Z", result={"duration": "PT1.234S", "score": {"raw": 1.0}},
    context={"contextActivities": {"parent": {"id": "https://lms.example/course"}}},
)  # fmt: skip


@cache
def key(name: str = "signer") -> rsa.RSAPrivateKey:
    """One for each name: making them is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(subject: str, issuer: str, *, public: Any = None) -> str:
    name = {one: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (subject, issuer)}
    since = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(
        issuer_name=name[issuer], subject_name=name[subject], public_key=public or key(subject).public_key(),
        serial_number=7, not_valid_before=since, not_valid_after=since + timedelta(days=3650),
    ).sign(key(issuer), hashes.SHA256())  # fmt: skip
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()


def wrapped(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def signature(signed: Any = DEED, *, by: str = "signer", **header: Any) -> bytes:
    """A JWS in its compact form over `signed`."""
    told = {"alg": "RS256"} | header
    message = wrapped(json.dumps(told).encode()) + b"." + wrapped(json.dumps(signed).encode())
    return message + b"." + wrapped(key(by).sign(message, PKCS1v15(), SHA.get(told["alg"], SHA["RS256"])))


def attachment(jws: bytes, **changed: Any) -> dict[str, Any]:
    return {
        "usageType": "http://adlnet.gov/expapi/attachments/signature", "display": {"en": "Signature"},
        "contentType": "application/octet-stream", "length": len(jws), "sha2": sha256(jws).hexdigest(),
    } | changed  # fmt: skip


def signed_request(jws: bytes, deed: dict[str, Any] = DEED, **changed: Any) -> bytes:
    described = attachment(jws, **changed)
    return mixed(first(deed | {"attachments": [described]}), part(jws, Content_Type=described["contentType"]))


def other(**changed: Any) -> dict[str, Any]:
    return DEED | changed


MALFORMED, FOREIGN, UNVERIFIED = "malformed_signature", "signature_of_another_statement", "signature_does_not_verify"
NO_STATEMENTS: list[Any] = [[], 1, "x", {}, None, {"actor": 1, "verb": 2, "object": 3}]
OTHER_ALGORITHMS = ("none", "HS256", "ES256", "PS256", "rs256")


def elliptic() -> Any:
    return ec.generate_private_key(ec.SECP256R1()).public_key()


def over(payload: bytes) -> bytes:
    """A JWS with a payload that no signer of statements would sign."""
    return wrapped(b'{"alg":"RS256"}') + b"." + wrapped(payload) + b".AAAA"


# Functions, because keys and certificates are made when the first test asks for them.
TAKEN: list[tuple[str, Callable[[], bytes]]] = [
    *((f"{name} without a certificate", lambda name=name: signature(alg=name)) for name in SHA),
    *(
        (f"{name} with its certificate", lambda name=name: signature(alg=name, x5c=[certificate("signer", "signer")]))
        for name in SHA
    ),
    ("a chain of certificates", lambda: signature(x5c=[certificate("signer", "root"), certificate("root", "root")])),
    ("properties in another order", lambda: signature(dict(reversed(DEED.items())))),
    ("a timestamp in another zone", lambda: signature(other(timestamp="2027-03-01T10:00:00.123+01:00"))),
    (
        "a duration that differs by milliseconds",
        lambda: signature(other(result={"duration": "PT1.239S", "score": {"raw": 1}})),
    ),
    ("no identifier yet", lambda: signature({name: value for name, value in DEED.items() if name != "id"})),
    ("what the store sets", lambda: signature(other(authority=AMINA, stored="2027-03-01T09:00:00Z", version="1.0.0"))),
]
REFUSED: list[tuple[str, Callable[[], bytes], dict[str, Any], str]] = [
    ("another media type", signature, {"contentType": "text/plain"}, "wrong_media_type"),
    ("no JWS", lambda: b"signed, Amina", {}, MALFORMED),
    ("no JWS", lambda: b"a.b", {}, MALFORMED),
    ("JSON serialisation", lambda: b'{"payload":"","signatures":[]}', {}, MALFORMED),
    ("padding", lambda: signature() + b"==", {}, MALFORMED),
    ("no signature", lambda: signature().rpartition(b".")[0] + b".", {}, FOREIGN),
    *((f"algorithm {name}", lambda name=name: signature(alg=name), {}, MALFORMED) for name in OTHER_ALGORITHMS),
    ("a header that is none", lambda: b"W10" + signature()[signature().index(b".") :], {}, MALFORMED),
    ("a payload that is no JSON", lambda: over(b"{"), {}, MALFORMED),
    *((f"a payload of {told!r}", lambda told=told: signature(told), {}, FOREIGN) for told in NO_STATEMENTS),
    ("a payload that nests too deeply", lambda: over(b"[" * 9000), {}, "nested_too_deeply"),
    ("another actor", lambda: signature(other(actor=JONAS)), {}, FOREIGN),
    ("another verb", lambda: signature(other(verb={"id": PASSED})), {}, FOREIGN),
    ("another result", lambda: signature(other(result={"success": True})), {}, FOREIGN),
    ("another identifier", lambda: signature(other(id=IDENT.replace("5", "6"))), {}, FOREIGN),
    ("another moment", lambda: signature(other(timestamp="2027-03-01T09:00:00.124Z")), {}, FOREIGN),
    (
        "another key than the certificate's",
        lambda: signature(by="thief", x5c=[certificate("signer", "signer")]),
        {},
        UNVERIFIED,
    ),
    (
        "a chain that does not hold",
        lambda: signature(x5c=[certificate("signer", "root"), certificate("thief", "thief")]),
        {},
        UNVERIFIED,
    ),
    (
        "a key of another kind",
        lambda: signature(x5c=[certificate("signer", "root", public=elliptic())]),
        {},
        UNVERIFIED,
    ),
    ("no certificate in x5c", lambda: signature(x5c=["AAAA"]), {}, MALFORMED),
    ("no list in x5c", lambda: signature(x5c="AAAA"), {}, MALFORMED),
    ("nothing in x5c", lambda: signature(x5c=[]), {}, MALFORMED),
]


@pytest.mark.parametrize(("what", "signed"), TAKEN, ids=[row[0] for row in TAKEN])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_signature_over_the_statement_is_taken_with(what: str, signed: Callable[[], bytes], version: str) -> None:
    answer = send(Program(*client(), version=version), signed_request(signed()))
    assert (answer.status_code, Statement.objects.count()) == (200, 1), what


@pytest.mark.parametrize(("what", "signed", "changed", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_signature_is_refused_for(what: str, signed: Callable[[], bytes], changed: dict[str, Any], code: str) -> None:
    answer = send(Program(*client()), signed_request(signed(), **changed))
    told = answer.json()
    assert (answer.status_code, told["error"], Statement.objects.count()) == (400, code, 0), what
    assert told["path"] in ("$.attachments[0]", "$.attachments[0].contentType", "$")


def test_a_signature_comes_along_and_is_not_fetched_from_elsewhere() -> None:
    described = attachment(signature(), fileUrl="https://x.example/signature")
    answer = Program(*client()).post(DEED | {"attachments": [described]})
    assert (answer.status_code, answer.json()["error"]) == (400, "signature_without_bytes")


def test_one_bad_signature_keeps_a_whole_batch_out() -> None:
    good, bad = signature(), signature(other(actor=JONAS))
    batch = [statement(), DEED | {"attachments": [attachment(good)]}, statement(attachments=[attachment(bad)])]
    kind = "application/octet-stream"
    sent = mixed(first(*batch), part(good, Content_Type=kind), part(bad, Content_Type=kind))
    answer = send(Program(*client()), sent)
    assert (answer.status_code, answer.json()["path"], Statement.objects.count()) == (400, "$[2].attachments[0]", 0)


def test_what_a_launch_has_to_change_of_a_statement_was_not_signed() -> None:
    """The store writes the registration and clamps the moment: a signature over anything else would be kept as a lie."""
    program = Program(*launch(now()))
    assert send(program, signed_request(signature())).json()["error"] == "signature_of_another_statement"
