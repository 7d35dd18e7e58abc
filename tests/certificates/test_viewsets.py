"""HR says in the editors' admin what is certified, for its own administration; nobody else does."""

import pytest
from django.test import Client

from certificates.models import Certification
from courses.catalogue.actions import join_editors
from tests.cast import LONG_AGO
from tests.repository.scene import BACKEND


def editor(cast, who: str, administration) -> Client:
    join_editors(person=cast.people[who], administration=administration, by=cast.admin, at=LONG_AGO)
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def form(ground, **other) -> dict:
    return {
        "administration": ground.cast.sanderra.pk, "title": "Data literacy", "titles": "{}", "code": "data",
        "course_uid": str(ground.offer.release.course_uid), "competency": ground.cast.competencies["P3"].pk,
        "lowest": 2, "level": 2, "months_valid": 12, "months_window": 3,
    } | other  # fmt: skip


def test_hr_adds_and_changes_a_certification(ground):
    ren = editor(ground.cast, "ren", ground.cast.sanderra)
    assert ren.post("/admin/certifications/new/", form(ground)).status_code == 302
    made = Certification.objects.get(code="data")
    assert (made.level, made.months_valid, made.course_uid) == (2, 12, ground.offer.release.course_uid)
    assert ren.post(f"/admin/certifications/edit/{made.pk}/", form(ground, months_valid=24)).status_code == 302
    made.refresh_from_db()
    assert made.months_valid == 24
    assert "Data literacy" in ren.get("/admin/certifications/").text


@pytest.mark.parametrize(("who", "home"), [("davit", "tirvan"), ("lucia", "sanderra")])
def test_foreign_hr_and_a_trainer_neither_read_nor_change_it(ground, who, home):
    client = editor(ground.cast, who, getattr(ground.cast, home))
    assert "Risk management and targeting" not in client.get("/admin/certifications/", follow=True).text
    address = f"/admin/certifications/edit/{ground.certification.pk}/"
    answers = [client.get(address).status_code, client.post(address, form(ground, title="Taken")).status_code]
    assert answers == ([404, 404] if who == "davit" else [302, 302])
    ground.certification.refresh_from_db()
    assert ground.certification.title == "Risk management and targeting"


def test_hr_cannot_certify_for_another_administration(ground):
    davit = editor(ground.cast, "davit", ground.cast.tirvan)
    assert davit.post("/admin/certifications/new/", form(ground)).status_code == 200
    assert Certification.objects.count() == 1


def test_a_certification_is_never_deleted(ground):
    ren = editor(ground.cast, "ren", ground.cast.sanderra)
    ren.post(f"/admin/certifications/delete/{ground.certification.pk}/")
    assert Certification.objects.filter(pk=ground.certification.pk).exists()
