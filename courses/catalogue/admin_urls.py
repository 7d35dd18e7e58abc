"""Addresses of Wagtail's admin that we answer in its place, because its own answer knows no owner."""

from typing import Any

from django.urls import path
from wagtail.admin.auth import require_admin_access, user_passes_test
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from courses.catalogue import moderation
from courses.catalogue.choosing import OwnedChosenPages


def for_operators(view: Any) -> Any:
    return require_admin_access(user_passes_test(lambda person: person.is_superuser)(view))


STEP = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"

urlpatterns = [
    path("choose-page/chosen-multiple/", require_admin_access(OwnedChosenPages.as_view())),
    path("pages/workflow/action/" + STEP, require_admin_access(moderation.OwnWorkflowAction.as_view())),
    path(
        "pages/workflow/collect_action_data/" + STEP, require_admin_access(moderation.OwnWorkflowActionData.as_view())
    ),
    path("reports/workflow/", require_admin_access(moderation.OwnWorkflows.as_view())),
    path("reports/workflow/results/", require_admin_access(moderation.OwnWorkflows.as_view(results_only=True))),
    path("reports/workflow_tasks/", require_admin_access(moderation.OwnWorkflowTasks.as_view())),
    path(
        "reports/workflow_tasks/results/", require_admin_access(moderation.OwnWorkflowTasks.as_view(results_only=True))
    ),
    # What anyone did to anything, and who they are, whatever administration they belong to.
    path("reports/site-history/", for_operators(LogEntriesView.as_view())),
    path("reports/site-history/results/", for_operators(LogEntriesView.as_view(results_only=True))),
]
