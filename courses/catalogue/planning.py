"""What a release of a course would do, worked out on the very data that it would freeze."""

from dataclasses import dataclass, field
from datetime import datetime

from courses.catalogue.freeze import Frozen, freeze_course
from courses.catalogue.pages import CoursePage
from courses.catalogue.releases import CourseRelease, ReleaseEdition
from courses.catalogue.rules import Change, Kind, content_changes, kind_of, structural_changes
from lms.core.digests import digest_of
from lms.people.models import User


@dataclass(frozen=True)
class Plan:
    """The release that there is, the one that would be, and the languages that take part."""

    kind: Kind
    changes: list[Change]
    chosen: Frozen
    #: In these languages the course has the structure that would be released; `due` are those with something new.
    complete: list[Frozen]
    due: list[Frozen]
    incomplete: list[str]
    open_release: CourseRelease | None
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the release that learners would get."""
        last = self.open_release.number if self.open_release else last_number(self.chosen.course)
        return last if self.kind in (Kind.MINOR, Kind.NOTHING) else last + 1


def plan_release(course: CoursePage, *, by: User, at: datetime) -> Plan:
    """Freeze every language of the course and compare: in the language of `course` its structure is decided."""
    chosen = freeze_course(course, by=by, at=at)
    others = CoursePage.objects.live().filter(translation_key=course.translation_key).exclude(pk=course.pk)
    frozen = [chosen, *(freeze_course(other, by=by, at=at) for other in others.order_by("pk"))]
    complete = [each for each in frozen if not structural_changes(chosen.structure, each.structure)]
    release = CourseRelease.objects.filter(course_uid=course.translation_key, state=CourseRelease.State.OPEN).first()
    newest = newest_editions(release)
    changes = [
        *(structural_changes(release.structure, chosen.structure) if release else []),
        *(change for each in complete for change in content_changes(newest_data(newest, each.language), each.data)),
    ]
    kind = kind_of(release.structure if release else None, chosen.structure, changes)
    return Plan(
        kind=kind,
        changes=changes,
        chosen=chosen,
        complete=complete,
        due=[each for each in complete if kind is not Kind.MINOR or is_new(newest, each)],
        incomplete=[each.language for each in frozen if each not in complete],
        open_release=release,
        titles=titles_in(newest, chosen),
    )


def newest_editions(release: CourseRelease | None) -> dict[str, ReleaseEdition]:
    """The newest edition of a release in each language."""
    editions = release.editions.order_by("number") if release else []
    return {edition.locale: edition for edition in editions}


def newest_data(newest: dict[str, ReleaseEdition], language: str) -> dict | None:
    return newest[language].data if language in newest else None


def is_new(newest: dict[str, ReleaseEdition], frozen: Frozen) -> bool:
    return frozen.language not in newest or newest[frozen.language].digest != digest_of(frozen.data)


def titles_in(newest: dict[str, ReleaseEdition], chosen: Frozen) -> dict[str, str]:
    """What the things that changed are called, those that are gone included."""
    titles: dict[str, str] = {}
    for data in [*(edition.data for edition in newest.values()), chosen.data]:
        titles[data["uid"]] = data["title"]
        for module in data["modules"]:
            titles[module["uid"]] = module["title"]
            for lesson in module["lessons"]:
                titles[lesson["uid"]] = lesson["title"]
                titles |= {block["uid"]: block["title"] for block in lesson["blocks"] if "uid" in block}
    return titles


def last_number(course: CoursePage) -> int:
    last = CourseRelease.objects.filter(course_uid=course.translation_key).order_by("number").last()
    return last.number if last else 0
