"""The H5P bridge: what a host must do with an H5P package, in plain Python. Opening and judging (`package`, `manifest`,
`names`), identity and dependencies (`library`), parameters (`semantics`, `sanitize`), and what the player is told
(`integration`). None of them knows Django; storing and serving is the room's work. Nouns: Identity, Opened, Reason."""
