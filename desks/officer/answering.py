"""The pages of an assessment as data: what is asked, what was answered, and what came in from a form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.competencies.models import Competency, Level
from lms.competencies.queries import targets_of
from lms.people.models import User
from tracking.needs import queries, rules
from tracking.needs.actions import NewRating
from tracking.needs.models import Assessment, InstrumentTest, Rating

#: In a supervisor's form: has not seen it, which is not zero.
NOT_OBSERVED = "none"
LONGEST_NOTE = 1000
#: For so long an assessment is fresh, and the desk does not ask for the next one.
FRESH_FOR = timedelta(days=30)
CONNECTIONS = {"good": gettext_lazy("good"), "some": gettext_lazy("now and then"), "poor": gettext_lazy("poor")}
MODES = {
    "elearning": gettext_lazy("by myself, at the screen"),
    "remote": gettext_lazy("in a remote session"),
    "classroom": gettext_lazy("in a classroom"),
    "work": gettext_lazy("at work, with a colleague"),
}


@dataclass
class Item:
    """One competency of the post as it stands on the page: what is asked, and what was answered or typed."""

    competency: Competency
    target: int
    level: str = ""
    last_done: str = ""
    link: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        return self.level != ""

    @property
    def said(self) -> tuple[str, str, str, str]:
        return self.level, self.last_done, self.link, self.note

    @property
    def rating(self) -> NewRating:
        level = None if self.level == NOT_OBSERVED else float(self.level)
        return NewRating(self.competency.pk, level, note=self.note, last_done=self.last_done, link=self.link)


def items_of(assessment: Assessment, *, source: str, on: date) -> list[Item]:
    """What the posts ask for, in the order of the framework, with what a source said last; three queries."""
    targets = targets_of(assessment.person, on=on, administration=assessment.administration)
    said = queries.latest_rows_of(assessment)
    competencies = Competency.objects.filter(pk__in=targets).order_by("code")
    return [item_of(each, targets[each.pk].level, said.get(each.pk, {}).get(source)) for each in competencies]


def item_of(competency: Competency, target: int, row: Rating | None) -> Item:
    item = Item(competency, target)
    if row is not None:
        item.level = NOT_OBSERVED if row.level is None else f"{row.level.normalize():f}"
        item.last_done, item.link, item.note = row.last_done, row.link, row.note
    return item


def read(items: Iterable[Item], data: Mapping[str, str], *, supervising: bool) -> list[Item]:
    """Put what was typed into the items, with what is wrong about it; those that say something new and right."""
    news = []
    for item in items:
        before = item.said
        key = item.competency.pk
        item.level = data.get(f"level-{key}", item.level)
        item.last_done = data.get(f"last-{key}", item.last_done)
        item.link = data.get(f"link-{key}", item.link).strip()
        item.note = data.get(f"note-{key}", item.note).strip()
        item.errors = errors_of(item, supervising=supervising)
        if item.answered and item.said != before and not item.errors:
            news.append(item)
    return news


def errors_of(item: Item, *, supervising: bool) -> dict[str, str]:
    errors = {}
    allowed = {"", "0", "1", "2", "3", "4"} | ({NOT_OBSERVED} if supervising else set())
    if item.level not in allowed:
        errors["level"] = _("Choose one of the levels.")
    elif supervising and item.level.isdigit() and rules.wants_example(int(item.level)) and not item.note:
        errors["note"] = _("Give one example that you have seen: this level needs it.")
    if len(item.note) > LONGEST_NOTE:
        errors["note"] = _("Keep the example under a thousand characters.")
    if item.last_done not in {"", *Rating.LastDone.values}:
        errors["last"] = _("Choose one of the answers.")
    if item.link and not is_address(item.link):
        errors["link"] = _("Give the whole address, beginning with https://")
    return errors


def is_address(link: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(link)
    except ValidationError:
        return False
    return len(link) <= 200


@dataclass(frozen=True)
class Page:
    """An assessment as its person sees it: how far it is, whom it waits for, who reads it."""

    assessment: Assessment
    items: list[Item]
    levels: list[Level]
    readers: list[User]
    tests: list[tuple[InstrumentTest, bool]]

    @property
    def answered(self) -> int:
        return sum(item.answered for item in self.items)

    @property
    def left(self) -> int:
        return len(self.items) - self.answered

    @property
    def untaken(self) -> list[InstrumentTest]:
        return [test for test, taken in self.tests if not taken]


def page_of(assessment: Assessment, *, on: date) -> Page:
    sat = set(assessment.sittings.values_list("test_id", flat=True))
    return Page(
        assessment,
        items_of(assessment, source=Rating.Source.SELF, on=on),
        list(assessment.instrument.framework.levels.all()),
        queries.supervisors_of(assessment.person, assessment.administration, on=on),
        [(test, test.pk in sat) for test in queries.tests_for(assessment)],
    )


@dataclass(frozen=True)
class Invitation:
    """The assessment on the desk: begun or to be begun, how far, until when."""

    running: Assessment | None
    answered: int
    of: int
    waits: list[str]
    #: One was closed lately: nobody is asked to begin again at once, though everyone may.
    is_fresh: bool = False


def invitation(person: User, *, targets: Collection[int], on: date) -> Invitation | None:
    """What the desk says of the assessment of these competencies: nothing where no post asks for anything."""
    if not targets:
        return None
    running = queries.running_of(person)
    if running is None:
        lately = person.assessments.filter(state=Assessment.State.CLOSED, state_at__date__gt=on - FRESH_FOR)
        return Invitation(None, 0, len(targets), [], is_fresh=lately.exists())
    answered = running.ratings.filter(source=Rating.Source.SELF, competency__in=targets)
    waits = queries.waits_for(running, on=on) if running.state == Assessment.State.SENT else []
    return Invitation(running, answered.values("competency").distinct().count(), len(targets), waits)
