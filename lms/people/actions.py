"""Opening accounts, giving and ending roles."""

from datetime import date, datetime

from django.db import transaction

from lms.core import audit
from lms.people.models import Administration, Membership, OrgUnit, Post, User


class ScopeMismatch(Exception):
    """The unit or post belongs to another administration than the role."""


@transaction.atomic
def open_account(
    *, username: str, email: str, name: tuple[str, str], by: User | None, at: datetime, password: str | None = None,
    language: str = "", time_zone: str = "", name_in_scripts: dict[str, str] | None = None,
) -> User:
    """Make an account; without a password its holder sets one by the reset mail."""
    user = User(
        username=username, email=email, first_name=name[0], last_name=name[1], language=language, time_zone=time_zone,
        name_in_scripts=name_in_scripts or {}, date_joined=at,
    )
    user.set_password(password)
    user.save()
    audit.record(by=by, at=at, verb="account opened", about=user)
    return user


@transaction.atomic
def give_role(
    *, person: User, administration: Administration, role: str, since: date, by: User | None, at: datetime,
    unit: OrgUnit | None = None, post: Post | None = None, until: date | None = None,
) -> Membership:
    """Give a role with its scope and dates; giving the same open role again changes nothing.

    Raises ScopeMismatch when unit or post are not of that administration.
    """
    for scope in (unit, post):
        if scope is not None and scope.administration_id != administration.pk:
            raise ScopeMismatch(f"{scope} is not of {administration}")
    membership, made = Membership.objects.get_or_create(
        person=person, administration=administration, role=role, unit=unit, post=post, until=until,
        defaults={"since": since},
    )
    if made:
        audit.record(by=by, at=at, verb="role given", about=membership, administration=administration, role=role)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, on: date, by: User | None, at: datetime) -> Membership:
    """End a role: `on` is its last day, but never before it began."""
    membership.until = max(on, membership.since)
    membership.save(update_fields=["until"])
    audit.record(by=by, at=at, verb="role ended", about=membership, administration=membership.administration)
    return membership
