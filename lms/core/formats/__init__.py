"""How dates and times are written, where that differs from what Django ships for a language."""
