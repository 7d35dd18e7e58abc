"""Real packages through the real site: `python -m tests.conformance.h5p.real FOLDER [NAME…]`, or `bin/conformance h5p …`.

Each .h5p file of the folder is uploaded on the editors' page, played in a lesson by one person who answers wrongly and
leaves on the way, and by one who answers rightly; then changed in our form, made live, released, and read by a third. What
came of it is one JSON line. Files without libraries come last, when those of the others are installed, and those of files in
the folder's own folder `libraries`. The database that DATABASE_URL names is filled; it should be a throw-away one.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import django
from django.core.management import CommandError, call_command
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Error as NotDone

from bench.serving import served

#: A microphone that plays a tone, for contents that record.
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]  # fmt: skip
#: Milliseconds that somebody looks for a button.
PATIENCE = 10_000
LIBRARY = "/library.json"


def main(folder: Path, only: list[str]) -> int:
    """Try every package that is asked for, and return how many of those that were taken in do not play."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the loop of Playwright runs in this thread
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.conformance.h5p import staging

    house = staging.build()
    broken = 0
    with served(dict(os.environ)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        asked_for = [file for file in in_order(folder) if not only or any(name in file.name for name in only)]
        installed = False
        for file in asked_for:
            if not installed and not brings_libraries(file):
                installed = install(folder)
            began = time.monotonic()
            told = Trial(house, browser, site.address).of(file)
            told["seconds"] = round(time.monotonic() - began)
            sys.stdout.write(json.dumps({"package": file.name, **told}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            broken += told.get("plays") is False
        browser.close()
    return broken


def install(folder: Path) -> bool:
    """Everything that the contents without libraries may need, as the operator does it."""
    for place in (folder, folder / "libraries"):
        with suppress(CommandError):  # which names on standard error what was refused
            call_command("h5p_install_libraries", place, stdout=sys.stderr)
    return True


def in_order(folder: Path) -> list[Path]:
    """Those that bring libraries first."""
    return sorted(folder.glob("*.h5p"), key=lambda file: (not brings_libraries(file), file.name))


def brings_libraries(file: Path) -> bool:
    try:
        return any(name.endswith(LIBRARY) for name in ZipFile(file).namelist())
    except (BadZipFile, OSError):
        return True


@dataclass(frozen=True)
class Trial:
    """Everything that is done with one package."""

    house: Any
    browser: Browser
    address: str

    def of(self, file: Path) -> dict[str, Any]:
        from courses.packages.models import Package
        from courses.packages.queries import newest

        with self.window("nadia") as context:
            refused = self.upload(context, file)
        if refused:
            return {"refused": refused}
        package = Package.objects.order_by("pk").last()
        version = newest(package) if package else None
        if version is None:
            return {"refused": ["nothing was stored"]}
        told: dict[str, Any] = {"library": version.content.library}
        try:
            self.play_and_edit(version, told)
        except (NotDone, AssertionError, LookupError, ValueError) as error:
            told["stopped"] = why(error)
        return told

    @contextmanager
    def window(self, name: str) -> Iterator[BrowserContext]:
        from tests.conformance.h5p import staging

        context = self.browser.new_context(base_url=self.address, viewport={"width": 1100, "height": 900})
        context.set_default_timeout(PATIENCE)
        context.add_cookies([staging.session(self.house.cast.people[name]) | {"url": self.address}])  # type: ignore[typeddict-item]
        yield context
        context.close()

    def upload(self, context: BrowserContext, file: Path) -> list[str]:
        """What the page says against it; nothing where it is taken in."""
        tab = context.new_page()
        tab.goto("/admin/snippets/courses/package/add/")
        tab.locator("input[type=file]").set_input_files(file)
        with tab.expect_response(lambda answer: answer.request.method == "POST", timeout=60_000):
            tab.locator("[name=action-publish]").evaluate("button => button.click()")
        tab.wait_for_timeout(1_500)
        return [" ".join(text.split()) for text in tab.locator(".error-message, .help-critical").all_inner_texts()]

    def play_and_edit(self, version: Any, told: dict[str, Any]) -> None:
        from tests.conformance.h5p import editing, playing, staging

        lesson = staging.lesson(self.house, version.package)
        released = staging.put_out(self.house, lesson)
        for name, right in (("bela", False), ("amina", True)):
            enrolment, path = staging.study(self.house, lesson, released, self.house.cast.people[name])
            key = "right" if right else "wrong"
            with self.window(name) as context:
                window = playing.Window(context, path)
                try:
                    played = playing.play(window, version, enrolment, right=right, leaves=not right)
                except (NotDone, AssertionError, LookupError, ValueError) as error:
                    told[f"{key}_stopped"] = why(error)
                    window.picture(f"{version.pk}-{key}-stopped")
                told.setdefault("plays", window.plays)
                told.setdefault("errors", playing.readable(window.errors))
                told[key] = playing.recorded(enrolment)
                if not right and f"{key}_stopped" not in told:
                    told["restored"] = played.restored
        with self.window("nadia") as context:
            edited = editing.edit(context.new_page(), version.package_id, window.shown)
        told["edited"] = edited.wrong or edited.field
        if edited.filled:
            told["filled_in_first"] = edited.filled
        if not edited.wrong:
            _enrolment, path = staging.study(
                self.house, lesson, staging.put_out(self.house, lesson), self.house.cast.people["jonas"]
            )
            with self.window("jonas") as context:
                window = playing.Window(context, path)
                window.open()
                told["shows_the_edit"] = editing.ADDED in f"{window.title()} {window.text()}"


def why(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = [f"{frame.name}:{frame.lineno}" for frame in frames if Path(__file__).parent.as_posix() in frame.filename][
        -3:
    ]
    return f"{str(error).splitlines()[0] if str(error) else type(error).__name__} ({' '.join(place)})"


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]).resolve(), sys.argv[2:]), 100))
