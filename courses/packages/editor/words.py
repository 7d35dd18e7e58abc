"""Words for what is wrong in a form, for why a content does not go live, and for what a file was not taken."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.packages import publishing, words
from courses.packages.h5p.form import Node
from courses.packages.h5p.reading import Problem
from courses.packages.publishing import HasGaps

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
    "not-droppable": gettext_lazy("Number %(detail)s is right here, but may not be dropped here."),
    "file-is-gone": gettext_lazy("The file is no longer here. Please choose it again."),
}


#: Of a place that a visual editor would move by mouse.
PLACES = {
    "x": gettext_lazy("Distance from the left"),
    "y": gettext_lazy("Distance from the top"),
    "width": gettext_lazy("Width"),
    "height": gettext_lazy("Height"),
}


def label(node: Node) -> str:
    """What a field is called; the semantics do not name the places of things."""
    return str(PLACES.get(str(node.spec.get("place")), node.label))


def wrong(problem: Problem) -> str:
    return str(WRONG[problem.code] if problem.code in WRONG else not_taken(problem.code, problem.detail)) % {
        "detail": problem.detail
    }


def named(node: Node) -> str:
    """A field and what is wrong with it."""
    return f"{label(node)}: {wrong(node.problems[0])}"


#: So many fields are named in a message; all of them in the form.
NAMED = 3


def not_live(gaps: HasGaps) -> str:
    """Why a version has not gone live or to its reviewers, and that nothing of it is lost."""
    fields = [*map(named, gaps.nodes[:NAMED]), *(["…"] if len(gaps.nodes) > NAMED else [])]
    return _("“%(title)s” is kept as it is, and goes no further before this is mended. %(fields)s") % {
        "title": publishing.latest(gaps.version.package).title,
        "fields": " ".join(fields),
    }


def not_taken(code: str, detail: str) -> str:
    return str(words.WHY[code]) % {"detail": detail}
