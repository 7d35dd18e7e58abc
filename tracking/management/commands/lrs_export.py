"""`manage.py lrs_export`: the statements of an administration as JSON lines or CSV."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from tracking.lrs.browsing import queries
from tracking.lrs.browsing.files import csv_lines, json_lines
from tracking.lrs.browsing.queries import Filters, NotAFilter
from tracking.lrs.privacy.queries import pseudonyms_of
from tracking.management.commands.lrs_client import tenant

FORMATS = {"jsonl": json_lines, "csv": csv_lines}
FILTERS = ("verb", "activity", "registration", "origin", "since", "until")


class Command(BaseCommand):
    help = "Writes statements, oldest first, some at a time: a million take no more memory than a thousand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="a file; without it, standard output")
        parser.add_argument("--format", choices=list(FORMATS), default="jsonl")
        parser.add_argument("--tenant", help="code or uid of an administration; without it, the first one")
        parser.add_argument(
            "--pseudonymise", action="store_true", help="people under pseudonyms of this administration"
        )
        parser.add_argument("--voided", action="store_true", help="voided statements as well")
        parser.add_argument("--related", action="store_true", help="with --activity: wherever it is mentioned")
        for name in FILTERS:
            parser.add_argument(f"--{name}")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] or "" for name in (*FILTERS, "voided", "related")}
        try:
            filters = Filters.of(given)
        except NotAFilter as error:
            raise CommandError(f"--{error} has no such value.") from None
        of = tenant(options["tenant"])
        pseudonyms = pseudonyms_of(of) if options["pseudonymise"] else None
        lines = FORMATS[options["format"]](queries.stream(filters, tenant=of), pseudonyms)
        if options["out"]:
            with options["out"].open("wb") as out:
                out.writelines(lines)
        else:
            stdout().writelines(lines)


def stdout() -> BinaryIO:
    return sys.stdout.buffer
