"""The desk of a head of office: whether work has changed, which gaps close, what management is asked, what was promised.
Nouns: Office (a unit with those under it), Standing (its gaps and follow-ups as they may be shown)."""
