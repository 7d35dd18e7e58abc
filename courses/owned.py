"""What authors keep in the editors' admin: lists, forms and choosers hold only what the editor's administrations own."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import DeleteView, EditView, HistoryView, SnippetViewSet, UsageView

from courses.ownership import OwnedPermissionPolicy, administrations_written_by, competencies_for


class OwnedForm(WagtailAdminModelForm):
    """Offers the editor's own administrations, and the competencies that these may use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = administrations_written_by(self.for_user)
        if "administration" in self.fields:
            self.fields["administration"].queryset = own
            if len(own) == 1:
                self.fields["administration"].initial = own[0]
        if "competency" in self.fields:
            self.fields["competency"].queryset = competencies_for(own)


def owned(model: type[Model], user: Any) -> QuerySet[Any]:
    """An editor's own, without what is retired; not everything can be."""
    own = model._default_manager.filter(administration__in=administrations_written_by(user))
    can_be_retired = any(field.name == "retired_at" for field in model._meta.get_fields())
    return own.filter(retired_at=None) if can_be_retired else own


class OwnedObjects:
    """In a chooser: the editor's own."""

    request: HttpRequest
    model_class: type[Model]

    def get_object_list(self) -> QuerySet[Any]:
        return owned(self.model_class, self.request.user)


class OwnedChoice:
    """What was chosen: of an id that is not the editor's own nothing is said."""

    request: HttpRequest
    model_class: type[Model]

    def get_object(self, pk: str) -> Any:
        return owned(self.model_class, self.request.user).get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return owned(self.model_class, self.request.user).filter(pk__in=pks)


class OwnedChooseView(OwnedObjects, ChooseView):
    """The first page of a chooser."""


class OwnedChooseResultsView(OwnedObjects, ChooseResultsView):
    """The further pages of a chooser, and its search."""


class OwnedChosenView(OwnedChoice, SnippetChosenView):
    """The answer to a choice."""


class OwnedChosenMultipleView(OwnedChoice, SnippetChosenMultipleView):
    """The answer to several choices."""


class OwnedChooserViewSet(SnippetChooserViewSet):
    """A chooser that knows only the editor's own."""

    choose_view_class = OwnedChooseView
    choose_results_view_class = OwnedChooseResultsView
    chosen_view_class = OwnedChosenView
    chosen_multiple_view_class = OwnedChosenMultipleView


class OneOfOurs:
    """A view of one thing: of a foreign one Wagtail asks only whether its kind may be edited, so we ask whose it is (404)."""

    request: HttpRequest

    def get_object(self, *args: Any) -> Any:
        found = super().get_object(*args)  # type: ignore[misc]
        if not OwnedPermissionPolicy.owns(self.request.user, found):
            raise Http404
        return found


class OwnedEditView(OneOfOurs, EditView):
    """The form of one's own."""


class OwnedDeleteView(OneOfOurs, DeleteView):
    """Deleting one's own."""


class OwnedUsageView(OneOfOurs, UsageView):
    """Where one's own is used."""


class OwnedHistoryView(OneOfOurs, HistoryView):
    """What was done to one's own."""


class OwnedViewSet(SnippetViewSet):
    """A list of the editor's own, without what is retired."""

    chooser_viewset_class: type[ChooserViewSet] = OwnedChooserViewSet
    edit_view_class = OwnedEditView
    delete_view_class = OwnedDeleteView
    usage_view_class = OwnedUsageView
    history_view_class = OwnedHistoryView
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return owned(self.model, request.user)
