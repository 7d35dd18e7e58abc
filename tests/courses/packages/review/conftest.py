"""Who writes and who reviews interactive content, and the workflow that it goes through."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from courses.catalogue.opening import join_editors
from courses.packages.models import Package, PackageVersion
from tests.cast import LONG_AGO, Cast, enter
from tests.courses.packages.review.making import newest, put_up, save, signed_in


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
