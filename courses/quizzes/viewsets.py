"""The question bank in the editors' admin: lists, forms and choosers hold only what the editor's administrations own."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import (
    DeleteView,
    EditView,
    HistoryView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UsageView,
)

from courses.ownership import OwnedPermissionPolicy, administrations_written_by, competencies_for
from courses.quizzes.models import Question, Quiz


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
    """An editor's own, without what is retired."""
    return model._default_manager.filter(administration__in=administrations_written_by(user), retired_at=None)


class OwnedObjects:
    """In a chooser: the editor's own."""

    request: HttpRequest
    model_class: type[Quiz] | type[Question]

    def get_object_list(self) -> QuerySet[Any]:
        return owned(self.model_class, self.request.user)


class OwnedChoice:
    """What was chosen: of an id that is not the editor's own nothing is said."""

    request: HttpRequest
    model_class: type[Quiz] | type[Question]

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


class QuestionViewSet(OwnedViewSet):
    model = Question
    icon = "help"
    list_display = ["prompt", "kind", "competency", "administration"]
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("kind"),
            FieldPanel("prompt"),
            InlinePanel("options", label=_("Answer"), heading=_("Answers to choose from")),
            MultiFieldPanel([FieldPanel("number"), FieldPanel("tolerance")], heading=_("If the answer is a number")),
            FieldPanel("explanation"),
            MultiFieldPanel(
                [FieldPanel("competency"), FieldPanel("level")], heading=_("What a right answer speaks for")
            ),
        ],
        base_form_class=OwnedForm,
    )


class QuizForm(OwnedForm):
    """A quiz; its questions are chosen in a chooser that shows the editor's own."""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        # The chooser offers only these; an id typed by hand must be refused as well.
        own = set(administrations_written_by(self.for_user).values_list("pk", flat=True))
        for form in self.formsets["places"].forms:
            question = form.cleaned_data.get("question") if form.is_valid() else None
            if question and question.administration_id not in own:
                form.add_error("question", forms.ValidationError(_("Choose one of your own questions.")))
        return data


class QuizViewSet(OwnedViewSet):
    model = Quiz
    icon = "form"
    list_display = ["title", "pass_share", "most_attempts", "administration"]
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("title"),
            FieldPanel("pass_share"),
            FieldPanel("most_attempts"),
            InlinePanel("places", [FieldPanel("question")], label=_("Question"), heading=_("Questions, in order")),
        ],
        base_form_class=QuizForm,
    )


class QuestionBank(SnippetViewSetGroup):
    items = (QuizViewSet, QuestionViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 300
