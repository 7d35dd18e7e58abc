"""What tests that commit begin with: rows, numbers and files are as they were made, whatever the test before has done."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lms.people.models import Administration
from tests.committed import Committed


@pytest.fixture
def quay(own_storage: Path, committed: Committed) -> Administration:
    return committed(build)


def build() -> Administration:
    default_storage.save("seal.txt", ContentFile(b"whole"))
    return Administration.objects.create(code="quay", name="Quay")


@pytest.mark.parametrize("_time", range(3))
def test_each_test_finds_it_as_it_was_made(quay: Administration, _time: int) -> None:
    assert list(Administration.objects.values_list("pk", "code", "name")) == [(quay.pk, "quay", "Quay")]
    assert (quay.name, default_storage.open("seal.txt").read()) == ("Quay", b"whole")
    assert Administration.objects.create(code="pier", name="Pier").pk == quay.pk + 1
    quay.name = "Broken"
    quay.save()
    default_storage.delete("seal.txt")


def test_who_does_not_ask_for_it_finds_nothing_of_it(transactional_db: None, own_storage: Path) -> None:
    assert (Administration.objects.count(), default_storage.exists("seal.txt")) == (0, False)
