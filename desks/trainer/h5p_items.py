"""/trainer/cohorts/…/exercises/: how the questions of a course's exercises work for a cohort. Figures of a group, never
of one of its people."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from courses.catalogue.models import ReleaseEdition
from courses.scheduling.models import Cohort
from desks.trainer.checklist import taught
from lms.core.small_groups import Cell, suppress_list
from lms.people.typing import SignedInRequest
from tracking.enrolment.models import Enrolment, Seat
from tracking.study import queries, reviews
from tracking.study.items import Item


@dataclass(frozen=True)
class Line:
    """A question as it may be shown: its n, and the figures where enough people have answered it."""

    question: str
    n: Cell
    item: Item | None
    wrong: str = ""
    wrong_n: Cell | None = None


@login_required
@require_GET
def exercises(request: SignedInRequest, cohort: UUID, package: UUID | None = None) -> HttpResponse:
    """The exercises of a cohort's course, and the questions of one of them."""
    found, edition = taught(request, cohort)
    titles = titles_of(edition)
    chosen = str(package) if package else next(iter(titles), "")
    if chosen and chosen not in titles:
        raise Http404
    context: dict[str, Any] = {"cohort": found, "edition": edition, "titles": titles, "chosen": chosen}
    if chosen:
        context["lines"] = lines(found, UUID(chosen))
    return render(request, "desks/trainer/exercises.html", context)


def titles_of(edition: ReleaseEdition) -> dict[str, str]:
    """The packages of an edition in the order of its lessons."""
    blocks = (block for lesson in queries.lessons(edition) for block in lesson["blocks"])
    return {block["uid"]: block["title"] for block in blocks if block["type"] == "h5p"}


def lines(cohort: Cohort, package: UUID) -> list[Line]:
    seated = Seat.objects.filter(cohort=cohort, state=Seat.State.SEATED).values("enrolment")
    enrolments = list(Enrolment.objects.filter(pk__in=seated))
    smallest = cohort.administration.smallest_group
    return [line(item, smallest) for item in reviews.items_of(enrolments, package)]


def line(item: Item, smallest: int) -> Line:
    n = shown(item.n, smallest)
    if n.is_hidden:
        return Line(item.question, n, None)
    wrong, count = item.wrong or ("", 0)
    return Line(item.question, n, item, wrong, shown(count, smallest) if count else None)


def shown(people: int, smallest: int) -> Cell:
    return suppress_list({"": people}, smallest=smallest).whole
