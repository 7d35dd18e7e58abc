"""The editors' form for H5P content, drawn from the semantics of its library and read back on the server; a preview of what
is not saved yet; the history of versions, of which one is live. What a form is stands in `h5p` (fields, form, reading)."""
