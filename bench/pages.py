"""`bin/bench pages`: what every desk costs, beside the two floors, as one JSON line a page.

The database that DATABASE_URL names is filled by `manage.py demo --officers N`; a line says which commit, database and how
many rows it was measured on. Times are of the server's processes; PostgreSQL's own are not in `cpu_ms`.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

import django

#: Who asks for what: a page's name, the person signed in (nobody for the public ones), and where its address comes from.
FLOORS = (("empty view", "amina"), ("empty Wagtail page", None))
PAGES = (
    ("front page", None),
    ("catalogue", None),
    ("course", None),
    ("lesson", "amina"),
    ("my desk", "amina"),
    ("my plan", "amina"),
    ("my calendar", "amina"),
    ("hr", "ren"),
    ("office", "tomas"),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--officers", type=int, default=240)
    arguments.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked for")
    given = arguments.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    manage("migrate", "--noinput", "--verbosity", "0")
    manage("demo", "--officers", str(given.officers))
    django.setup()
    from bench import addresses, asking, serving

    context = {"bench": "pages", "commit": commit(), **addresses.database(), "rows": addresses.rows()}
    print(json.dumps(context), flush=True)
    where = addresses.all_of_them()
    with serving.served(dict(os.environ)) as site:
        floors: dict[str, float] = {}
        for name, person in (*FLOORS, *PAGES):
            cookie = addresses.cookie(person)
            found = asking.measure(site, where[name], cookie=cookie, seconds=given.seconds)
            floor = floors.setdefault(name, found.cpu_ms) if name in dict(FLOORS) else floors[FLOORS[person is None][0]]
            line = {"page": name, "officers": given.officers, "database": context["database"], **asdict(found)}
            print(json.dumps({**line, "times_the_floor": round(found.cpu_ms / floor, 2)}), flush=True)


def manage(*command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], check=True, stdout=sys.stderr)


def commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    found: Any = subprocess.run(asked, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
