"""What people need: assessments from several sides, the level they add up to, and the gaps against what a post requires.
Nouns: Instrument, Assessment, Rating, Gap (a ledger with a life-cycle)."""
