"""Packages in the lists of editors and in the chooser of lessons: what kind, which version is live, and where it is used."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button, HeaderButton
from wagtail.models import ReferenceIndex, WorkflowState
from wagtail.snippets.models import SnippetAdminURLFinder
from wagtail.snippets.views.snippets import IndexView

from courses.owned import OwnedChooseResultsView, OwnedChooserViewSet, OwnedChooseView, OwnedViewSet
from courses.packages.editor import moderation
from courses.packages.models import Package, PackageVersion, VersionLibrary


def listed(packages: QuerySet[Package]) -> QuerySet[Package]:
    """With what a list says of each, in the same query."""
    versions = PackageVersion.objects.filter(package=OuterRef("pk")).order_by("-number")
    kind = ContentType.objects.get_for_model(Package)
    waiting = WorkflowState.objects.filter(
        base_content_type=kind, object_id=Cast(OuterRef("pk"), CharField()), status=WorkflowState.STATUS_IN_PROGRESS
    )
    uses = (
        ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=Cast(OuterRef("pk"), CharField()))
        .order_by()
        .values("to_object_id")
        .annotate(found=Count("object_id", distinct=True))
    )
    held = VersionLibrary.objects.filter(version=OuterRef("newest_version")).exclude(library__held_at=None)
    return packages.select_related("administration").annotate(
        newest_version=Subquery(versions.values("pk")[:1]),
        is_held=Exists(held),
        is_waiting=Exists(waiting),
        newest_number=Subquery(versions.values("number")[:1]),
        live_number=Case(When(live=True, then=F("version__number"))),
        library=Subquery(versions.values("content__library")[:1]),
        used_in=Subquery(uses.values("found")[:1]),
    )


def kind(package: Any) -> str:
    """Such as MultiChoice, of H5P.MultiChoice 1.16."""
    return str(package.library or "").split(" ")[0].split(".")[-1]


def state(package: Any) -> str:
    if package.is_held:
        return _("%(state)s; held back") % {"state": standing(package)}
    return standing(package)


def standing(package: Any) -> str:
    if package.live_number is None:
        return _("waits for a review") if package.is_waiting else _("draft")
    if package.is_waiting:
        return _("version %(number)s live, a draft waits for a review") % {"number": package.live_number}
    if package.live_number < package.newest_number:
        return _("version %(number)s live, a draft waits") % {"number": package.live_number}
    return _("version %(number)s live") % {"number": package.live_number}


def uses(package: Any) -> str:
    count = package.used_in or 0
    return ngettext("%(count)s lesson", "%(count)s lessons", count) % {"count": count} if count else ""


class PlayColumn(Column):
    """A look at the content, in a tab of its own."""

    cell_template_name = "courses/packages/editor/play_cell.html"


KIND = Column("kind_of", label=gettext_lazy("Kind"), accessor=kind)
STATE = Column("state", label=gettext_lazy("State"), accessor=state)
USES = Column("uses", label=gettext_lazy("Used in"), accessor=uses)
PLAY = PlayColumn("newest_number", label=gettext_lazy("Preview"))


class PackageIndexView(IndexView):
    """The title leads to the form of the content; the file it once came from can be replaced as well."""

    def get_edit_url(self, instance: Package) -> str | None:
        return reverse("h5p-edit", args=[instance.pk]) if self.user_has_permission("change") else None

    def get_list_more_buttons(self, instance: Package) -> list[Button]:
        more = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            more.append(Button(_("Versions"), reverse("h5p-versions", args=[instance.pk]), icon_name="history"))
            file = reverse("wagtailsnippets_courses_package:edit", args=[instance.pk])
            more.append(Button(_("Upload another file"), file, icon_name="upload"))
        return list(more)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            buttons.append(HeaderButton(_("Write new content"), url=reverse("h5p-choose"), icon_name="edit"))
        return buttons


class Listed:
    """In a chooser: with the kind and state of each, and a look at it."""

    title_column: Column

    def get_object_list(self) -> QuerySet[Any]:
        return listed(super().get_object_list())  # type: ignore[misc]

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, KIND, STATE, USES, PLAY]


class PackageChooseView(Listed, OwnedChooseView):
    """The first page of the chooser."""


class PackageChooseResultsView(Listed, OwnedChooseResultsView):
    """Its further pages, and its search."""


class PackageChooserViewSet(OwnedChooserViewSet):
    choose_view_class = PackageChooseView
    choose_results_view_class = PackageChooseResultsView


class ListedViewSet(OwnedViewSet):
    """What the viewset of packages shows of them, and Wagtail's pages about each."""

    index_view_class = PackageIndexView
    chooser_viewset_class = PackageChooserViewSet
    add_view_class = moderation.PackageCreateView
    edit_view_class = moderation.PackageEditView
    history_view_class = moderation.HistoryView
    revisions_revert_view_class = moderation.RevisionView
    revisions_compare_view_class = moderation.ComparisonView
    revisions_unschedule_view_class = moderation.UnscheduleView
    unpublish_view_class = moderation.UnpublishView
    lock_view_class = moderation.LockView
    unlock_view_class = moderation.UnlockView
    workflow_action_view_class = moderation.WorkflowActionView
    collect_workflow_action_data_view_class = moderation.CollectWorkflowActionDataView
    confirm_workflow_cancellation_view_class = moderation.ConfirmWorkflowCancellationView
    workflow_history_view_class = moderation.WorkflowHistoryView
    workflow_history_detail_view_class = moderation.WorkflowHistoryDetailView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return listed(super().get_queryset(request))

    @property
    def revisions_compare_view(self) -> Any:
        return self.construct_view(self.revisions_compare_view_class)

    @property
    def url_finder_class(self) -> type[SnippetAdminURLFinder]:
        """Lists of Wagtail's, such as what awaits a review, lead to the form of the content."""
        return type("PackageURLFinder", (SnippetAdminURLFinder,), {"model": self.model, "edit_url_name": "h5p-edit"})
