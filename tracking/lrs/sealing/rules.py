"""What a seal is made of.

A statement's digest is SHA-256 of a random salt and of everything that came with it; what we worked out ourselves (index
columns, whether it is voided) is not in it. A segment is a run of leaves (place, salt, digest), in the order of arrival. Its
own digest is an HMAC, under the tenant's key, of its bounds, its leaves without their salts and the digest of the segment
before. So a salt can be destroyed without breaking the chain, and nobody who only writes to the database can mend it.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from struct import Struct
from uuid import UUID

#: Place, salt, digest.
LEAF = Struct(">q16s32s")
#: The salt of a statement that was erased.
DESTROYED = bytes(16)
#: Leaves in a full segment, and what comes before the first one.
SIZE = 1_000
BEGINNING = bytes(32)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A statement as the seal knows it."""

    seq: int
    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that came with a statement, in words that are the same on every database."""

    seq: int
    statement_id: UUID
    stored: datetime
    timestamp: datetime
    origin: str
    credential_id: int
    version: str
    text: str

    def digest(self, salt: bytes) -> bytes:
        """None of the first parts holds a line feed, and the text stands last: no two statements read the same."""
        parts = (
            str(self.seq), self.statement_id.hex, self.stored.isoformat(), self.timestamp.isoformat(), self.origin,
            str(self.credential_id), self.version, self.text,
        )  # fmt: skip
        return sha256(salt + "\n".join(parts).encode()).digest()


def packed(leaves: Iterable[Leaf]) -> bytes:
    return b"".join(LEAF.pack(leaf.seq, leaf.salt, leaf.digest) for leaf in leaves)


def unpacked(leaves: bytes) -> Iterator[Leaf]:
    return (Leaf(*parts) for parts in LEAF.iter_unpack(leaves))


def segment_digest(
    leaves: Iterable[Leaf], *, key: bytes, tenant: UUID, number: int, first: int, last: int, before: bytes
) -> bytes:
    sealed = hmac.new(key, before, "sha256")
    sealed.update(f"segment\n{tenant.hex}\n{number}\n{first}\n{last}\n".encode())
    for leaf in leaves:
        sealed.update(leaf.seq.to_bytes(8, "big"))
        sealed.update(leaf.digest)
    return sealed.digest()


def tombstone_seal(*, key: bytes, tenant: UUID, seq: int, digest: bytes, reason: str, at: datetime) -> bytes:
    """Binds the digest to the reason and the moment that were logged."""
    said = f"tombstone\n{tenant.hex}\n{seq}\n{at.isoformat()}\n{reason}\n".encode() + digest
    return hmac.digest(key, said, "sha256")
