"""Amina in the middle of a course of her own administration, with everything of hers that an address can name."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from courses.catalogue.editors import Editorship
from courses.catalogue.models import EditionMedia
from lms.core import clock
from tests.cast import Cast, Offer, enrol, put_on_offer
from tests.repository.addresses import addresses
from tracking.enrolment.models import Enrolment
from tracking.lrs.models import Statement
from tracking.study import actions as study

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Scene:
    """The cast, Amina's course and enrolment, and what fills the parts of each address."""

    cast: Cast
    offer: Offer
    enrolment: Enrolment
    statement: Statement
    document: Document
    values: dict[str, dict[str, Any]]
    admin_values: dict[str, Any]

    def client(self, who: str) -> Client:
        """A browser in which that person has signed in; without a name, nobody."""
        client = Client()
        if who:
            client.force_login(self.cast.people[who], backend=BACKEND)
        return client

    def path(self, name: str) -> str:
        address = next(each for each in addresses(get_resolver().url_patterns) if each.name == name)
        return address.filled(self.values[name])


class Filled(dict[str, dict[str, Any]]):
    """The same values for every address but those that name their own."""

    def __init__(self, same: dict[str, Any], **own: dict[str, Any]) -> None:
        super().__init__(own)
        self.same = same

    def __missing__(self, _name: str) -> dict[str, Any]:
        return self.same


def set_the_scene(cast: Cast) -> Scene:
    offer = put_on_offer(cast, audience="own")
    enrolment = enrol(cast, cast.amina, offer)
    edition = offer.release.editions.get()
    lesson = offer.release.rules["lessons"][1]
    launched = study.open_lesson(enrolment=enrolment, lesson_uid=lesson, edition=edition, by=cast.amina, at=clock.now())
    study.read(launch=launched, by=cast.amina, at=clock.now())
    document = Document.objects.create(
        title="Tariff notes",
        file=ContentFile(b"notes", name="notes.txt"),
        collection=Editorship.objects.get(administration=cast.sanderra).collection,
    )
    page = offer.page
    same = {
        "enrolment": enrolment.uid,
        "lesson": lesson,
        "quiz": offer.release.rules["quizzes"][0],
        "digest": EditionMedia.objects.filter(edition=edition).first().media.digest,
        "course": page.translation_key,
        "person": cast.amina.uid,
        "name": get_image_model().objects.get().file.name,
    }
    return Scene(
        cast=cast,
        offer=offer,
        enrolment=enrolment,
        statement=Statement.objects.latest("seq"),
        document=document,
        values=Filled(
            same,
            wagtail_serve={"part1": page.url.lstrip("/")},
            wagtaildocs_serve={"part1": document.pk, "part2": document.filename},
        ),
        admin_values={
            "int": page.pk,
            "pk": page.pk,
            "part1": page.pk,
            "part2": page.pk,
            "str": "courses",
            "slug": "courses",
        },
    )
