"""Locks and history of interactive content, and whom Wagtail tells of it, whose own pages ask too little."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState

from courses.packages import actions
from courses.packages.models import PackageVersion
from courses.packages.publishing import live
from lms.core import clock
from lms.people.models import User
from tests.cast import Cast
from tests.courses.packages.review.making import SNIPPET, decide, edit, package_of, save, signed_in, status

# Locks and history


def test_a_locked_content_is_changed_by_nobody_else(
    cast: Cast, lucia: Client, nadia: Client, version: PackageVersion
) -> None:
    back = reverse("h5p-versions", args=[version.package_id])
    lock, unlock = (reverse(SNIPPET + name, args=[version.package_id]) for name in ("lock", "unlock"))
    assert lock in signed_in(cast.lucia).get(back).content.decode()
    assert signed_in(cast.lucia).post(lock, {"next": back})["Location"] == back

    page = nadia.get(edit(version)).content.decode()
    assert ("was locked" in page, 'value="save"' in page.partition("h5p-foot")[2]) == (True, False)
    assert save(nadia, version, do="publish").status_code == 200
    assert nadia.post(unlock)["Location"] == "/admin/"
    assert nadia.post(reverse("h5p-restore", args=[version.package_id, 1])).status_code == 302
    assert package_of(version).versions.count() == 1
    assert save(lucia, version, do="save").status_code == 302
    assert lucia.post(unlock).status_code == 302
    assert save(nadia, version, do="save", **{"t.title": "Hers"}).status_code == 302


def test_history_tells_of_revisions_and_of_reviews(lucia: Client, nadia: Client, submitted: PackageVersion) -> None:
    decide(nadia, submitted, "reject", comment="Say which seals.")
    pk = submitted.package_id
    page = lucia.get(reverse("h5p-versions", args=[pk])).content.decode()
    # Submitted, sent back.
    assert [page.count(text) for text in ("Say which seals.", "A second look", "Review of contents")] == [1, 2, 2]
    history = lucia.get(reverse(f"{SNIPPET}history", args=[pk])).content.decode()
    both = [each.pk for each in submitted.package.revisions.order_by("pk")]
    assert reverse(f"{SNIPPET}revisions_compare", args=[pk, *both]) in history
    state = WorkflowState.objects.for_instance(submitted.package).get()
    assert lucia.get(reverse(f"{SNIPPET}workflow_history", args=[pk])).status_code == 200
    detail = lucia.get(reverse(f"{SNIPPET}workflow_history_detail", args=[pk, state.pk])).content.decode()
    assert "Say which seals." in detail


def test_wagtails_looks_at_revisions_lead_to_the_versions_that_they_name(
    lucia: Client, submitted: PackageVersion
) -> None:
    pk, first = submitted.package_id, submitted.package.revisions.order_by("pk").first()
    versions = reverse("h5p-versions", args=[pk])
    assert lucia.get(reverse(f"{SNIPPET}revisions_revert", args=[pk, first.pk]))["Location"] == f"{versions}?play=1"
    for words in (("live", "latest"), ("earliest", "latest"), (str(first.pk), "latest")):
        beside = lucia.get(reverse(f"{SNIPPET}revisions_compare", args=[pk, *words]))["Location"]
        assert beside == f"{versions}?play=2&beside=1"
    page = lucia.get(beside).content.decode()
    assert [page.count(reverse("h5p-play", args=[pk, number])) for number in (1, 2)] == [1, 1]
    other = reverse(f"{SNIPPET}revisions_revert", args=[pk, first.pk + 1000])
    assert lucia.get(other).status_code == 404


def test_what_is_taken_from_the_site_is_left_out_of_the_next_release(cast: Cast, version: PackageVersion) -> None:
    admin = signed_in(cast.admin)
    assert admin.post(reverse(f"{SNIPPET}unpublish", args=[version.package_id])).status_code == 302
    assert live(version.package) is None
    assert admin.post(reverse("h5p-publish", args=[version.package_id, 1])).status_code == 302
    assert live(version.package) == version


def test_what_is_retired_awaits_no_review(cast: Cast, nadia: Client, submitted: PackageVersion) -> None:
    actions.retire(package=submitted.package, by=cast.admin, at=clock.now())
    assert status(submitted) == "cancelled"
    assert "Awaiting your review" not in nadia.get("/admin/").content.decode()
    assert nadia.get(edit(submitted)).status_code == 404


def test_an_old_revision_brings_nothing_of_the_package_itself_back(cast: Cast, version: PackageVersion) -> None:
    actions.retire(package=version.package, by=cast.admin, at=clock.now())
    package = package_of(version)
    assert package.latest_revision.as_object().retired_at == package.retired_at


# What Wagtail tells whom


def test_reviewers_are_told_by_mail_and_on_their_first_page_where_they_write(
    cast: Cast, lucia: Client, nadia: Client, davit: Client, version: PackageVersion, workflow: Workflow
) -> None:
    mail.outbox.clear()
    save(lucia, version, do="submit")
    told = {address for message in mail.outbox for address in message.to}
    assert (cast.nadia.email in told, User.objects.get(username="yusuf").email in told) == (True, False)
    homes = {name: client.get("/admin/").content.decode() for name, client in (("nadia", nadia), ("yusuf", davit))}
    assert ["Awaiting your review" in homes[name] for name in ("nadia", "yusuf")] == [True, False]
    assert edit(version) in homes["nadia"]
    assert "Second title" not in homes["yusuf"]
    assert "Second title" in lucia.get("/admin/").content.decode()

    mail.outbox.clear()
    decide(nadia, version, "reject", comment="Say which seals.")
    assert [(message.to, "Say which seals." in message.body) for message in mail.outbox] == [([cast.lucia.email], True)]


@pytest.mark.parametrize("report", ["workflow", "workflow_tasks"])
def test_reports_on_workflows_tell_of_ones_own(
    cast: Cast, lucia: Client, davit: Client, submitted: PackageVersion, report: str
) -> None:
    address = reverse(f"wagtailadmin_reports:{report}")
    pages = [client.get(address).content.decode() for client in (lucia, davit, signed_in(cast.admin))]
    assert ["Second title" in page for page in pages] == [True, False, True]
    assert "lucia" not in pages[1].lower()
    results = davit.get(reverse(f"wagtailadmin_reports:{report}_results")).content.decode()
    exported = davit.get(address, {"export": "csv"})
    assert "Second title" not in results
    assert b"Second title" not in b"".join(exported.streaming_content)


def test_the_log_of_the_whole_site_is_for_those_who_run_it(
    cast: Cast, lucia: Client, submitted: PackageVersion
) -> None:
    address = reverse("wagtailadmin_reports:site_history")
    assert lucia.get(address)["Location"] == "/admin/"
    assert "Second title" in signed_in(cast.admin).get(address).content.decode()


def test_the_list_says_what_waits_for_a_review(lucia: Client, submitted: PackageVersion) -> None:
    page = lucia.get(reverse(f"{SNIPPET}list")).content.decode()
    assert "version 1 live, a draft waits for a review" in page
