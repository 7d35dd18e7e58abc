"""What is done to contents that are reviewed, and how they stand."""

from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from courses.packages import actions
from courses.packages.models import Package, PackageVersion
from lms.core import clock
from lms.people.models import User
from tests.cast import Cast
from tests.courses.packages.browsing import sent
from tests.courses.packages.packing import PARAMS, files, pack

SNIPPET = "wagtailsnippets_courses_package:"
EMPTY = PARAMS | {"text": ""}


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


def with_a_gap(client: Client, version: PackageVersion) -> PackageVersion:
    """The next version, a draft in which the text is empty."""
    assert save(client, version, do="save", **{"p.text": ""}).status_code == 302
    return newest(version)


def named(content: dict[str, bytes]) -> BytesIO:
    packed = pack(content)
    packed.name = "a.h5p"
    return packed


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])
