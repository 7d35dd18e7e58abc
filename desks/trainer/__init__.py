"""/trainer/: what is coming, cohorts opened from a blueprint, moved, cancelled, and marked by those who teach them."""
