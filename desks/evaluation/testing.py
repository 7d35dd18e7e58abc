"""Tests before and after: a group's scores are recorded without names, and what was a mistake is taken out in full view."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from desks.evaluation import pasted
from desks.evaluation.keepers import programme_kept
from desks.evaluation.pasted import Pair, Wrong
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.impact import actions, groups, queries
from tracking.impact.models import LearnerGroup, Programme

#: A file of scores is small; what is larger is not read.
MOST_BYTES = 200_000
WRONG = {
    Wrong.A_NAME: gettext_lazy(
        "There are letters. Names must not be here, nor anything else that tells who it was: only scores."
    ),
    Wrong.NOT_A_NUMBER: gettext_lazy("That is no number."),
    Wrong.NO_BEFORE: gettext_lazy("The score before is missing; only the one after may be."),
    Wrong.TOO_MANY: gettext_lazy("There are more than two figures: the score before and the score after."),
    Wrong.OUTSIDE: gettext_lazy("A score lies below 0 or above the highest score."),
}  # fmt: skip
TAKEN = gettext_lazy("Another group of this programme has this code, or addresses need the word.")


class GroupForm(forms.Form):
    """Who was tested, and what each scored before and after."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=12, help_text=gettext_lazy("Latin letters, digits and hyphens.")
    )
    title = forms.CharField(
        label=gettext_lazy("Who was tested"), max_length=160, help_text=gettext_lazy("The course and the offices.")
    )
    period = forms.CharField(label=gettext_lazy("When"), max_length=80)
    most = forms.IntegerField(label=gettext_lazy("The highest score"), min_value=1, max_value=1000, initial=100)
    compared_with = forms.ModelChoiceField(
        label=gettext_lazy("Compared with"),
        queryset=LearnerGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy("People who waited and took the same tests; record them first."),
    )
    scores = forms.CharField(
        label=gettext_lazy("The scores"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One learner a line: before, comma, after. Who took no second test has nothing after the comma. No names: scores "
            "are kept under names made up for this table, and only groups are ever shown."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file (CSV)"), required=False, help_text=gettext_lazy("With the same lines.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.pairs = programme, list[Pair]()
        known: Any = self.fields["compared_with"]
        known.queryset = queries.groups_of(programme)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if groups.is_taken(self.programme, code):
            raise forms.ValidationError(TAKEN)
        return code

    def clean_file(self) -> str:
        """The text of the file, which from here on is as if it had been pasted."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large to be a list of scores."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no text. Save it as CSV.")) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in self.errors:
            return data
        typed, uploaded = data.get("scores", ""), data.get("file", "")
        if typed.strip() and uploaded.strip():
            self.add_error("scores", _("Give the scores in the field or in a file, not in both."))
        elif most := data.get("most"):
            self.read(uploaded or typed, most)
        self.refuse_another_scale(data)
        return data

    def read(self, text: str, most: int) -> None:
        """Read every line, and report every one that is wrong: nothing is kept while there is one."""
        # A file cannot be given back to a form; its lines can.
        self.data = {**dict(self.data.items()), "scores": text}
        if len(text.splitlines()) > pasted.MOST_LINES:
            self.add_error("scores", _("These are more lines than a group has people."))
            return
        self.pairs, wrong = pasted.read(text, most=most)
        for line in wrong:
            self.add_error("scores", _("Line %(number)d: %(why)s") % {"number": line.number, "why": WRONG[line.why]})
        if not self.pairs and not wrong:
            self.add_error("scores", _("There are no scores yet."))

    def refuse_another_scale(self, data: dict[str, Any]) -> None:
        other = data.get("compared_with")
        if other and data.get("most") and other.most != data["most"]:
            self.add_error(
                "compared_with",
                _("Its highest score is %(most)d: such tests cannot be compared.") % {"most": other.most},
            )


class RemovalForm(forms.Form):
    """Why a group is taken out."""

    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=160, help_text=gettext_lazy("Everyone who reads the programme reads it.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, programme: str) -> HttpResponse:
    """A group and its scores; what stands already, to be taken out where it was a mistake."""
    found = programme_kept(request, programme)
    form = GroupForm(request.POST or None, request.FILES or None, programme=found)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("code", "title", "period", "most", "compared_with")}
        try:
            actions.record_scores(programme=found, scores=form.pairs, by=request.user, at=clock.now(), **said)
        except groups.GroupCodeTaken:  # since the form looked
            form.add_error("code", TAKEN)
        else:
            number = len(form.pairs)
            kept = ngettext("The scores of %(n)d learner are kept.", "The scores of %(n)d learners are kept.", number)
            messages.success(request, kept % {"n": number})
            return redirect(tests_of(found))
    standing = queries.groups_of(found).prefetch_related(None).annotate(learners=Count("scores"))
    context = {"form": form, "programme": found, "groups": standing}
    return render(request, "desks/evaluation/group.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, programme: str, group: str) -> HttpResponse:
    """Take out a group that was recorded by mistake, with its reason."""
    found = programme_kept(request, programme)
    chosen = get_object_or_404(queries.groups_of(found), code=group)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_group(group=chosen, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        except groups.StillCompared:
            messages.warning(request, _("Another group is compared with this one. Take that one out first."))
            return redirect("impact-group-new", programme=found.code)
        messages.success(request, _("The group is taken out, and its scores are deleted."))
        return redirect("impact-group-new", programme=found.code)
    context = {"form": form, "programme": found, "group": chosen}
    return render(request, "desks/evaluation/group_remove.html", context)


def tests_of(programme: Programme) -> str:
    return f"{reverse('impact-programme', args=[programme.code])}#learnt"
