"""Taking statements away for good: of a person who asks for it, or of an age at which they have done their work. Each
leaves a tombstone, and nothing that others said is touched. Nouns: Erasure, Tombstone, RetentionRule."""
