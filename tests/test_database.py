"""What the tests themselves stand on: every test finds the database as the migrations left it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site

from lms.core.clock import now
from lms.core.models import Event

FRESH = (0, 1, 1)


def rows() -> tuple[int, int, int]:
    return Event.objects.count(), Site.objects.count(), Locale.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_may_empty_everything() -> None:
    assert rows() == FRESH
    Site.objects.all().delete()
    Page.objects.all().delete()
    Group.objects.all().delete()
    assert (Page.objects.count(), Event.objects.create(type="t", version=1, payload={}, at=now()).pk) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_and_the_next_that_commits_finds_root_page_site_and_locale_again() -> None:
    assert rows() == FRESH
    assert Page.objects.get(depth=1).get_children().count() == 1
    assert Event.objects.create(type="t", version=1, payload={}, at=now()).pk == 1


@pytest.mark.django_db
def test_and_so_does_one_that_rolls_back() -> None:
    assert rows() == FRESH


def test_a_live_server_shares_the_database(live_server: object, django_user_model: type) -> None:
    assert rows() == FRESH
