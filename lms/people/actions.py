"""Opening accounts, giving and ending roles."""

from datetime import date, datetime

from django.db import transaction

from lms.core import audit
from lms.core.events import publish
from lms.people.events import RoleEnded, RoleGiven
from lms.people.models import Administration, Membership, OrgUnit, Post, User


class ScopeMismatch(Exception):
    """The unit or post belongs to another administration than the role."""


@transaction.atomic
def open_administration(
    *,
    code: str,
    name: str,
    by: User | None,
    at: datetime,
    kind: str = Administration.Kind.ADMINISTRATION,
    parent: Administration | None = None,
    country: str = "",
    time_zone: str = "UTC",
    names: dict[str, str] | None = None,
) -> Administration:
    """Take an administration, a region or the organisation above them onto this site, or find the one with that code."""
    administration, made = Administration.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "names": names or {},
            "kind": kind,
            "parent": parent,
            "country": country,
            "time_zone": time_zone,
        },
    )
    if made:
        audit.record(by=by, at=at, verb="administration opened", about=administration, administration=administration)
    return administration


@transaction.atomic
def open_unit(
    *,
    administration: Administration,
    code: str,
    name: str,
    by: User | None,
    at: datetime,
    parent: OrgUnit | None = None,
    names: dict[str, str] | None = None,
) -> OrgUnit:
    """Open a unit, under another one or at the top. Raises ScopeMismatch when the parent is another administration's."""
    if parent is not None and parent.administration_id != administration.pk:
        raise ScopeMismatch(f"{parent} is not of {administration}")
    fields = {"administration": administration, "code": code, "name": name, "names": names or {}}
    # Read again: treebeard counts a parent's children in the object it is given.
    unit = OrgUnit.objects.get(pk=parent.pk).add_child(**fields) if parent else OrgUnit.add_root(**fields)
    audit.record(by=by, at=at, verb="unit opened", about=unit, administration=administration)
    return unit


@transaction.atomic
def open_post(
    *,
    administration: Administration,
    code: str,
    title: str,
    by: User | None,
    at: datetime,
    titles: dict[str, str] | None = None,
) -> Post:
    """Open a post, that is, a job profile that people hold."""
    post = Post.objects.create(administration=administration, code=code, title=title, titles=titles or {})
    audit.record(by=by, at=at, verb="post opened", about=post, administration=administration)
    return post


@transaction.atomic
def open_account(
    *,
    username: str,
    email: str,
    name: tuple[str, str],
    by: User | None,
    at: datetime,
    password: str | None = None,
    language: str = "",
    time_zone: str = "",
    name_in_scripts: dict[str, str] | None = None,
) -> User:
    """Make an account; without a password its holder sets one by the reset mail."""
    user = User(
        username=username,
        email=email.lower(),  # as sign-in and the reset mail look for it
        first_name=name[0],
        last_name=name[1],
        language=language,
        time_zone=time_zone,
        name_in_scripts=name_in_scripts or {},
        date_joined=at,
    )
    user.set_password(password)
    user.save()
    audit.record(by=by, at=at, verb="account opened", about=user)
    return user


@transaction.atomic
def give_role(
    *,
    person: User,
    administration: Administration,
    role: str,
    since: date,
    by: User | None,
    at: datetime,
    unit: OrgUnit | None = None,
    post: Post | None = None,
    until: date | None = None,
) -> Membership:
    """Give a role with its scope and dates; giving the same open role again changes nothing.

    Raises ScopeMismatch when unit or post are not of that administration.
    """
    for scope in (unit, post):
        if scope is not None and scope.administration_id != administration.pk:
            raise ScopeMismatch(f"{scope} is not of {administration}")
    membership, made = Membership.objects.get_or_create(
        person=person,
        administration=administration,
        role=role,
        unit=unit,
        post=post,
        until=until,
        defaults={"since": since},
    )
    if made:
        audit.record(by=by, at=at, verb="role given", about=membership, administration=administration, role=role)
        publish(RoleGiven(at=at, membership_id=membership.pk, person_id=person.pk, administration_id=administration.pk))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, on: date, by: User | None, at: datetime) -> Membership:
    """End a role: `on` is its last day, but never before it began."""
    membership.until = max(on, membership.since)
    membership.save(update_fields=["until"])
    audit.record(by=by, at=at, verb="role ended", about=membership, administration=membership.administration)
    publish(
        RoleEnded(
            at=at,
            membership_id=membership.pk,
            person_id=membership.person_id,
            administration_id=membership.administration_id,
        )
    )
    return membership
