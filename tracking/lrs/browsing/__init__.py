"""Statements for those who keep a tenant's records: filtered by an address, a page at a time, or all of them as a stream."""
