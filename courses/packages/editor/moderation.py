"""Wagtail's own pages about a package: its upload form, its lock, its workflow. Of another's nothing is there (404)."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.models import TaskState
from wagtail.snippets.views import snippets

from courses.owned import OneOfOurs, OwnedEditView, OwnedHistoryView
from courses.packages.editor.gaps import only_whole
from courses.packages.editor.telling import look, say_gaps
from courses.packages.models import Package
from courses.packages.publishing import HasGaps, latest, live, policy
from courses.packages.reviewing import APPROVE


class Uploading:
    """The form takes a file: it is sent when its author says so, not after every key, and saving it is ours. What has gaps
    is kept as a draft, whatever was to become of it.
    """

    form: Any
    new_revision: Any
    object: Any
    workflow_action: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def save_instance(self) -> Package:
        package: Package = self.form.store()
        self.new_revision = package.latest_revision
        return package

    def run_action_method(self) -> HttpResponse | None:
        try:
            with transaction.atomic():
                return super().run_action_method()  # type: ignore[misc]
        except HasGaps as gaps:
            say_gaps(self.request, gaps)  # type: ignore[attr-defined]
            return redirect(look(self.object))

    def submit_action(self) -> Any:
        only_whole(self.object)
        return super().submit_action()  # type: ignore[misc]

    def restart_workflow_action(self) -> Any:
        only_whole(self.object)
        return super().restart_workflow_action()  # type: ignore[misc]

    def workflow_action_action(self) -> Any:
        if self.workflow_action == APPROVE:
            only_whole(self.object)
        return super().workflow_action_action()  # type: ignore[misc]


class PackageCreateView(Uploading, snippets.CreateView):
    """The form of a new upload."""


class PackageEditView(Uploading, OwnedEditView):
    """Another file for a package."""


class Ours(OneOfOurs):
    """Of somebody else's package nothing is there, and a step of a workflow is one of this package's."""

    object: Package

    def get_task_state(self) -> Any:
        # Wagtail would take the number of any step, and act on whatever that belongs to.
        steps = TaskState.objects.for_instance(self.object)
        return get_object_or_404(steps, pk=self.task_state_id).specific  # type: ignore[attr-defined]


class Changed(Ours):
    """Only for those who may change it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.user_has_permission_for_instance(request.user, "change", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class LockView(Ours, snippets.LockView):
    """Keep others from changing it."""


class UnlockView(Ours, snippets.UnlockView):
    """Let others change it again."""


class UnpublishView(Ours, snippets.UnpublishView):
    """Let the next release leave it out."""


class UnscheduleView(Ours, snippets.RevisionsUnscheduleView):
    """Nothing is scheduled; what Wagtail can undo is undone for one's own only."""


class WorkflowActionView(Ours, snippets.WorkflowActionView):
    """Approving, or sending back with a comment; what has gaps is not approved at any step."""

    action_name: str

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if self.action_name == APPROVE:
                    only_whole(latest(self.object))
                return super().post(request, *args, **kwargs)
        except HasGaps as gaps:
            say_gaps(request, gaps)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class CollectWorkflowActionDataView(Ours, snippets.CollectWorkflowActionDataView):
    """The comment."""


class ConfirmWorkflowCancellationView(Changed, snippets.ConfirmWorkflowCancellationView):
    """Whether making it live should end the workflow."""


class WorkflowHistoryView(Ours, snippets.WorkflowHistoryView):
    """Every workflow that it went through."""


class WorkflowHistoryDetailView(Ours, snippets.WorkflowHistoryDetailView):
    """One of them, step by step."""


class HistoryView(OwnedHistoryView):
    """What was done to it."""


class RevisionView(Changed, BaseObjectMixin, View):
    """What a revision said: the version that it names is played on the page of versions, and brought back there."""

    def get(self, _request: HttpRequest, *, revision_id: int, **_more: Any) -> HttpResponse:
        return redirect(played(self.object, version_of(self.object, str(revision_id))))


class ComparisonView(Changed, BaseObjectMixin, View):
    """Two revisions: their versions are played one beside the other."""

    def get(self, _request: HttpRequest, *, revision_id_a: str, revision_id_b: str, **_more: Any) -> HttpResponse:
        one, other = (version_of(self.object, each) for each in (revision_id_a, revision_id_b))
        return redirect(played(self.object, other, beside=one))


def version_of(package: Package, revision: str) -> int:
    """The number of the version that a revision names, by its id or as Wagtail says it: live, latest, earliest."""
    if revision == "live":
        found = live(package)
    else:
        ordered = package.revisions.order_by("created_at", "pk")
        named = {"earliest": ordered.first, "latest": ordered.last}
        said = named[revision]() if revision in named else get_object_or_404(ordered, pk=revision)
        found = said.as_object().version if said else None
    if found is None:
        raise Http404
    return found.number


def played(package: Package, number: int, *, beside: int | None = None) -> str:
    query = {"play": number} | ({"beside": beside} if beside and beside != number else {})
    return f"{reverse('h5p-versions', args=[package.pk])}?{urlencode(query)}"
