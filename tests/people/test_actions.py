"""Opening accounts and units, giving and ending roles: what is written, what is refused, what the log says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lms.core.models import AuditEntry
from lms.people import actions
from lms.people.models import Administration, Membership, OrgUnit, User, is_time_zone
from tests.cast import LATELY, LONG_AGO, Cast

Role = Membership.Role
SINCE = date(2026, 3, 1)


def last_entry() -> tuple[str, str, str, int | None, int | None]:
    entry = AuditEntry.objects.latest("pk")
    return entry.verb, entry.about_type, entry.about_id, entry.by_id, entry.administration_id


def test_a_role_is_given_once_and_the_log_says_by_whom_and_where(cast: Cast) -> None:
    given = {"person": cast.bela, "administration": cast.sanderra, "role": Role.TRAINER, "since": SINCE}
    first = actions.give_role(**given, unit=cast.units["AVI"], by=cast.ren, at=LATELY)
    assert last_entry() == ("role given", "lms.membership", str(first.pk), cast.ren.pk, cast.sanderra.pk)
    written = AuditEntry.objects.count()

    again = actions.give_role(**given, unit=cast.units["AVI"], by=cast.ren, at=LATELY)
    assert (again, AuditEntry.objects.count()) == (first, written)


@pytest.mark.parametrize("scope", ["unit", "post"])
def test_a_scope_of_another_administration_is_refused_and_leaves_no_trace(cast: Cast, scope: str) -> None:
    foreign = {"unit": cast.units["TIR"]} if scope == "unit" else {"post": cast.posts["T01"]}
    before = (Membership.objects.count(), AuditEntry.objects.count())
    with pytest.raises(actions.ScopeMismatch):
        actions.give_role(
            person=cast.bela, administration=cast.sanderra, role=Role.SUPERVISOR, since=SINCE, by=cast.ren, at=LATELY,
            **foreign,
        )  # fmt: skip
    assert (Membership.objects.count(), AuditEntry.objects.count()) == before


def test_a_unit_opens_only_below_one_of_its_own_administration(cast: Cast) -> None:
    below = {"code": "X", "name": "Quay", "parent": cast.units["TIR"], "by": cast.admin, "at": LATELY}
    with pytest.raises(actions.ScopeMismatch):
        actions.open_unit(administration=cast.sanderra, **below)
    unit = actions.open_unit(administration=cast.tirvan, **below)
    assert (unit.get_parent(), last_entry()[:3]) == (cast.units["TIR"], ("unit opened", "lms.orgunit", str(unit.pk)))
    assert list(OrgUnit.objects.filter(administration=cast.sanderra, code="X")) == []


@pytest.mark.parametrize(("on", "last"), [(date(2026, 9, 30), date(2026, 9, 30)), (date(2025, 1, 1), LONG_AGO.date())])
def test_a_role_ends_on_its_last_day_and_never_before_it_began(cast: Cast, on: date, last: date) -> None:
    membership = cast.jonas.memberships.get()
    actions.end_role(membership=membership, on=on, by=cast.ren, at=LATELY)
    membership.refresh_from_db()
    assert membership.until == last
    assert last_entry() == ("role ended", "lms.membership", str(membership.pk), cast.ren.pk, cast.sanderra.pk)


def test_a_role_that_ended_can_be_given_again(cast: Cast) -> None:
    ended = actions.end_role(membership=cast.jonas.memberships.get(), on=SINCE, by=cast.ren, at=LATELY)
    again = actions.give_role(
        person=cast.jonas, administration=cast.sanderra, role=Role.SUPERVISOR, since=SINCE + timedelta(days=1),
        unit=cast.units["PVS"], by=cast.ren, at=LATELY,
    )  # fmt: skip
    assert again.pk != ended.pk
    assert list(cast.jonas.memberships.order_by("since").values_list("until", flat=True)) == [SINCE, None]


def test_the_database_keeps_one_open_membership_and_no_end_before_its_beginning(cast: Cast) -> None:
    open_one = {"person": cast.amina, "administration": cast.sanderra, "role": Role.OFFICER,
                "unit": cast.units["PVS"], "post": cast.posts["R09"]}  # fmt: skip
    with pytest.raises(IntegrityError, match="one_open_membership"), transaction.atomic():
        Membership.objects.create(**open_one, since=SINCE)
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"), transaction.atomic():
        Membership.objects.create(**open_one, since=SINCE, until=SINCE - timedelta(days=1))
    assert cast.amina.memberships.count() == 1


def test_an_administration_is_opened_once_and_keeps_its_name(cast: Cast) -> None:
    again = actions.open_administration(code="scbs", name="Another name", by=cast.admin, at=LATELY)
    assert (again.pk, again.name) == (cast.sanderra.pk, "Sanderra Customs")
    assert AuditEntry.objects.filter(verb="administration opened").count() == Administration.objects.count() == 4


def test_an_account_without_a_password_opens_to_nobody_until_one_is_set(cast: Cast) -> None:
    person = actions.open_account(
        username="mira", email="Mira@Sanderra.example", name=("Mira", "Example"), by=cast.ren, at=LATELY
    )
    assert (person.has_usable_password(), person.date_joined) == (False, LATELY)
    assert last_entry() == ("account opened", "lms.user", str(person.pk), cast.ren.pk, None)
    assert User.objects.get(username="mira").memberships.count() == 0


def test_a_post_is_opened_and_logged(cast: Cast) -> None:
    post = actions.open_post(administration=cast.tirvan, code="T02", title="Clerk", by=cast.davit, at=LATELY)
    assert last_entry() == ("post opened", "lms.post", str(post.pk), cast.davit.pk, cast.tirvan.pk)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "utc+3", "../etc/passwd"])
def test_a_time_zone_that_nobody_lives_in_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        is_time_zone(name)
