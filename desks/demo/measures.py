"""What became of what gaps ask of management: some of it is seen to, some is done, some stays as it is, and some is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from desks.demo.history import supervisors_by_unit
from desks.demo.world import Place
from lms.people.models import Administration
from tracking.needs import actions as needs
from tracking.needs.models import ManagementAction, NamedCause

Cause = NamedCause.Cause


@dataclass(frozen=True)
class Fate:
    """A step that was taken so many days ago; what is seen to is due in so many days from now, or was."""

    step: str = ""
    days_ago: int = 0
    due_in: int = 0


#: In turn, from unit to unit. Nobody has taken up those without a step: their first date has passed.
FATES = (
    Fate("take", 100, 45), Fate(), Fate("done", 60), Fate("take", 90, -12), Fate("take", 75, 20), Fate("drop", 50),
)  # fmt: skip
#: What is said of it, by cause.
SEEN_TO: Mapping[str, str] = {
    Cause.EQUIPMENT: "One scanner is repaired, the second is ordered.",
    Cause.STAFFING: "The roster leaves each shift an hour for practice.",
    Cause.PROCEDURE: "The instruction on guarantees is being rewritten.",
    Cause.MOTIVATION: "What a good find led to is told at the Friday meeting.",
    Cause.SUPERVISION: "Shift leaders look at one file with each officer every month.",
}
NOTHING = "There is no money for it this year; it is asked for again in the next budget."


def answer_measures(place: Place, *, at: datetime) -> None:
    """Ren writes down what the heads of the units have made of it until `at`."""
    ren, heads = place.people["ren"], supervisors_by_unit(place) | {place.units["PVS"].pk: place.people["tomas"]}
    for number, action in enumerate(in_turn(place.administration)):
        fate = FATES[number % len(FATES)]
        then = at - timedelta(days=fate.days_ago)
        if fate.step == "take":
            needs.take_action(
                action=action, owner=heads.get(action.unit_id, ren), due_on=(at + timedelta(days=fate.due_in)).date(),
                note=SEEN_TO[action.cause], by=ren, at=then,
            )  # fmt: skip
        elif fate.step:
            done = fate.step == "done"
            note = SEEN_TO[action.cause] if done else NOTHING
            needs.finish_action(action=action, done=done, note=note, by=ren, at=then)


def in_turn(administration: Administration) -> QuerySet[ManagementAction]:
    """From unit to unit, what is asked of the whole administration last: on every database the same fate meets the same."""
    asked = ManagementAction.objects.filter(administration=administration).select_related("unit")
    return asked.order_by(F("unit__code").asc(nulls_last=True), "cause")
