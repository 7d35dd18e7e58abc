"""`manage.py lrs_import FILE`: statements from a file of JSON lines."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core.clock import now
from tracking.lrs import actions, importing
from tracking.lrs.models import Credential
from tracking.lrs.scopes import Scope
from tracking.management.commands.lrs_client import authority, tenant


class Command(BaseCommand):
    help = "Stores the statements of a file, one JSON object a line, and says of every refused line why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", help="code or uid of an administration; without it, the first one")
        parser.add_argument("--xapi-version", default=actions.VERSION, choices=["1.0.3", "2.0.0"])
        parser.add_argument("--dry-run", action="store_true", help="check every line and store none")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        credential = credential_for(f"import of {options['file'].name}"[:120], options["tenant"])
        stored = refused = 0
        with options["file"].open("rb") as lines:
            reports = importing.load(
                lines, credential=credential, at=now(), version=options["xapi_version"], dry_run=options["dry_run"]
            )
            for report in reports:
                stored += report.stored
                refused += len(report.refused)
                for each in report.refused:
                    self.stdout.write(f"line {each.line}: {each.code} at {each.path}")
        actions.revoke(credential=credential, by=None, at=now())
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(f"{stored} {would}stored, {refused} refused")
        if refused:
            raise SystemExit(1)


def credential_for(name: str, named: str | None) -> Credential:
    """Every import vouches for its statements under its own name, and its credential ends with it."""
    return actions.register(
        name=name, tenant=tenant(named), scopes=[Scope.WRITE, Scope.DEFINE], authority=authority(name), by=None, at=now()
    )[0]  # fmt: skip
