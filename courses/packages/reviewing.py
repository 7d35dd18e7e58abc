"""The way of a content through Wagtail's workflow, where an administrator has assigned one to interactive content: submitted,
approved or sent back, called back. Approving makes live what was submitted, by Wagtail's own step at the end."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import WorkflowState

from courses.packages.editor.gaps import only_whole
from courses.packages.models import Package
from courses.packages.publishing import latest, only_unlocked, policy
from lms.people.models import User

#: Wagtail's name of the action that goes on to the next step, or makes it live.
APPROVE = "approve"


@dataclass(frozen=True)
class Review:
    """Where a package stands in its workflow, and what one person may do there."""

    workflow: str = ""
    #: The step that it is at, or to which it goes back when it is submitted again.
    task: str = ""
    in_progress: bool = False
    sent_back: bool = False
    #: What the reviewer wrote who sent it back.
    comment: str = ""
    reviewer: User | None = None
    may_submit: bool = False
    may_cancel: bool = False
    #: Of Wagtail's actions at this step, such as approve and reject, by name.
    may_decide: tuple[str, ...] = ()


def review_of(package: Package | None, *, person: User) -> Review:
    """For a package that is not yet, what it will go through."""
    if package is None:
        workflow = Package.get_default_workflow()
        return Review(workflow=workflow.name if workflow else "", may_submit=workflow is not None)
    state, workflow = package.current_workflow_state, package.get_workflow()
    if state is None:
        return Review(workflow=workflow.name if workflow else "", may_submit=workflow is not None)
    step = state.current_task_state
    waits, sent_back = (state.status == each for each in (state.STATUS_IN_PROGRESS, state.STATUS_NEEDS_CHANGES))
    return Review(
        workflow=state.workflow.name,
        task=step.task.name if step else "",
        in_progress=waits,
        sent_back=sent_back,
        comment=step.comment if step and sent_back else "",
        reviewer=step.finished_by if step and sent_back else None,
        may_submit=sent_back,
        may_cancel=bool(state.user_can_cancel(person)),
        may_decide=decisions(package, person) if waits else (),
    )


def decisions(package: Package, person: User) -> tuple[str, ...]:
    """A lock of somebody else's is respected by reviewers as well."""
    task, lock = package.current_workflow_task, package.get_lock()
    if task is None or not policy.owns(person, package) or (lock is not None and lock.for_user(person)):
        return ()
    return tuple(dict.fromkeys(name for name, _label, _asks in task.get_actions(package, person)))


@transaction.atomic
def submit(package: Package, *, by: User) -> WorkflowState:
    """Start the workflow with the newest revision, or go on at the step that sent it back. Raises PermissionDenied, Locked
    or HasGaps.
    """
    package = locked_row(package)
    if (
        not policy.user_has_permission_for_instance(by, "change", package)
        or not review_of(package, person=by).may_submit
    ):
        raise PermissionDenied
    only_unlocked(package, by=by)
    only_whole(latest(package))
    state = package.current_workflow_state
    if state is not None:
        state.resume(user=by)
        return state
    return package.get_workflow().start(package, by)


@transaction.atomic
def decide(package: Package, *, decision: str, comment: str = "", by: User) -> None:
    """Do what a step offers, such as approve or reject. Raises PermissionDenied to whom it offers nothing, or no longer;
    HasGaps where something that is not whole would be approved.
    """
    package = locked_row(package)
    if decision not in decisions(package, by):
        raise PermissionDenied
    if decision == APPROVE:
        only_whole(latest(package))
    state: Any = package.current_workflow_task_state
    state.task.specific.on_action(state, by, decision, comment=comment)


@transaction.atomic
def cancel(package: Package, *, by: User) -> None:
    """Call it back; what was written stays a draft. Raises PermissionDenied."""
    package = locked_row(package)
    if not review_of(package, person=by).may_cancel:
        raise PermissionDenied
    package.current_workflow_state.cancel(user=by)


def locked_row(package: Package) -> Package:
    # Two decisions at once would both find the step open.
    return Package.objects.select_for_update(of=("self",)).get(pk=package.pk)
