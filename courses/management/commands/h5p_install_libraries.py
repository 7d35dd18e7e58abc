"""manage.py h5p_install_libraries DIR [--administration CODE]: install the libraries of every package in a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.packages import actions, words
from courses.packages.h5p.reasons import Refused
from lms.core import clock
from lms.people.models import Administration


class Command(BaseCommand):
    help = "Install the libraries of H5P packages, for one administration or for all; their contents are left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--administration", metavar="CODE", help="without, for all")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        code = options["administration"]
        administration = Administration.objects.filter(code=code).first() if code else None
        if code and administration is None:
            raise CommandError(f"There is no administration {code}.")
        files = sorted(options["folder"].glob("*.h5p"))
        refused = [file for file in files if not self.take(file, administration)]
        if refused:
            raise CommandError(f"{len(refused)} of {len(files)} refused.")

    def take(self, path: Path, administration: Administration | None) -> bool:
        try:
            with path.open("rb") as file:
                new = actions.install_libraries(
                    file=file, name=path.name, administration=administration, by=None, at=clock.now()
                )
        except Refused as refused:
            self.stderr.write("\n  ".join([f"{path.name}: refused", *words.whys(refused.reasons)]))
            return False
        self.stdout.write(f"{path.name}: {', '.join(map(str, new)) or 'nothing new'}")
        return True
