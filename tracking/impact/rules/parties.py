"""Which role speaks for which party of a programme, and who reads which tier of indicators from outside."""

#: By party: the roles, held in the party's own house, that say how far its promises are.
SPEAKS_FOR: dict[str, frozenset[str]] = {
    "administration": frozenset({"head_of_office", "hr", "national_coordinator"}),
    "wco": frozenset({"wco_adviser"}),
    "region": frozenset({"wco_adviser"}),
    "expert": frozenset({"expert"}),
    "donor": frozenset({"donor_viewer"}),
}

#: Roles that read an indicator of an administration below their house, by its tier. A national one stays at home, unless a
#: programme shares it with its parties.
READS_TIER: dict[str, frozenset[str]] = {
    "public": frozenset({"wco_adviser", "expert", "donor_viewer"}),
    "community": frozenset({"wco_adviser", "expert"}),
    "national": frozenset(),
}

#: Roles that keep the book of an administration's impact: its indicators and readings, its programmes, tests and stories.
KEEPS_THE_BOOK = frozenset({"hr", "national_coordinator"})


def state_of(done: int, of: int) -> str:
    """A promise is done when all of it is."""
    return "done" if done >= of else "open"
