"""A content on an editor's desk: what it says, as a form shows it and as a form that came back says it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from courses.packages import publishing
from courses.packages.editor import rights, uploads
from courses.packages.editor.installed import Installed
from courses.packages.h5p.fields import start_all
from courses.packages.h5p.form import Drawing, Node
from courses.packages.h5p.library import Identity
from courses.packages.h5p.posted import ABOUT, ROOT, Posted
from courses.packages.h5p.reading import At, Problem, Reading
from courses.packages.models import PackageVersion
from lms.people.models import Administration, User

#: Above the content in the form: its title and language.
TOP = "t"


@dataclass
class Sheet:
    """What one content says: `top` its title and language, `about` its metadata, `params` everything else."""

    administration: Administration
    by: User
    main: Identity
    version: PackageVersion | None = None
    top: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def installed(self) -> Installed:
        language = str(self.top.get("language") or "en")
        return Installed(self.administration, reader=get_language() or "en", language=language)

    @cached_property
    def files(self) -> set[str]:
        """The files that the content has already."""
        return set(self.version.files.values_list("path", flat=True)) if self.version else set()

    def has_file(self, path: str) -> bool:
        return path in self.files or uploads.find(path, self.by) is not None

    def read(self, posted: Posted) -> None:
        """Take over what a form says, with everything that is wrong in it."""
        self.top["language"] = posted.text(f"{TOP}.language") or self.top.get("language")
        reading = Reading(posted, self.installed, rights.about(), rights.of_a_file(), self.has_file)
        self.top = reading.read(rights.at_the_top(), At(TOP, TOP))
        self.params = reading.read(self.installed.fields(self.main) or [], At(ROOT, ROOT))
        self.about = self.about_unasked() | reading.read(rights.about_the_whole(), AT_ABOUT)
        self.problems = reading.problems

    def about_unasked(self) -> dict[str, Any]:
        asked = {each["name"] for each in rights.about_the_whole()}
        return {name: value for name, value in self.about.items() if name not in asked}

    def tree(self) -> Node:
        """The whole form: of the root node, `nodes` are the content's fields and `about` its metadata."""
        drawing = self.drawing()
        root = Node(ROOT, "root", {}, self.params)
        root.nodes = drawing.nodes(self.installed.fields(self.main) or [], self.params, ROOT)
        root.about = drawing.nodes(rights.about_the_whole(), self.about, AT_ABOUT.path)
        return root

    def tops(self) -> list[Node]:
        return self.drawing().nodes(rights.at_the_top(), self.top, TOP)

    def wrong(self) -> list[Node]:
        """Every field with which something is wrong."""
        return [node for node in (*self.tops(), *self.tree().walk()) if node.problems]

    def drawing(self) -> Drawing:
        by_path: dict[str, list[Problem]] = {}
        for problem in self.problems:
            by_path.setdefault(problem.path, []).append(problem)
        return Drawing(self.installed, rights.about(), rights.of_a_file(), by_path)

    @property
    def is_wrong(self) -> bool:
        """Cannot be kept as it is: something else than merely missing is wrong, or it has no title."""
        return any(not problem.is_missing or problem.path.startswith(f"{TOP}.") for problem in self.problems)

    @property
    def is_untouched(self) -> bool:
        """Says word for word what the version says that it was opened from."""
        before = sheet_of(self.version, by=self.by) if self.version else None
        return before is not None and all(
            filled(mine) == filled(its)
            for mine, its in ((self.top, before.top), (self.about, before.about), (self.params, before.params))
        )

    def new_files(self) -> dict[str, bytes]:
        """What this form has put into the content."""
        wanted = {path for path in paths(self.params) if path not in self.files}
        return {path: content for path in sorted(wanted) if (content := uploads.read(path, self.by)) is not None}


AT_ABOUT = At(ROOT, ROOT).step(ABOUT)


def filled(said: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, which a form says and a version leaves out."""
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def paths(value: Any) -> Iterator[str]:
    """Every file that parameters name."""
    if isinstance(value, dict):
        if isinstance(value.get("path"), str):
            yield value["path"]
        for each in value.values():
            yield from paths(each)
    elif isinstance(value, list):
        for each in value:
            yield from paths(each)


def new_sheet(administration: Administration, main: Identity, *, language: str, by: User) -> Sheet:
    """A content of which nothing is written yet."""
    sheet = Sheet(administration, by, main, top={"language": language}, about={"license": "U"})
    sheet.params = start_all(sheet.installed.fields(main) or [], sheet.installed)
    return sheet


def sheet_of(version: PackageVersion, *, by: User) -> Sheet:
    """A content as that version says it."""
    main = Identity.parse(version.content.library)
    if main is None:
        raise LookupError(version.content.library)
    manifest, known = version.manifest, {each["name"] for each in rights.about_the_whole()}
    return Sheet(
        version.package.administration,
        by,
        main,
        version,
        top={"title": publishing.latest(version.package).title, "language": manifest.get("language") or "en"},
        about={name: value for name, value in manifest.items() if name in known and value not in ("", None, [])},
        params=version.content.filtered if isinstance(version.content.filtered, dict) else {},
    )
