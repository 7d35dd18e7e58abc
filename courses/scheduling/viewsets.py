"""Blueprints, venues with rooms, and work days in the editors' admin: each editor finds only their administrations'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.catalogue.models import CoursePage
from courses.owned import OwnedForm, OwnedViewSet
from courses.ownership import administrations_written_by
from courses.scheduling.models import Blueprint, Room, Venue, WorkCalendar


class BlueprintForm(OwnedForm):
    """The course is chosen by its title; rooms are those of the editor's own venues."""

    course_uid = forms.TypedChoiceField(label=_("Course"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = administrations_written_by(self.for_user)
        courses = CoursePage.objects.filter(administration__in=own, alias_of=None, live=True).order_by("title")
        titles = {str(page.translation_key): page.title for page in courses}
        self.fields["course_uid"].choices = list(titles.items())
        rooms = Room.objects.filter(venue__administration__in=own).select_related("venue")
        for form in [*self.formsets["sessions"].forms, self.formsets["sessions"].empty_form]:
            form.fields["room"].queryset = rooms

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        own = set(administrations_written_by(self.for_user).values_list("pk", flat=True))
        for form in self.formsets["sessions"].forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            room, mode = form.cleaned_data.get("room"), form.cleaned_data.get("mode")
            # An id typed by hand must be refused as well.
            if room and room.venue.administration_id not in own:
                form.add_error("room", forms.ValidationError(_("Choose one of your own rooms.")))
            if mode == "classroom" and not room:
                form.add_error("room", forms.ValidationError(_("A classroom session needs a room.")))
        return data


class BlueprintViewSet(OwnedViewSet):
    model = Blueprint
    icon = "copy"
    list_display = ["title", "seats", "administration"]
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("course_uid"),
            FieldPanel("title"),
            FieldPanel("seats"),
            FieldPanel("days"),
            FieldPanel("join_days"),
            FieldPanel("meeting_url"),
            InlinePanel("sessions", label=_("Session"), heading=_("Sessions"), panels=[
                FieldPanel("title"), FieldPanel("mode"), FieldPanel("day"), FieldPanel("starts"), FieldPanel("minutes"),
                FieldPanel("room"),
            ]),
        ],
        base_form_class=BlueprintForm,
    )  # fmt: skip


class VenueViewSet(OwnedViewSet):
    model = Venue
    icon = "site"
    list_display = ["name", "time_zone", "administration"]
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("name"),
            FieldPanel("time_zone"),
            InlinePanel("rooms", label=_("Room"), heading=_("Rooms"), panels=[FieldPanel("name"), FieldPanel("seats")]),
        ],
        base_form_class=OwnedForm,
    )


class WorkCalendarViewSet(OwnedViewSet):
    model = WorkCalendar
    icon = "date"
    list_display = ["administration"]
    edit_handler = ObjectList(
        [
            FieldPanel("administration"),
            FieldPanel("rest_days"),
            InlinePanel("holidays", label=_("Holiday"), panels=[FieldPanel("on"), FieldPanel("name")]),
        ],
        base_form_class=OwnedForm,
    )


class Timetables(SnippetViewSetGroup):
    items = (BlueprintViewSet, VenueViewSet, WorkCalendarViewSet)
    menu_label = _("Timetables")
    menu_icon = "date"
    menu_order = 310
