"""The desk of evaluation: what changed at the border, by how much, how it was found out, and who keeps which promise.
Nouns: Picture (a programme as one reader may see it), Effect (an estimate with all that must stand beside it)."""
