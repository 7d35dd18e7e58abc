"""Files of batches that came to nothing go; those that a statement came with stay."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from lms.core.deliveries import wall_clock
from tests.conformance.xapi.test_attachments import described, first, mixed, part, send
from tests.tracking.lrs.making import client, statement
from tests.tracking.lrs.program import Program
from tracking.lrs.attachments import storing, sweeping
from tracking.lrs.attachments.models import Content
from tracking.lrs.tasks import sweep_files

pytestmark = pytest.mark.django_db


def sent(byte: bytes) -> str:
    """Send a statement with a file of this byte; where the file lies."""
    content = byte * (storing.LARGEST_INLINE + 1)
    answer = send(Program(*client()), mixed(first(statement(attachments=[described(content)])), part(content)))
    assert answer.status_code == 200
    return Content.objects.latest("pk").file


def test_a_file_whose_batch_was_taken_back_goes_after_a_day_and_one_that_is_needed_stays() -> None:
    kept = sent(b"k")
    with transaction.atomic():
        lost = sent(b"l")
        transaction.set_rollback(True)
    assert (sweep_files(), default_storage.exists(lost)) == (0, True)
    assert sweeping.sweep(at=wall_clock() + timedelta(days=1, minutes=1)) >= 1
    assert (default_storage.exists(kept), default_storage.exists(lost)) == (True, False)


def test_where_nothing_was_ever_kept_there_is_nothing_to_sweep() -> None:
    assert list(sweeping.files("lrs-of-nobody")) == []
