"""Signed statements: a JSON web signature (RFC 7515) among the attachments, over the statement before it was signed.

As the specification says, this catches mistakes: whether to trust a certificate is for whoever reads the statement.
"""

import base64
import binascii
from itertools import pairwise
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_der_x509_certificate

from tracking.lrs import equality
from tracking.lrs.attachments.rules import Parts, all_of
from tracking.lrs.reading import MALFORMED, check_depth
from tracking.lrs.refusals import Refused
from tracking.lrs.statement import Attachment, Statement

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
SECTION = "Data 2.6"
ALGORITHMS = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}
#: Certificates from the signer's own up to the root; each is one RSA operation.
LONGEST_CHAIN = 10


def check(statement: Statement, text: bytes, parts: Parts, path: str) -> None:
    """Refuse a statement with a signature that is malformed, of another statement, or not of its certificate."""
    for place, attachment in all_of(statement, path):
        if attachment.usage_type == SIGNATURE:
            check_one(attachment, text, parts, place)


def check_one(attachment: Attachment, text: bytes, parts: Parts, place: str) -> None:
    if attachment.content_type.partition(";")[0].strip().lower() != "application/octet-stream":
        raise Refused("wrong_media_type", path=f"{place}.contentType", section=SECTION)
    part = parts.get(attachment.sha2.lower())
    if part is None:
        raise Refused("signature_without_bytes", path=place, section=SECTION)
    try:
        header, payload, signature = (unwrapped(piece) for piece in part.content.strip().split(b"."))
        check_depth(payload)
        told, signed = msgspec.json.decode(header), msgspec.json.decode(payload)
        certificates = chain(told)
        algorithm = ALGORITHMS[told["alg"]]
    except (ValueError, KeyError, TypeError, *MALFORMED):
        raise Refused("malformed_signature", path=place, section=SECTION) from None
    if not signature or not equality.is_signed_form(signed, text):
        raise Refused("signature_of_another_statement", path=place, section=SECTION)
    if certificates:
        verify(certificates, part.content.strip().rpartition(b".")[0], signature, algorithm, place)


def unwrapped(piece: bytes) -> bytes:
    """base64url without padding, and nothing else; binascii.Error is a ValueError."""
    if piece.strip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"):
        raise binascii.Error
    return base64.urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))


def chain(header: dict[str, Any]) -> list[Certificate]:
    """The certificates of the header's x5c, the signer's own first; none where it has none."""
    if "x5c" not in header:
        return []
    encoded = header["x5c"]
    if not isinstance(encoded, list) or not 1 <= len(encoded) <= LONGEST_CHAIN:
        raise ValueError("x5c")
    return [load_der_x509_certificate(base64.b64decode(one, validate=True)) for one in encoded]


def verify(
    certificates: list[Certificate], message: bytes, signature: bytes, algorithm: hashes.HashAlgorithm, place: str
) -> None:
    """The first certificate's key made the signature, and each certificate was issued by the next."""
    try:
        key = certificates[0].public_key()
        if not isinstance(key, RSAPublicKey):
            raise TypeError
        key.verify(signature, message, PKCS1v15(), algorithm)
        for issued, issuer in pairwise(certificates):
            issued.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        raise Refused("signature_does_not_verify", path=place, section=SECTION) from None
