"""`manage.py lrs_verify`: whether everything that was sealed is still there, unchanged, and nothing else."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from tracking.lrs.sealing.queries import tenants
from tracking.lrs.sealing.verifying import verify
from tracking.management.commands.lrs_client import tenant


class Command(BaseCommand):
    help = "Looks at every seal and says what was changed, is missing or was inserted. Ends with 1 if anything was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="code or uid of an administration; without it, all of them")
        parser.add_argument("--head", help="the head that an earlier run printed, if nothing was sealed since")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen: Iterable[UUID] = [tenant(options["tenant"])] if options["tenant"] else tenants()
        fine = [self.tell(each, head=options["head"]) for each in chosen]
        if not all(fine):
            raise SystemExit(1)

    def tell(self, of: UUID, *, head: str | None) -> bool:
        """Whether all is well with one administration."""
        report = verify(of)
        for each in report.findings:
            self.stdout.write(f"{of}: {each.wrong} at {each.where}")
        is_cut = head is not None and head != report.head
        if is_cut:
            self.stdout.write(f"{of}: the head is another than the one given")
        since = f" since {report.unsealed_since:%Y-%m-%d %H:%M}" if report.unsealed_since else ""
        self.stdout.write(
            f"{of}: {report.statements} statements and {report.erased} tombstones in {report.segments} segments,"
            f" {len(report.findings)} findings; {report.unsealed} not sealed yet{since}; head {report.head or 'none'}"
        )
        return not report.findings and not is_cut
