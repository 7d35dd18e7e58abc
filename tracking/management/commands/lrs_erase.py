"""`manage.py lrs_erase`: what an erasure or the retention rules would take, and with --for-good, taking it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core.clock import now
from tracking.lrs.actors import Actor
from tracking.lrs.erasing import actions, queries
from tracking.lrs.erasing.models import RetentionRule
from tracking.lrs.parameters import agent
from tracking.lrs.refusals import Refused
from tracking.management.commands.lrs_client import tenant


class Command(BaseCommand):
    help = "Counts what erasing a person, or the retention rules, would take. Nothing is taken without --for-good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--agent", help="the person, as a JSON object with one identifier")
        what.add_argument("--retention", action="store_true", help="whatever has outlived its rules")
        parser.add_argument("--tenant", help="code or uid of an administration; without it, the first one")
        parser.add_argument("--reason", help="why; it is logged, so it names nobody")
        parser.add_argument("--for-good", action="store_true", help="erase; there is no way back")

    def handle(self, *args: Any, **options: Any) -> None:
        of, at = tenant(options["tenant"]), now()
        if options["retention"]:
            self.retain(of, at, options["for_good"])
        else:
            self.erase(of, at, options)

    def retain(self, of: Any, at: Any, for_good: bool) -> None:
        for rule in RetentionRule.objects.filter(tenant=of).order_by("pk"):
            self.stdout.write(f"{rule}: {queries.beyond(rule, at=at).count()} statements")
        if for_good:
            self.stdout.write(f"{actions.retain(tenant=of, by=None, at=at)} erased")

    def erase(self, of: Any, at: Any, options: dict[str, Any]) -> None:
        try:
            person = required_agent(options["agent"])
            counts = queries.counts_of(person, tenant=of)
        except (Refused, queries.NobodyInParticular):
            raise CommandError("--agent is no JSON object of a person with one identifier.") from None
        self.stdout.write(json.dumps(counts.as_json()))
        if not options["for_good"]:
            return
        if not options["reason"]:
            raise CommandError("An erasure needs a --reason.")
        done = actions.erase_person(agent=person, tenant=of, reason=options["reason"][:200], by=None, at=at)
        self.stdout.write(f"erased: {json.dumps(done.counts)}")


def required_agent(text: str) -> Actor:
    found = agent({"agent": text}, "agent")
    if found is None:
        raise queries.NobodyInParticular
    return found
