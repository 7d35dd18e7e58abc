"""What a trainer types: a start date, a reason, who teaches, a time."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.scheduling import drafting, rules
from courses.scheduling.models import Room, Session, TrainerAssignment
from lms.people.models import User

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class StartForm(forms.Form):
    """On which day a cohort begins."""

    start = forms.DateField(label=_("First day"), widget=DATE)


class ReasonForm(forms.Form):
    """Why something is cancelled; everyone who was to come reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everyone who was to come reads it."), widget=forms.TextInput
    )


class TrainersForm(forms.Form):
    """Who leads, and who teaches with them."""

    lead = forms.ModelChoiceField(label=_("Lead trainer"), queryset=User.objects.none())
    with_them = forms.ModelMultipleChoiceField(
        label=_("Co-trainers"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, able: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "with_them"):
            self.fields[name].queryset = able  # type: ignore[attr-defined]

    @property
    def trainers(self) -> list[User]:
        """The lead first."""
        lead = self.cleaned_data["lead"]
        return [lead, *(person for person in self.cleaned_data["with_them"] if person != lead)]

    @staticmethod
    def first(assignments: list[TrainerAssignment]) -> dict[str, Any]:
        """What the form shows before anything is chosen."""
        lead = next((a.person_id for a in assignments if a.role == TrainerAssignment.Role.LEAD), None)
        return {"lead": lead, "with_them": [a.person_id for a in assignments if a.person_id != lead]}


class TimeForm(forms.Form):
    """A day and a time by the clock of the session's own zone, and a room of its venue."""

    day = forms.DateField(label=_("Day"), widget=DATE)
    clock = forms.TimeField(label=_("Begins"), widget=TIME)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)

    def __init__(self, data: Any = None, *, session: Session) -> None:
        local = session.starts_at.astimezone(ZoneInfo(session.time_zone))
        first = {"day": local.date(), "clock": local.time(), "room": session.room_id}
        super().__init__(data, initial=first)
        self.session = session
        if session.room is None:
            del self.fields["room"]
        else:
            rooms = [place.room for place in drafting.places_for(session.room, seats=0) if place.room]
            field: Any = self.fields["room"]
            field.queryset, field.required = Room.objects.filter(pk__in=rooms).select_related("venue"), True

    @property
    def slot(self) -> tuple[datetime, datetime, Room | None, rules.Wall]:
        """When it would be, in UTC, and where; and whether clocks change over that time."""
        day: date = self.cleaned_data["day"]
        start = rules.moment(day, self.cleaned_data["clock"], self.session.time_zone)
        lasts: timedelta = self.session.ends_at - self.session.starts_at
        return start.at, start.at + lasts, self.cleaned_data.get("room"), start.wall
