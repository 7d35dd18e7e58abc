"""Words for what is wrong in a form, and for what a file was not taken."""

from django.utils.translation import gettext_lazy

from courses.packages import words
from courses.packages.h5p.reading import Problem

WRONG = {
    "required": gettext_lazy("This is still empty."),
    "too-long": gettext_lazy("This is longer than %(detail)s characters."),
    "not-a-number": gettext_lazy("This is not a number."),
    "too-small": gettext_lazy("The least is %(detail)s."),
    "too-large": gettext_lazy("The most is %(detail)s."),
    "not-offered": gettext_lazy("Choose one of those that are offered."),
    "too-few": gettext_lazy("At least %(detail)s are needed."),
    "too-many": gettext_lazy("At most %(detail)s are possible."),
    "wrong-kind": gettext_lazy("A file of this kind cannot stand here."),
    "not-an-address": gettext_lazy("An address begins with https://."),
    "file-is-gone": gettext_lazy("The file is no longer here. Please choose it again."),
}


def wrong(problem: Problem) -> str:
    return str(WRONG[problem.code] if problem.code in WRONG else not_taken(problem.code, problem.detail)) % {
        "detail": problem.detail
    }


def not_taken(code: str, detail: str) -> str:
    return str(words.WHY[code]) % {"detail": detail}
