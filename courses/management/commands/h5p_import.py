"""manage.py h5p_import FILE… --administration CODE: upload packages from the command line, like anyone's upload."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from courses.packages import actions, words
from courses.packages.editor.gaps import gaps_of
from courses.packages.editor.words import named
from courses.packages.h5p.reasons import Refused
from lms.core import clock
from lms.people.models import Administration, User


class Command(BaseCommand):
    help = "Upload H5P packages. One of a title that the administration has becomes a new version of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--administration", required=True, metavar="CODE")
        parser.add_argument("--by", metavar="USERNAME", help="who uploads; without, the operator does")
        parser.add_argument("--title", default="", help="in place of the title in the package")

    def handle(self, *_args: Any, **options: Any) -> None:
        administration = Administration.objects.filter(code=options["administration"]).first()
        if administration is None:
            raise CommandError(f"There is no administration {options['administration']}.")
        by = User.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is no account {options['by']}.")
        missing = [str(file) for file in options["files"] if not file.is_file()]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}.")
        refused = [file for file in options["files"] if not self.take(file, administration, by, options["title"])]
        if refused:
            raise CommandError(f"{len(refused)} of {len(options['files'])} refused.")

    def take(self, path: Path, administration: Administration, by: User | None, title: str) -> bool:
        try:
            with path.open("rb") as file:
                version = actions.upload_by_title(
                    file=file, name=path.name, administration=administration, title=title, by=by, at=clock.now()
                )
        except PermissionDenied:
            raise CommandError(f"{by} does not write courses of {administration}.") from None
        except Refused as refused:
            self.stderr.write("\n  ".join([f"{path.name}: refused", *words.whys(refused.reasons)]))
            return False
        self.stdout.write(f"{path.name}: {version.package.uid} version {version.number}")
        if gaps := gaps_of(version):
            missing = " ".join(map(named, gaps))
            self.stdout.write(f"  plays as it is, though our form would want more: {missing}")
        return True
