"""Statements on their way to other record stores: in the order in which they were committed, in batches, and again until they
have arrived. Nouns: Target, DeadLetter."""
