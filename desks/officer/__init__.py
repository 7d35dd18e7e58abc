"""The officer's desk: what is next, one's gaps, studying, and one's own record with who has looked at it."""
