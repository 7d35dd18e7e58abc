"""Keys of each tenant, and statements without the people: what leaves the house under a pseudonym. Nouns: TenantSecret."""
