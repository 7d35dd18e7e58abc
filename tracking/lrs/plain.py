"""Plain statements on PostgreSQL: they speak of no other, nobody speaks of them yet, and nothing in them is new or disputed.

Most statements are plain, and two exchanges with the database store them: one takes their identifiers and looks whether they
are plain, the other writes them and commits. What turns out otherwise is let go, and goes the long way (`storing.keep`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from tracking.lrs import echoes, known, rules, sql, storing
from tracking.lrs.credentials import queries as credentials
from tracking.lrs.models import Credential
from tracking.lrs.storing import Draft


def is_open() -> bool:
    """Whether there is a short way: SQLite, which is in this process, has nothing to exchange."""
    return sql.is_postgres() and not connection.in_atomic_block


def keep(
    drafts: Sequence[Draft],
    *,
    credential: Credential,
    origin: str,
    version: str,
    at: datetime,
    defines: bool,
    remembered: set[sql.Row],
) -> bool:
    """Write these and commit, or write nothing and say so. Raises NotAsRemembered where the credential has changed.

    Only where the way `is_open`.
    """
    if any(rules.refers_to(draft.statement) for draft in drafts):
        return False
    said = known.said_of(draft.statement for draft in drafts) if defines else {}
    idents = [draft.ident for draft in drafts]
    try:
        _begun, row, taken, earlier, kept = sql.exchange([
            sql.BEGIN,
            credentials.asking(credential.key),
            storing.claiming(sql.key(credential.tenant), list(map(sql.key, idents))),
            echoes.asking(idents, credential.tenant),
            known.asking(said, tenant=credential.tenant),
        ])  # fmt: skip
        credentials.check(row, remembered)
        seqs = storing.claimed(taken)
        if len(seqs) < len(drafts) or earlier or known.news(said, dict(kept)):
            sql.exchange([sql.ROLLBACK])
            return False
        links = [storing.link(draft, seqs[sql.key(draft.ident)]) for draft in drafts]
        made, mentioned = storing.rows_of(
            drafts, links, credential=credential, origin=origin, version=version, at=at, voided=set()
        )  # fmt: skip
        storing.insert(made, mentioned, then=[sql.COMMIT])
    except BaseException:
        sql.roll_back()
        raise
    return True
