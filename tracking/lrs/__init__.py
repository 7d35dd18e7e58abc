"""The learning record store: xAPI statements kept as they were received, and credentials that say who may write and
read what. It knows no course and no person, only an opaque tenant, and would serve any other system as well.
Nouns: Credential, Statement, StatementKey, Mention."""
