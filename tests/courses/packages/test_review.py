"""Interactive content goes through Wagtail's workflow where one is assigned: who may only submit, who approves and sends
back, who sees nothing of it. What Wagtail's own pages ask too little for is asked here."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from courses.catalogue.opening import join_editors
from courses.packages import actions, reviewing
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import Locked, latest, live
from lms.core import clock
from lms.people.models import User
from tests.cast import LONG_AGO, Cast, enter
from tests.courses.packages.browsing import sent
from tests.courses.packages.packing import PARAMS, files, pack

SNIPPET = "wagtailsnippets_courses_package:"


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}


@pytest.fixture
def lucia(cast: Cast) -> Client:
    """Writes the courses of Sanderra, but makes no content live."""
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    for group in cast.lucia.groups.all():
        group.permissions.remove(Permission.objects.get(codename="publish_package"))
    return signed_in(cast.lucia)


@pytest.fixture
def reviewers(cast: Cast) -> Group:
    """Of every administration: where each reviews follows from where each writes."""
    group = Group.objects.create(name="Reviewers of contents")
    kind = ContentType.objects.get_for_model(Package)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type=kind, codename__in=["change_package", "publish_package"]),
    )
    return group


@pytest.fixture
def workflow(reviewers: Group) -> Workflow:
    task = GroupApprovalTask.objects.create(name="A second look")
    task.groups.add(reviewers)
    flow = Workflow.objects.create(name="Review of contents")
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=1)
    WorkflowContentType.objects.create(content_type=ContentType.objects.get_for_model(Package), workflow=flow)
    return flow


@pytest.fixture
def nadia(cast: Cast, reviewers: Group) -> Client:
    """Reviews in Sanderra."""
    cast.nadia.groups.add(reviewers)
    return signed_in(cast.nadia)


@pytest.fixture
def davit(cast: Cast, reviewers: Group) -> Client:
    """Reviews in the administration next door."""
    person = enter(cast, "yusuf", cast.tirvan, "trainer")
    join_editors(person=person, administration=cast.tirvan, by=cast.admin, at=LONG_AGO)
    person.groups.add(reviewers)
    return signed_in(person)


@pytest.fixture
def version(cast: Cast, lucia: Client) -> PackageVersion:
    return put_up(cast, "Seals")


@pytest.fixture
def submitted(cast: Cast, lucia: Client, version: PackageVersion, workflow: Workflow) -> PackageVersion:
    """The second version, handed in by its author."""
    assert save(lucia, version, do="submit").status_code == 302
    return newest(version)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def put_up(cast: Cast, title: str, **more: Any) -> PackageVersion:
    packed = pack(files(params=PARAMS | {"text": f"<p>{title}</p>"}))
    where = more.pop("administration", cast.sanderra)
    return actions.upload(
        file=packed, name="a.h5p", title=title, administration=where, by=cast.admin, at=clock.now(), **more
    )


def edit(version: PackageVersion) -> str:
    return reverse("h5p-edit", args=[version.package_id])


def save(client: Client, version: PackageVersion, **changes: str) -> Any:
    given = dict(sent(client.get(edit(version)).content.decode()))
    return client.post(edit(version), given | {"t.title": "Second title"} | changes)


def newest(version: PackageVersion) -> PackageVersion:
    return PackageVersion.objects.filter(package=version.package_id).latest("number")


def package_of(version: PackageVersion) -> Package:
    return Package.objects.get(pk=version.package_id)


def status(version: PackageVersion) -> str | None:
    states = WorkflowState.objects.for_instance(version.package).order_by("-pk")
    return states.values_list("status", flat=True).first()


def step(version: PackageVersion) -> int:
    return TaskState.objects.for_instance(version.package).latest("pk").pk


def decide(client: Client, version: PackageVersion, decision: str, **given: Any) -> Any:
    """As the list of what awaits a review does."""
    return client.post(reverse(f"{SNIPPET}workflow_action", args=[version.package_id, decision, step(version)]), given)


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
