"""What is certified, in the editors' admin: HR and the coordinator say it, for their own administrations only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from certificates.certifying import certified_by, owns
from certificates.models import Certification
from courses.catalogue import queries as catalogue
from courses.ownership import competencies_for


class CertificationForm(WagtailAdminModelForm):
    """Offers one's own administrations, the courses that they may take, and their competencies."""

    course_uid = forms.ChoiceField(label=_("Course"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = certified_by(self.for_user)
        self.fields["administration"].queryset = own
        if len(own) == 1:
            self.fields["administration"].initial = own[0]
        self.fields["competency"].queryset = competencies_for(own)
        courses = catalogue.visible_to(self.for_user).order_by("code")
        self.fields["course_uid"].choices = [(c.translation_key, f"{c.code} {c.title}") for c in courses]


class OneOfOurs:
    """A view of one certification: a foreign one is not there."""

    request: HttpRequest

    def get_object(self, *args: Any) -> Any:
        found = super().get_object(*args)  # type: ignore[misc]
        if not owns(self.request.user, found):
            raise Http404
        return found


class OwnedEditView(OneOfOurs, generic.EditView):
    """The form of one's own."""


class OwnedHistoryView(OneOfOurs, generic.HistoryView):
    """What was done to one's own."""


class OwnedUsageView(OneOfOurs, generic.UsageView):
    """Where one's own is used."""


class OwnedIndexView(generic.IndexView):
    """One's own."""

    def get_base_queryset(self) -> QuerySet[Certification]:
        return Certification.objects.filter(administration__in=certified_by(self.request.user)).order_by("code")


class CertificationViewSet(ModelViewSet):
    """Made and changed, never deleted: certificates stand on it. `retired_at` ends it."""

    model = Certification
    name = "certifications"
    icon = "success"
    menu_label = _("Certifications")
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["title", "code", "competency", "level", "administration"]
    index_view_class = OwnedIndexView
    edit_view_class = OwnedEditView
    history_view_class = OwnedHistoryView
    usage_view_class = OwnedUsageView
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("title"),
            FieldPanel("titles"),
            FieldPanel("code"),
            FieldPanel("course_uid"),
            FieldPanel("competency"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("lowest"), FieldPanel("level")])], heading=_("Levels that it certifies")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("months_valid"), FieldPanel("months_window")]),
                    FieldPanel("required_by_law"),
                    FieldPanel("retired_at"),
                ],
                heading=_("How long it holds"),
            ),
        ],
        base_form_class=CertificationForm,
    )
