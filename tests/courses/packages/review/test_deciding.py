"""Interactive content goes through Wagtail's workflow where one is assigned: who may only submit, who approves and sends
back, who sees nothing of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState

from courses.catalogue.opening import join_editors
from courses.packages import actions, reviewing
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import Locked, latest, live
from lms.core import clock
from lms.people.models import User
from tests.cast import LONG_AGO, Cast
from tests.courses.packages.browsing import sent
from tests.courses.packages.packing import PARAMS, files, pack
from tests.courses.packages.review.making import (
    SNIPPET,
    decide,
    edit,
    newest,
    package_of,
    put_up,
    save,
    signed_in,
    status,
    step,
)

# Who may do what


def test_who_may_not_publish_can_only_submit(lucia: Client, version: PackageVersion, workflow: Workflow) -> None:
    page = lucia.get(edit(version)).content.decode().partition("h5p-foot")[2]
    assert [page.count(f'value="{each}"') for each in ("save", "submit", "publish", "approve")] == [1, 1, 0, 0]
    assert "Submit to Review of contents" in page
    assert save(lucia, version, do="publish")["Location"] == "/admin/"
    assert save(lucia, version, do="submit").status_code == 302
    assert (live(version.package), status(version), newest(version).number) == (version, "in_progress", 2)


def test_without_a_workflow_nothing_can_be_submitted(cast: Cast, lucia: Client, version: PackageVersion) -> None:
    assert 'value="submit"' not in lucia.get(edit(version)).content.decode()
    assert save(lucia, version, do="submit")["Location"] == "/admin/"
    assert (status(version), package_of(version).versions.count()) == (None, 1)
    with pytest.raises(PermissionDenied):
        reviewing.submit(version.package, by=cast.lucia)


def test_what_lies_with_reviewers_is_locked_for_its_author(
    cast: Cast, lucia: Client, submitted: PackageVersion
) -> None:
    page = lucia.get(edit(submitted)).content.decode()
    assert "currently awaiting moderation" in page
    assert [page.partition("h5p-foot")[2].count(f'value="{each}"') for each in ("save", "submit", "cancel")] == [
        0,
        0,
        1,
    ]
    answer = save(lucia, submitted, do="save", **{"t.title": "Third title"})
    assert (answer.status_code, "Third title" in answer.content.decode()) == (200, True)
    assert lucia.post(reverse("h5p-restore", args=[submitted.package_id, 1])).status_code == 302
    packed = pack()
    packed.name = "a.h5p"
    lucia.post(
        reverse(f"{SNIPPET}edit", args=[submitted.package_id]), {"title": "x", "file": packed, "action-edit": "1"}
    )
    assert package_of(submitted).versions.count() == 2
    with pytest.raises(Locked):
        actions.upload(
            file=pack(), name="a.h5p", administration=cast.sanderra, package=submitted.package, by=cast.lucia,
            at=clock.now(),
        )  # fmt: skip


def test_an_author_neither_approves_nor_sends_back(lucia: Client, submitted: PackageVersion) -> None:
    for decision in ("approve", "reject"):
        assert lucia.post(edit(submitted), {"do": decision, "t.title": "x", "p.text": "x"}).status_code in (200, 302)
        assert decide(lucia, submitted, decision).status_code in (302, 403)
    assert status(submitted) == "in_progress"


def test_a_reviewer_who_writes_elsewhere_finds_nothing_of_it(
    cast: Cast, davit: Client, submitted: PackageVersion
) -> None:
    pk = submitted.package_id
    mine = put_up(cast, "Mine", administration=cast.tirvan)
    reviewing.submit(package_of(mine), by=cast.admin)
    looks = ["edit", "history", "workflow_history", "confirm_workflow_cancellation", "unpublish"]
    assert {name: davit.get(reverse(SNIPPET + name, args=[pk])).status_code for name in looks} == dict.fromkeys(
        looks, 404
    )
    writes = ["edit", "lock", "unlock", "unpublish"]
    assert {name: davit.post(reverse(SNIPPET + name, args=[pk])).status_code for name in writes} == dict.fromkeys(
        writes, 404
    )
    revision = submitted.package.revisions.first().pk
    for address in (
        reverse(f"{SNIPPET}revisions_revert", args=[pk, revision]),
        reverse(f"{SNIPPET}revisions_unschedule", args=[pk, revision]),
        reverse(f"{SNIPPET}revisions_compare", args=[pk, "live", "latest"]),
        reverse(f"{SNIPPET}workflow_history_detail", args=[pk, submitted.package.current_workflow_state.pk]),
        edit(submitted), reverse("h5p-versions", args=[pk]),
    ):  # fmt: skip
        assert davit.get(address).status_code == 404, address
    for decision in ("approve", "reject"):
        assert davit.post(edit(submitted), {"do": decision}).status_code == 404
        assert decide(davit, submitted, decision).status_code == 404
        for kind in ("workflow_action", "collect_workflow_action_data"):
            # Through his own content, which waits as well, with the number of the step of another's.
            address = reverse(SNIPPET + kind, args=[mine.package_id, decision, step(submitted)])
            assert [davit.get(address).status_code, davit.post(address).status_code] == [404, 404]
    assert (status(submitted), live(submitted.package).number) == ("in_progress", 1)


def test_approving_publishes_only_where_one_writes(cast: Cast, davit: Client, submitted: PackageVersion) -> None:
    """Whatever address Wagtail may be asked at: in the end it publishes a revision."""
    yusuf = User.objects.get(username="yusuf")
    with pytest.raises(PermissionDenied):
        submitted.package.current_workflow_task_state.approve(user=yusuf)
    assert (status(submitted), live(submitted.package).number) == ("in_progress", 1)


def test_a_reviewer_without_the_permission_to_publish_cannot_make_it_live_by_approving(
    nadia: Client, reviewers: Group, submitted: PackageVersion, cast: Cast
) -> None:
    reviewers.permissions.remove(Permission.objects.get(codename="publish_package"))
    nadia = signed_in(cast.nadia)
    assert decide(nadia, submitted, "approve")["Location"] == "/admin/"
    assert (status(submitted), live(submitted.package).number) == ("in_progress", 1)


def test_what_an_administrator_took_from_editors_stays_taken_when_another_joins(cast: Cast, lucia: Client) -> None:
    join_editors(person=cast.ren, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    assert not User.objects.get(pk=cast.ren.pk).has_perm("courses.publish_package")
    assert User.objects.get(pk=cast.ren.pk).has_perm("courses.change_package")


# The way through it


def test_approving_makes_the_submitted_version_live_with_its_title(
    nadia: Client, submitted: PackageVersion, cast: Cast
) -> None:
    assert (package_of(submitted).title, latest(package_of(submitted)).title) == ("Seals", "Second title")
    page = nadia.get(edit(submitted)).content.decode().partition("h5p-foot")[2]
    assert [page.count(f'value="{each}"') for each in ("approve", "reject", "submit")] == [1, 1, 0]
    assert save(nadia, submitted, do="approve", comment="Well done.")["Location"] == edit(submitted)
    assert (status(submitted), live(submitted.package), package_of(submitted).title) == (
        "approved", submitted, "Second title"
    )  # fmt: skip
    # The reviewer has changed nothing, so there is no version of hers.
    assert newest(submitted) == submitted


def test_what_is_sent_back_carries_the_comment_and_goes_on_where_it_was(
    nadia: Client, lucia: Client, submitted: PackageVersion
) -> None:
    assert decide(nadia, submitted, "reject", comment="Say which seals.").status_code == 302
    assert (status(submitted), live(submitted.package).number) == ("needs_changes", 1)
    page = lucia.get(edit(submitted)).content.decode()
    assert ("Say which seals." in page, "Submit again to A second look" in page) == (True, True)

    assert save(lucia, submitted, do="submit", **{"t.title": "Seals of lead"}).status_code == 302
    assert decide(nadia, submitted, "approve").status_code == 302
    assert (status(submitted), live(submitted.package).number, package_of(submitted).title) == (
        "approved", 3, "Seals of lead"
    )  # fmt: skip
    assert WorkflowState.objects.for_instance(submitted.package).count() == 1


def test_an_author_calls_it_back(lucia: Client, submitted: PackageVersion) -> None:
    assert lucia.post(edit(submitted), {"do": "cancel"}).status_code == 302
    assert (status(submitted), live(submitted.package).number) == ("cancelled", 1)
    assert save(lucia, submitted, do="save", **{"t.title": "Third title"}).status_code == 302


def test_making_it_live_directly_ends_the_workflow(cast: Cast, submitted: PackageVersion) -> None:
    admin = signed_in(cast.admin)
    assert admin.post(reverse("h5p-publish", args=[submitted.package_id, 2])).status_code == 302
    assert (status(submitted), live(submitted.package)) == ("cancelled", submitted)


def test_a_content_with_gaps_is_not_submitted(lucia: Client, version: PackageVersion, workflow: Workflow) -> None:
    answer = save(lucia, version, do="submit", **{"p.text": ""})
    assert (answer.status_code, status(version)) == (200, None)
    assert [node.path for node in answer.context["wrong"]] == ["p.text"]


def test_a_new_content_is_submitted_before_anything_is_live(
    cast: Cast, lucia: Client, nadia: Client, version: PackageVersion, workflow: Workflow
) -> None:
    make = reverse("h5p-make", args=["scbs", "C.Statement-1.0"]) + "?language=en"
    given = sent(lucia.get(make).content.decode()) | {"t.title": "New", "p.text?": "<p>x</p>", "do": "submit"}
    assert lucia.post(make, given).status_code == 302
    made = Package.objects.exclude(pk=version.package_id).get()
    assert (live(made), made.live, made.workflow_in_progress) == (None, False, True)
    assert decide(nadia, newest(made.versions.get()), "approve").status_code == 302
    assert live(made) == made.versions.get()


def test_another_file_is_uploaded_and_submitted_on_wagtails_own_form(
    lucia: Client, nadia: Client, version: PackageVersion, workflow: Workflow
) -> None:
    packed = pack(files(params=PARAMS | {"isTrue": False}))
    packed.name = "a.h5p"
    form = reverse(f"{SNIPPET}edit", args=[version.package_id])
    assert lucia.post(form, {"title": "From a file", "file": packed, "action-submit": "1"}).status_code == 302
    assert (status(version), live(version.package), newest(version).number) == ("in_progress", version, 2)
    assert nadia.post(form, {"title": "From a file", "reuse": "on", "action-workflow-action": "1",
                             "workflow-action-name": "approve"}).status_code == 302  # fmt: skip
    after = package_of(version)
    assert (live(after).number, after.title, after.reuse) == (2, "From a file", True)
