"""manage.py h5p_gc [--delete]: files of packages in the storage that nothing points to any more."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from courses.packages import sweeping
from lms.core import clock


class Command(BaseCommand):
    help = "List the files of H5P contents, libraries and bundles that nothing points to, or delete them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true")
        parser.add_argument("--days", type=int, default=2, help="younger files stay: they may be of an upload at work")

    def handle(self, *_args: Any, **options: Any) -> None:
        before = clock.now() - timedelta(days=options["days"])
        count = size = 0
        for stray in sweeping.strays(before=before):
            count, size = count + 1, size + stray.size
            if options["delete"]:
                sweeping.delete(stray)
            elif options["verbosity"] > 1:
                self.stdout.write(stray.name)
        done = "deleted" if options["delete"] else "to be deleted with --delete"
        self.stdout.write(f"{count} files, {size} bytes: {done}.")
