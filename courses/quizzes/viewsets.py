"""The question bank in the editors' admin: lists, forms and choosers hold only what the editor's administrations own."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.ownership import administrations_written_by, competencies_for
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


class OwnedObjects:
    """In a chooser: the editor's own, not retired."""

    request: HttpRequest
    model_class: type[Quiz] | type[Question]

    def get_object_list(self) -> QuerySet[Any]:
        own = administrations_written_by(self.request.user)
        return self.model_class.objects.filter(administration__in=own, retired_at=None)


class OwnedChooseView(OwnedObjects, ChooseView):
    """The first page of a chooser."""


class OwnedChooseResultsView(OwnedObjects, ChooseResultsView):
    """The further pages of a chooser, and its search."""


class OwnedChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OwnedChooseView
    choose_results_view_class = OwnedChooseResultsView


class OwnedViewSet(SnippetViewSet):
    """A list of the editor's own, without what is retired."""

    chooser_viewset_class: type[ChooserViewSet] = OwnedChooserViewSet
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = administrations_written_by(request.user)
        return self.model.objects.filter(administration__in=own, retired_at=None)


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
