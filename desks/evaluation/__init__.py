"""The desk of evaluation: what changed at the border, by how much, how it was found out, and who keeps which promise; and the
book of indicators and readings that it rests on.
Nouns: Picture (a programme as one reader may see it), Effect (an estimate with all that must stand beside it), Kept (an
indicator in the book)."""
