"""What a package has of Wagtail: revisions that name our versions, a draft beside what is live, a lock, and a workflow."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from courses.ownership import OwnedPermissionPolicy
from lms.core import audit, clock

#: What a package is, whatever it says; no revision of it brings these back.
ITS_OWN = ("uid", "administration", "kind", "retired_at")


class Moderated(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Each revision names one of our versions, which never change. What the row names is live: a release takes it, as long
    as the row is `live` at all.
    """

    version = models.ForeignKey(
        "courses.PackageVersion", on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        help_text=_("Of the row, what releases take; of a revision, what it would make live."),
    )  # fmt: skip
    version.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Any:
        found = super().with_content_json(content)
        for name in ITS_OWN:
            setattr(found, name, getattr(self, name))
        return found

    @transaction.atomic
    def publish(self, revision: Any, user: Any = None, **how: Any) -> None:
        """Let releases take what a revision names. Wagtail comes here from everywhere, also at the end of a workflow, and
        asks for the permission alone; so we ask here whose content it is, and whether it is whole. Raises PermissionDenied
        or HasGaps.
        """
        from courses.packages.editor.gaps import only_whole

        if user is not None and not OwnedPermissionPolicy.owns(user, self):
            raise PermissionDenied
        only_whole(revision.as_object())
        before = self.version_id if self.live else None
        super().publish(revision, user=user, **how)
        version = type(self).objects.get(pk=self.pk).version
        if version.pk != before:
            audit.record(
                by=user, at=clock.now(), verb="package made live", about=version,
                administration=self.administration, number=version.number,
            )  # fmt: skip
