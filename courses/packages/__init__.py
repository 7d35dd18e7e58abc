"""Uploaded content packages in immutable versions, whatever their standard; each standard is a slice of its own.
Nouns: Package, PackageVersion."""
