"""What two or more rooms need, one file per idea: the outbox (`events`, `deliveries`), who did and who looked (`audit`),
the one function that every group figure passes through (`small_groups`), the clock, logs, health. Nouns: Event, Delivery,
AuditEntry, AccessEntry."""
