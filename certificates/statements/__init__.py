"""What our own facts say in xAPI, by our published profile: needs found and met, seats, and certificates. Other systems read
them from the record store; nothing here follows from them. Nouns: Told."""
