"""The written forms that xAPI prescribes: IRIs, UUIDs, language tags, moments, durations.

msgspec applies the patterns while it decodes, so a wrong form is found in the same pass as a wrong type. `FORMS` names
each pattern's failure, because a reader of an error wants "not_an_iri" and not a regular expression.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from msgspec import Meta

IRI_FORM = r'^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`\x7f]+\Z'
# Whatever version and variant: version 7 is younger than xAPI, and old activity providers send all sorts.
UUID_FORM = r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\Z"
MAILTO_FORM = r'^mailto:[^@\s<>"]+@[^@\s<>"]+\Z'
SHA1_FORM = r"^[0-9A-Fa-f]{40}\Z"
SHA2_FORM = r"^[0-9A-Fa-f]{56,128}\Z"
MEDIA_TYPE_FORM = r"^[A-Za-z0-9!#$&^_.+\-]+/[A-Za-z0-9!#$&^_.+\-]+(\s*;[^\r\n]*)?\Z"
# RFC 5646: language, extended language, script, region, variants, extensions, private use; or an old irregular tag.
TAG_FORM = (
    r"^(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?\Z|^[Xx](?:-[A-Za-z0-9]{1,8})+\Z|^[Ii](?:-[A-Za-z]{3,8})\Z|^en-GB-oed\Z|^sgn-[A-Z-]{5}\Z"
)
# A negative offset of zero says that the zone is unknown, and a moment must not be unknown.
MOMENT_FORM = r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[Zz]|(?!-00(?::?00)?\Z)[+\-]\d\d(?::?\d\d)?)?\Z"
DURATION_FORM = (
    r"^P(?=\d|T\d)(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)\Z"
)
VERSION_FORM = r"^(?:1\.0(?:\.\d+)?|2\.0\.\d+)\Z"

#: pattern → the name of its failure, and the section of the specification that asks for it.
FORMS = {
    IRI_FORM: ("not_an_iri", "Data 4.3"),
    UUID_FORM: ("not_a_uuid", "Data 4.4"),
    MAILTO_FORM: ("not_a_mailto_iri", "Data 2.4.2.3"),
    SHA1_FORM: ("not_a_sha1_sum", "Data 2.4.2.3"),
    SHA2_FORM: ("not_a_sha2_sum", "Data 2.4.11"),
    MEDIA_TYPE_FORM: ("not_a_media_type", "Data 2.4.11"),
    TAG_FORM: ("not_a_language_tag", "Data 4.2"),
    MOMENT_FORM: ("not_a_moment", "Data 4.5"),
    DURATION_FORM: ("not_a_duration", "Data 4.6"),
    VERSION_FORM: ("not_a_version", "Data 2.4.10"),
}

Iri = Annotated[str, Meta(pattern=IRI_FORM)]
Uuid = Annotated[str, Meta(pattern=UUID_FORM)]
Mailto = Annotated[str, Meta(pattern=MAILTO_FORM)]
Sha1 = Annotated[str, Meta(pattern=SHA1_FORM)]
Sha2 = Annotated[str, Meta(pattern=SHA2_FORM)]
MediaType = Annotated[str, Meta(pattern=MEDIA_TYPE_FORM)]
Tag = Annotated[str, Meta(pattern=TAG_FORM)]
Moment = Annotated[str, Meta(pattern=MOMENT_FORM)]
Duration = Annotated[str, Meta(pattern=DURATION_FORM)]
Version = Annotated[str, Meta(pattern=VERSION_FORM)]
LanguageMap = dict[Tag, str]
Extensions = dict[Iri, Any]

is_iri = re.compile(IRI_FORM).match
is_uuid = re.compile(UUID_FORM).match
is_moment = re.compile(MOMENT_FORM).match


def moment(text: str) -> datetime:
    """The moment that `text` names, in UTC; a time without a zone is taken as UTC. ValueError when there is none."""
    if not is_moment(text):
        raise ValueError(text)
    parsed = datetime.fromisoformat(text.upper())
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def written(at: datetime) -> str:
    """A moment as the store writes it: UTC, to the millisecond, which is as exact as `since` and `until` compare."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_the_millisecond(at: datetime) -> datetime:
    """What a moment says in text and in its column must be the same, and text has milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def broken(code: str, where: str = "") -> ValueError:
    """What a struct's own check raises: a code and, after "@", the path below the struct, for `refusals.refusal`."""
    return ValueError(f"{code}@{where}" if where else code)
