"""An edition is read from its text once by a process; what is recalled is what was frozen."""

from typing import Any

import pytest
from django.test import Client

from courses.catalogue import recalling
from courses.catalogue.queries import editions_for
from courses.catalogue.releases import ReleaseEdition
from lms.core.digests import digest_of
from tests.cast import Cast, Offer, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "_held", {})


def test_it_is_read_once(offer: Offer, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        first = editions_for([offer.release.pk], "en")[offer.release.pk]
    with django_assert_num_queries(1):
        again = editions_for([offer.release.pk], "en")[offer.release.pk]
    assert again.data is first.data
    assert again.data == ReleaseEdition.objects.get(pk=first.pk).data
    assert digest_of(again.data) == again.digest


def test_another_edition_of_the_same_release_is_another_course_text(offer: Offer) -> None:
    old = editions_for([offer.release.pk], "en")[offer.release.pk]
    newer = ReleaseEdition.objects.get(pk=old.pk)
    newer.pk, newer.number, newer.data = None, old.number + 1, {**old.data, "title": "Mended"}
    newer.digest = digest_of(newer.data)
    newer.save()
    assert editions_for([offer.release.pk], "en")[offer.release.pk].data["title"] == "Mended"


def test_what_was_read_first_is_let_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "MOST", 2)
    for name in ("a", "b", "c"):
        recalling.keep({name: {"title": name}})
    assert list(recalling._held) == ["b", "c"]


def test_nothing_that_shows_or_follows_a_course_writes_into_it(cast: Cast, offer: Offer, client: Client) -> None:
    enrolled = enrol(cast, cast.amina, offer)
    client.force_login(cast.amina)
    for lesson in offer.release.rules["lessons"]:
        address = f"/learn/{enrolled.uid}/{lesson}/"
        assert (client.get(address).status_code, client.post(address).status_code) == (200, 302)
    assert client.get(f"/learn/{enrolled.uid}/").status_code == client.get("/my/").status_code == 200
    assert [digest_of(held) for held in recalling._held.values()] == list(recalling._held)
