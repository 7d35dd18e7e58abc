"""ADL's conformance suite against a Clearway of its own: `python -m tests.conformance.xapi.adl SUITE [VERSION…]`.

The database that DATABASE_URL names is migrated and filled; it should be a throw-away one. `bin/conformance` sees to that.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from bench.serving import served

VERSIONS = ("1.0.3", "2.0.0")
#: A run takes two minutes; a test that waits for an answer for ever should not hold the rest.
SECONDS = 1200


def main(suite: Path, versions: list[str]) -> int:
    """Run each version, print what came of it as a JSON line, and return how many tests failed."""
    django.setup()
    call_command("migrate", verbosity=0)
    failed = 0
    with served(dict(os.environ), workers=2) as site:
        for version in versions:
            found = run(suite, version, f"{site.address}/xapi")
            sys.stdout.write(json.dumps({"database": connection.vendor, **found}) + "\n")
            sys.stdout.flush()
            failed += found["total"] - found["passed"]
    return failed


def run(suite: Path, version: str, endpoint: str) -> dict[str, Any]:
    """One run of the suite, in a process of Node's."""
    key, secret = credential(version)
    logs = suite / "logs"
    before = set(logs.glob("*.log"))
    subprocess.run(
        ["node", "bin/console_runner.js", "-e", endpoint, "-a", "-u", key, "-p", secret, "-x", version],
        cwd=suite, timeout=SECONDS, stdout=sys.stderr, check=False,
    )  # fmt: skip
    (log,) = set(logs.glob("*.log")) - before
    told = json.loads(log.read_text())
    summary = told["summary"]
    return {
        "suite": "xapi", "version": version, "passed": summary["passed"], "total": summary["total"],
        "seconds": round(told["duration"] / 1000), "failed": sorted(failures(told["log"])),
    }  # fmt: skip


def credential(version: str) -> tuple[str, str]:
    """A key and its secret, for a tenant of their own, so that no run meets the statements of another."""
    from uuid import uuid4

    from lms.core.clock import now
    from tracking.lrs import actions
    from tracking.lrs.scopes import Scope

    made, secret = actions.register(
        name=f"conformance {version}", tenant=uuid4(), scopes=[Scope.ALL], xapi_version=version, by=None, at=now(),
        authority={"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": "conformance"}},
    )  # fmt: skip
    return made.key, secret


def failures(test: dict[str, Any]) -> Iterator[str]:
    """What failed, with the titles above it."""
    below = test.get("tests") or []
    if test.get("status") == "failed" and not below:
        yield f"{test['title']}: {test.get('error')}"
    for child in below:
        yield from failures(child)


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]).resolve(), sys.argv[2:] or list(VERSIONS)), 100))
