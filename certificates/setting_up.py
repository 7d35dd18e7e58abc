"""What an administration certifies, as set-up and the demo lay it down; HR uses the admin."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from certificates.models import Certification
from lms.competencies.models import Competency
from lms.core import audit
from lms.people.models import Administration, Membership, User
from lms.people.queries import administrations_of

CERTIFIES = (Membership.Role.HR, Membership.Role.ADMINISTRATOR)


@transaction.atomic
def open_certification(
    *,
    administration: Administration,
    code: str,
    title: str,
    titles: dict[str, str],
    course_uid: UUID,
    competency: Competency,
    level: int,
    months_valid: int | None,
    by: User,
    at: datetime,
) -> Certification:
    """Certify a competency that a course develops, up to a level, for so many months (None: for good).

    One of that code is handed back. Raises PermissionDenied for anyone but HR and administrators of the administration.
    """
    if not by.is_superuser and administration not in administrations_of(by, on=at.date(), roles=CERTIFIES):
        raise PermissionDenied(f"{by} does not certify for {administration}")
    certification, made = Certification.objects.get_or_create(
        administration=administration,
        code=code,
        defaults={
            "title": title,
            "titles": titles,
            "course_uid": course_uid,
            "competency": competency,
            "level": level,
            "months_valid": months_valid,
        },
    )
    if made:
        audit.record(by=by, at=at, verb="certification opened", about=certification, administration=administration)
    return certification
