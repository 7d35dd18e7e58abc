"""manage.py h5p_check: whether every file of every content and library is there and is what its digest says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.packages import sweeping


class Command(BaseCommand):
    help = "Read all H5P contents and libraries in the storage; fails, with a line each, where something is not whole."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = list(sweeping.faults())
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults.")
        self.stdout.write("All contents and libraries are whole.")
