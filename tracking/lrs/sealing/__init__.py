"""What makes a changed, missing or inserted statement show: segments of the order of arrival, sealed one after the other,
and running counts that need no scan. Nouns: Segment, Tally."""
