"""The slot in which a course's page, whose timetable knows no seats, tells what place its coming cohorts still have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from courses.scheduling.coming import Coming
from lms.people.queries import Asker
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import Vacancy, own_seats, places_in_line, vacancies

register = template.Library()


@dataclass(frozen=True)
class Places:
    """What a cohort has for its reader: vacancy for whoever comes, or the seat and the place in line that the reader has."""

    vacancy: Vacancy
    seat: Seat | None = None
    place: int = 0

    @property
    def next_in_line(self) -> int:
        """The how-manieth whoever asks now would be."""
        return self.vacancy.waiting + 1


@register.simple_tag
def with_places(cohorts: Sequence[tuple[Coming, list[Any]]], reader: Asker) -> list[tuple[Coming, list[Any], Places]]:
    """Each cohort with its places. One query; one more for whoever is signed in, and another where the reader waits."""
    if not cohorts:
        return []
    found = vacancies(cohort.pk for cohort, _modes in cohorts)
    seats = {seat.cohort_id: seat for seat in own_seats(reader).filter(cohort__in=found)}
    waits = [seat.pk for seat in seats.values() if seat.state == Seat.State.WAITING]
    line = places_in_line(waits) if waits else {}

    def places(cohort: Coming) -> Places:
        seat = seats.get(cohort.pk)
        return Places(found[cohort.pk], seat, line.get(seat.pk, 0) if seat else 0)

    return [(cohort, modes, places(cohort)) for cohort, modes in cohorts]
