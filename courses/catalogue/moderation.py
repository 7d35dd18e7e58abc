"""Wagtail's workflows know groups, and no administrations: one group may review for all of them. Here each reviewer is
shown, told and allowed what belongs where they write courses, in lists, reports, mails and decisions alike."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_filters import ModelChoiceFilter
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.admin.views.pages import workflow as pages
from wagtail.admin.views.reports import workflows as reports
from wagtail.models import Page, TaskState
from wagtail.signals import task_submitted

from courses.catalogue.isolation import within_reach
from courses.ownership import OwnedPermissionPolicy
from courses.packages.models import Package
from courses.packages.queries import visible_to
from lms.people.models import User


def is_within_reach(thing: Any, person: Any) -> bool:
    """Whether a page or an owned thing belongs where a person writes courses."""
    if isinstance(thing, Page):
        return within_reach(Page.objects.filter(pk=thing.pk), person).exists()
    return not hasattr(thing, "administration_id") or OwnedPermissionPolicy.owns(person, thing)


class OwnReviews(WorkflowObjectsToModeratePanel):
    """What awaits one's review."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        person = parent_context["request"].user
        context["states"] = [each for each in context["states"] if is_within_reach(each["obj"], person)]
        return context


class OwnSubmissions(UserObjectsInWorkflowModerationPanel):
    """What one has submitted oneself: after a role has ended, nothing."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        person = parent_context["request"].user
        states = context["workflow_states"]
        context["workflow_states"] = [each for each in states if is_within_reach(each.content_object, person)]
        return context


OWN_PANELS = {WorkflowObjectsToModeratePanel: OwnReviews, UserObjectsInWorkflowModerationPanel: OwnSubmissions}


def own_panels(_request: HttpRequest, panels: list[Component]) -> None:
    """`construct_homepage_panels`."""
    panels[:] = [OWN_PANELS[type(panel)]() if type(panel) in OWN_PANELS else panel for panel in panels]


def only_own(states: QuerySet[Any], person: Any, *, of: str = "") -> QuerySet[Any]:
    """Without the workflows of others' contents; `of` leads from a row to its workflow. Pages are cut by Wagtail itself."""
    own = visible_to(person).annotate(word=Cast("pk", CharField())).values("word")
    kind = ContentType.objects.get_for_model(Package)
    return states.filter(~Q(**{f"{of}base_content_type": kind}) | Q(**{f"{of}object_id__in": own}))


def authors(request: HttpRequest) -> QuerySet[User]:
    """Those who submitted what the report tells of; Wagtail would name whoever submitted anything."""
    report = OwnWorkflows()
    report.request = request
    return User.objects.filter(pk__in=report.get_queryset().order_by().values("requested_by"))


class OwnWorkflowFilters(reports.WorkflowReportFilterSet):
    requested_by = ModelChoiceFilter(field_name="requested_by", queryset=authors)


class OwnWorkflows(reports.WorkflowView):
    filterset_class = OwnWorkflowFilters

    def get_queryset(self) -> QuerySet[Any]:
        return only_own(super().get_queryset(), self.request.user)


class OwnWorkflowTasks(reports.WorkflowTasksView):
    def get_queryset(self) -> QuerySet[Any]:
        return only_own(super().get_queryset(), self.request.user, of="workflow_state__")


class OfThisPage:
    """Wagtail would take the number of any step, and act on whatever that belongs to, asking only about this page."""

    request: HttpRequest
    object: Page

    def get_task_state(self) -> Any:
        if not is_within_reach(self.object, self.request.user):
            raise Http404
        return get_object_or_404(TaskState.objects.for_instance(self.object), pk=self.task_state_id).specific  # type: ignore[attr-defined]


class OwnWorkflowAction(OfThisPage, pages.WorkflowActionView):
    """Deciding about a page."""


class OwnWorkflowActionData(OfThisPage, pages.CollectWorkflowActionDataView):
    """The comment."""


class OwnReviewersAreTold(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's mail to all who are in a step's groups: here, to those of them who may review this."""

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> Iterable[User]:
        thing = task_state.workflow_state.content_object
        return {each for each in super().get_recipient_users(task_state, **kwargs) if is_within_reach(thing, each)}


def tell_own_reviewers() -> None:
    """Put our mail in the place of Wagtail's, whichever of them registered first."""
    name = "group_approval_task_submitted_email_notification"
    task_submitted.disconnect(sender=TaskState, dispatch_uid=name)
    task_submitted.connect(OWN_REVIEWERS_ARE_TOLD, sender=TaskState, dispatch_uid=name)


#: A signal holds its receivers weakly.
OWN_REVIEWERS_ARE_TOLD = OwnReviewersAreTold()
