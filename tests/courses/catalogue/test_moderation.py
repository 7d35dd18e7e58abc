"""Pages in Wagtail's workflows: a step is decided at the page that it belongs to, by those who write there."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowTask

from courses.catalogue.opening import join_editors, open_catalogue
from lms.people.models import Administration, User
from tests.cast import LONG_AGO, Cast, enter


@pytest.fixture
def yusuf(cast: Cast) -> User:
    """Edits the pages of Tirvan, and reviews, as far as Wagtail knows, pages of everyone."""
    person = enter(cast, "yusuf", cast.tirvan, "trainer")
    join_editors(person=person, administration=cast.tirvan, by=cast.admin, at=LONG_AGO)
    person.groups.add(Group.objects.create(name="Reviewers of all"))
    return person


@pytest.fixture
def flow(yusuf: User) -> Workflow:
    task = GroupApprovalTask.objects.create(name="A second look")
    task.groups.add(Group.objects.get(name="Reviewers of all"))
    flow = Workflow.objects.create(name="Review of pages")
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=1)
    return flow


def waiting(cast: Cast, flow: Workflow, administration: Administration) -> tuple[Page, TaskState]:
    """The first page of an administration, and the step at which it waits."""
    page = open_catalogue(administration=administration, by=cast.admin, at=LONG_AGO)
    page.title = f"News of {administration.name}"
    page.save_revision()
    flow.start(page, cast.admin)
    return page, TaskState.objects.for_instance(page).get()


def test_a_step_is_decided_at_its_own_page_and_where_one_writes(cast: Cast, yusuf: User, flow: Workflow) -> None:
    mail.outbox.clear()
    theirs, their_step = waiting(cast, flow, cast.sanderra)
    assert yusuf.email not in {address for message in mail.outbox for address in message.to}
    mine, my_step = waiting(cast, flow, cast.tirvan)
    assert yusuf.email in {address for message in mail.outbox for address in message.to}

    client = Client()
    client.force_login(yusuf)
    home = client.get("/admin/").content.decode()
    assert ("News of Tirvan Customs" in home, "News of Sanderra Customs" in home) == (True, False)
    for kind in ("workflow_action", "collect_workflow_action_data"):
        for page, step in ((theirs, their_step), (mine, their_step)):
            for decision in ("approve", "reject"):
                address = reverse(f"wagtailadmin_pages:{kind}", args=[page.pk, decision, step.pk])
                assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert (
        client.get(reverse("wagtailadmin_pages:workflow_action", args=[mine.pk, "reject", my_step.pk])).status_code
        == 200
    )
    assert (
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[mine.pk, "reject", my_step.pk])).status_code
        == 302
    )
    assert [TaskState.objects.get(pk=each.pk).status for each in (their_step, my_step)] == ["in_progress", "rejected"]


def test_nothing_of_it_is_shown_after_a_role_has_ended(cast: Cast, yusuf: User, flow: Workflow) -> None:
    page, step = waiting(cast, flow, cast.tirvan)
    yusuf.memberships.update(until=LONG_AGO.date())
    client = Client()
    client.force_login(yusuf)
    assert "News of Tirvan" not in client.get("/admin/").content.decode()
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", step.pk])
    assert client.post(address).status_code == 404
