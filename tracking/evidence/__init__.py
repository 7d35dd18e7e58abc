"""What was shown: a ledger that only grows. Other rooms write down into it; a person's level in a competency is what the
ledger says, never what someone typed. Nouns: Evidence."""
