"""Who holds a key, and which secrets open a credential at a moment."""

from collections.abc import Collection, Sequence
from copy import copy
from datetime import datetime

from django.db.models import JSONField

from tracking.lrs import keys, sql
from tracking.lrs.models import Credential

#: Everything that stands in its row, what is JSON as its text.
COLUMNS = ", ".join(
    f"CAST({field.column} AS text)" if isinstance(field, JSONField) else str(field.column)
    for field in Credential._meta.concrete_fields
)
BY_KEY = f"SELECT {COLUMNS} FROM {Credential._meta.db_table} WHERE key = %s"  # noqa: S608 - names of our own


class NotAsRemembered(Exception):
    """The credential that a request was checked by is another now, or is gone."""


def credential_of(key: str) -> Credential | None:
    """Asked with every request, so that revoking one closes it at once; the object is made anew when its row is another."""
    found = sql.rows(*asking(key))
    if not found:
        return None
    asked = copy(made_of(key, found[0]))
    asked.remembered_as = None
    return asked


def asking(key: str) -> sql.Question:
    return sql.Question(BY_KEY, (key,))


def made_of(key: str, row: sql.Row) -> Credential:
    """The credential of a row, which is remembered by all that stands in it."""
    if (known := REMEMBERED.get(key)) and known.remembered_as == row:
        return known
    credential = Credential.objects.get(pk=row[0])
    credential.remembered_as = row
    if len(REMEMBERED) >= MOST_REMEMBERED:
        REMEMBERED.clear()
    REMEMBERED[key] = credential
    return credential


#: Credentials by their keys, as they were when they were asked for. A launch's is used for an hour at most.
REMEMBERED: dict[str, Credential] = {}
MOST_REMEMBERED = 1_000


def remembered(key: str) -> Credential | None:
    """Another system's credential as it was a while ago, which whoever writes with it has to `confirm`.

    So those who write together ask for it together. A launch's changes with every statement; where requests are counted, one
    that is tried twice would count twice. Requests share the object, and only read it.
    """
    credential = REMEMBERED.get(key)
    if credential is None or credential.kind != Credential.Kind.EXTERNAL or credential.per_minute is not None:
        return None
    return credential


def confirm(credential: Credential, remembered: Collection[sql.Row]) -> None:
    """Ask whether a credential still is as those remember it who have not asked; raises NotAsRemembered."""
    if remembered:
        check(sql.rows(*asking(credential.key)), remembered)


def confirming(credential: Credential) -> list[sql.Ahead]:
    """What goes ahead of a question for someone who has not asked yet: `hear` raises NotAsRemembered."""
    row = credential.remembered_as
    return [sql.Ahead(asking(credential.key), lambda found: check(found, [row]))] if row else []


def check(found: Sequence[sql.Row], remembered: Collection[sql.Row]) -> None:
    """Raises NotAsRemembered unless every row that is remembered is the one that was found now."""
    if any(row not in found for row in remembered):
        raise NotAsRemembered


def opens(credential: Credential, secret: str, *, at: datetime) -> bool:
    """The secret, or during a rotation the one before."""
    if keys.is_secret(secret, credential.secret_digest):
        return True
    previous = credential.previous_until is not None and at < credential.previous_until
    return previous and keys.is_secret(secret, credential.previous_digest)
