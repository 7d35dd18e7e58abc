"""`manage.py prepare_database`: migrate, and never stumble over a database file of another schema."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.timezone import localtime

from lms.core import schema


class Command(BaseCommand):
    help = "Migrates the database. A SQLite file that other migrations made is first renamed, and a new one begun."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            call_command("migrate", interactive=False, verbosity=0)
            return
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        database.parent.mkdir(parents=True, exist_ok=True)
        if database.exists() and not schema.fits(database):
            kept = schema.move_aside(database, at=localtime())
            self.stdout.write(f"clearway: {database.name} is of another schema; it is kept as {kept.name}")
        if not database.exists():
            self.stdout.write("clearway: making the database, half a minute")
        call_command("migrate", interactive=False, verbosity=0)
        schema.remember(database)
