"""Who everyone is and where they stand. Nouns: User, Administration (with regions and the WCO above), OrgUnit, Post,
Membership (a role with its scope and dates). `queries` says whom a person may see; every other room builds on it."""
