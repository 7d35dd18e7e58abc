"""Files that come along with statements, kept once per tenant under their own hash, and the signatures among them.
Nouns: Content, Attached, Part (of a multipart message)."""
