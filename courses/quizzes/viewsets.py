"""The question bank in the editors' admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.owned import OwnedForm, OwnedViewSet
from courses.ownership import administrations_written_by
from courses.quizzes.models import Question, Quiz


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
