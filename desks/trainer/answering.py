"""Doing something to a cohort, and saying on its page that it is done, or why not."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from courses.scheduling import actions
from courses.scheduling.failures import CannotSchedule, Clashes, NotOpen, Over
from courses.scheduling.models import Cohort
from desks.trainer import words
from lms.people.typing import SignedInRequest


def put_in_force(request: SignedInRequest, cohort: Cohort, at: datetime) -> HttpResponse:
    return answer(
        request,
        lambda: actions.release_cohort(cohort=cohort, by=request.user, at=at),
        _("Released. Seats can be asked for now."),
        cohort,
    )


def answer(request: SignedInRequest, act: Callable[[], object], done: str, cohort: Cohort) -> HttpResponse:
    """Do it and say so on the cohort's page, or say there why not."""
    try:
        act()
    except Clashes as refused:
        for said in words.say(refused.clashes, asked_by=request.user):
            messages.error(request, said.text)
    except Over:
        messages.error(request, _("That is over: it was cancelled or held, or was released already. Nothing changed."))
    except NotOpen:
        messages.error(request, _("The course has no release that one can enrol in. Nothing changed."))
    except CannotSchedule:
        messages.error(request, _("Nobody on that list teaches here. Nothing changed."))
    else:
        messages.success(request, done)
    return redirect("trainer-cohort", cohort=cohort.uid)
