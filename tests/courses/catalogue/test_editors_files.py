"""Editors' files and roles: who writes sees the library of that administration, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.images import get_image_model

from courses.catalogue import actions
from lms.people import actions as people
from lms.people.models import Membership
from tests.cast import LATELY, Cast, Offer, put_on_offer, raise_the_curtain


def library(person: object, name: str) -> int:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(f"/media/{name}").status_code


def test_a_picture_of_the_library_is_there_for_its_own_editors_only(cast: Cast, offer: Offer) -> None:
    image = get_image_model().objects.get()
    rendition = image.get_rendition("width-200")
    names = [image.file.name, rendition.file.name]

    for person in (cast.lucia, cast.ren, cast.admin):
        assert [library(person, name) for name in names] == [200, 200]
    for person in (None, cast.amina, cast.jonas, cast.stranger, cast.davit, cast.people["elif"], cast.wren):
        assert [library(person, name) for name in names] == [404, 404]


def test_a_name_that_is_no_picture_of_the_library_is_not_there(cast: Cast, offer: Offer) -> None:
    frozen = offer.release.editions.get().media.first().media.file.name

    assert library(cast.admin, frozen) == 404
    assert library(cast.admin, "../manage.py") == 404


@pytest.mark.parametrize(("name", "writes"), [("lucia", True), ("ren", True), ("amina", False), ("tomas", False)])
def test_a_role_that_writes_brings_its_holder_among_the_editors_and_its_end_out_again(
    transactional_db: None, name: str, writes: bool
) -> None:
    cast = raise_the_curtain()
    person = cast.people[name]

    assert person.groups.filter(editorship__administration=cast.sanderra).exists() is writes

    membership = Membership.objects.get(person=person)
    people.end_role(membership=membership, on=(LATELY - timedelta(days=9)).date(), by=cast.admin, at=LATELY)

    assert not person.groups.exists()


def test_following_a_role_twice_changes_nothing_more(cast: Cast) -> None:
    put_on_offer(cast)
    for _time in range(2):
        actions.join_editors(person=cast.lucia, administration=cast.sanderra, by=None, at=LATELY)

    assert cast.lucia.groups.count() == 1
