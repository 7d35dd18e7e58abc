"""`manage.py lrs_client NAME`: give another system access to the record store."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from lms.core.clock import now
from lms.people.models import Administration
from tracking.lrs import actions
from tracking.lrs.scopes import Scope


class Command(BaseCommand):
    help = "Creates a credential for the record store and prints its key and secret, once, as one JSON line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the credential is for, such as the name of the other system")
        parser.add_argument("--scope", action="append", choices=list(Scope), help="may be given several times")
        parser.add_argument("--tenant", help="code or uid of an administration; without it, the first one")
        parser.add_argument("--xapi-version", default=actions.VERSION, choices=["1.0.3", "2.0.0"])

    def handle(self, *args: Any, **options: Any) -> None:
        credential, secret = actions.register(
            name=options["name"],
            tenant=tenant(options["tenant"]),
            scopes=[Scope(scope) for scope in options["scope"] or [Scope.WRITE, Scope.READ_MINE]],
            authority=authority(options["name"]),
            xapi_version=options["xapi_version"],
            by=None,
            at=now(),
        )
        self.stdout.write(json.dumps({"key": credential.key, "secret": secret}))


def authority(name: str) -> dict[str, Any]:
    """Who vouches for what this credential stores."""
    return {"objectType": "Agent", "name": name, "account": {"homePage": settings.PUBLIC_URL, "name": f"client:{name}"}}


def tenant(named: str | None) -> UUID:
    """The uid of the administration that was named by code or uid."""
    found = Administration.objects.order_by("pk")
    if named is None:
        administration = found.filter(kind=Administration.Kind.ADMINISTRATION).first() or found.first()
    else:
        administration = found.filter(code=named).first() or by_uid(found, named)
    if administration is None:
        raise CommandError("There is no such administration." if named else "There is no administration yet.")
    return administration.uid


def by_uid(found: QuerySet[Administration], text: str) -> Administration | None:
    try:
        return found.filter(uid=UUID(text)).first()
    except ValueError:
        return None
