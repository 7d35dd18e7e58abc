"""`manage.py demo`: load the Republic of Sanderra and its neighbours, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desks.demo import crowd, load, world
from lms.celery import app
from lms.core import clock
from lms.people.models import Administration, User

SWEEP = "lms.core.tasks.sweep"

ACCOUNTS = (
    ("amina", "officer at the Port of Vesna"),
    ("jonas", "her supervisor"),
    ("lucia", "trainer"),
    ("ren", "HR"),
    ("nadia", "national coordinator"),
    ("tomas", "head of office"),
    ("wren", "adviser at the WCO"),
    ("edda", "external expert"),
    ("dag", "the donor's viewer"),
    ("elif", "officer of the neighbouring administration"),
    ("admin", "administrator, also at /admin/"),
)


class Command(BaseCommand):
    help = "Loads the Republic of Sanderra and its neighbours; a demo that is there already is kept as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--day", type=int, help="lives so many days ahead, such as +730, and does what falls due; 0 returns"
        )
        parser.add_argument(
            "--officers", type=int, default=0, help="adds districts until Sanderra has so many officers, for benchmarks"
        )
        parser.add_argument("--seed", type=int, default=20250704, help="decides names and levels")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo has known passwords and is not loaded with production settings")
        if load.is_loaded():
            self.stdout.write("The Republic of Sanderra is here already; nothing was changed.")
        else:
            load.load(seed=options["seed"], at=clock.now())
            self.stdout.write("The Republic of Sanderra is loaded.")
        if options["officers"]:
            self.stdout.write(f"Sanderra has {grow(options['officers'])} officers.")
        if options["day"] is not None:
            self.stdout.write(travel(options["day"]))
        self.stdout.write(f"Sign in at {settings.PUBLIC_URL}/accounts/login/ with the password {world.PASSWORD} as:")
        for username, what in ACCOUNTS:
            self.stdout.write(f"  {username:<7} {what}")


def grow(officers: int) -> int:
    """Add officers by the thousand; how many there are then."""
    sanderra, admin = Administration.objects.get(code="scbs"), User.objects.get(username="admin")
    return crowd.grow(administration=sanderra, officers=officers, by=admin, at=clock.now())


def travel(days: int) -> str:
    """Move the demo's today, and run at once what beat would have run on the way; what to tell about it."""
    if days < 0:
        raise CommandError("--day goes ahead or back to 0: what has happened stays happened")
    clock.move(days=days)
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if entry["task"] != SWEEP:
            run(str(entry["task"]))
    # Whatever follows from it and has not followed yet.
    run(SWEEP)
    return f"The demo's today is {clock.today():%d %B %Y}; running processes follow within seconds."


def run(task: str) -> None:
    """A task in this process, whether or not a worker is there."""
    app.loader.import_default_modules()
    app.tasks[task].apply(throw=True)
