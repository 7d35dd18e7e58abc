"""HR's desk: how many gaps are open, and where. Figures of groups only, each through `lms.core.small_groups`: names and
levels stay with the officer and the supervisor. Nouns: Picture (an administration's figures on a day)."""
