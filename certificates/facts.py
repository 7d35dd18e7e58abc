"""Everything that is printed on a certificate, written down when it is issued: later changes of names, courses or levels do
not change what was attested. Titles are kept in every language that they have; the paper takes the holder's and English."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from certificates.models import Certification
from courses.catalogue.models import ReleaseEdition
from lms.competencies.models import HIGHEST_LEVEL, Level
from lms.people.models import Administration, User
from tracking.evidence.models import Evidence


def facts_of(
    *,
    certification: Certification,
    person: User,
    level: int,
    edition: ReleaseEdition,
    evidence: Iterable[Evidence],
    issued_on: date,
    expires_on: date | None,
    code: str,
) -> dict[str, Any]:
    """The facts as plain JSON."""
    issuer = certification.administration
    return {
        "code": code,
        "language": person.language or settings.LANGUAGE_CODE,
        "holder": {"name": str(person), "scripts": dict(person.name_in_scripts)},
        "issuer": in_languages(issuer.name, issuer.names) | {"code": issuer.code, "country": country_of(issuer)},
        "certification": in_languages(certification.title, certification.titles) | {"code": certification.code},
        "course": course_facts(edition),
        "competency": competency_facts(certification),
        "level": level_facts(certification, level),
        "evidence": [
            {"class": piece.evidence_class, "level": piece.level, "on": piece.at.date().isoformat()}
            for piece in evidence
        ],
        "issued_on": issued_on.isoformat(),
        "expires_on": expires_on.isoformat() if expires_on else None,
    }


def in_languages(text: str, others: dict[str, str]) -> dict[str, Any]:
    return {"title": text, "titles": dict(others)}


def country_of(issuer: Administration) -> str:
    return issuer.country


def course_facts(edition: ReleaseEdition) -> dict[str, Any]:
    """The course by the newest titles of the release that was completed, and the edition in which it was."""
    titles = dict(edition.release.editions.order_by("number").values_list("locale", "title"))
    title = titles.pop(settings.LANGUAGE_CODE, edition.title)
    return in_languages(title, titles) | {
        "uid": str(edition.release.course_uid),
        "code": edition.data.get("code", ""),
        "release": edition.release.number,
        "edition": edition.number,
        "language": edition.locale,
    }


def competency_facts(certification: Certification) -> dict[str, Any]:
    competency = certification.competency
    return in_languages(competency.title, competency.titles) | {"uid": str(competency.uid), "code": competency.code}


def level_facts(certification: Certification, level: int) -> dict[str, Any]:
    """The level with its words: its name, and what someone at it can be trusted with."""
    words = Level.objects.filter(framework=certification.competency.framework_id, number=level).first()
    name, anchor = (words.name, words.anchor) if words else ("", "")
    names, anchors = (words.names, words.anchors) if words else ({}, {})
    return {
        "number": level, "of": HIGHEST_LEVEL, "title": name, "titles": names, "anchor": anchor, "anchors": anchors
    }  # fmt: skip
