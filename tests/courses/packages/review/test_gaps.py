"""What has gaps goes to no reviewer, and no reviewer makes it live."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from courses.packages import reviewing
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import HasGaps, live
from tests.cast import Cast
from tests.courses.packages.review.making import SNIPPET, decide, edit, newest, said, status, with_a_gap


@pytest.fixture
def draft(lucia: Client, version: PackageVersion) -> PackageVersion:
    """The second version, in which the text is empty."""
    return with_a_gap(lucia, version)


def test_what_has_gaps_is_not_submitted_on_wagtails_form(
    lucia: Client, cast: Cast, draft: PackageVersion, workflow: Workflow
) -> None:  # fmt: skip
    form = reverse(f"{SNIPPET}edit", args=[draft.package_id])
    answer = lucia.post(form, {"title": "Another", "action-submit": "1"}, follow=True)
    assert (status(draft), newest(draft).number, "Another" in said(answer)) == (None, 2, True)
    with pytest.raises(HasGaps):
        reviewing.submit(Package.objects.get(pk=draft.package_id), by=cast.lucia)


def test_what_has_gaps_is_not_approved_from_the_list_of_what_awaits_a_review(
    nadia: Client, cast: Cast, draft: PackageVersion, workflow: Workflow
) -> None:  # fmt: skip
    """Submitted when nobody asked, or by other means."""
    package = Package.objects.get(pk=draft.package_id)
    workflow.start(package, cast.lucia)
    answer = decide(nadia, draft, "approve")
    assert (answer.status_code, status(draft), live(package).number) == (302, "in_progress", 1)
    assert "Second title" in said(nadia.get(edit(draft)))
    with pytest.raises(HasGaps):
        reviewing.decide(package, decision="approve", by=cast.nadia)
    assert decide(nadia, draft, "reject", comment="Say what it is about.").status_code == 302
    assert status(draft) == "needs_changes"


def test_what_has_gaps_is_not_approved_on_wagtails_form(
    nadia: Client, cast: Cast, draft: PackageVersion, workflow: Workflow
) -> None:  # fmt: skip
    workflow.start(Package.objects.get(pk=draft.package_id), cast.lucia)
    form = reverse(f"{SNIPPET}edit", args=[draft.package_id])
    given = {"title": "Seals", "action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = nadia.post(form, given, follow=True)
    assert (status(draft), live(draft.package).number) == ("in_progress", 1)
    assert "Seals" in said(answer)
