"""Settings: `base` is common; `demo`, `production` and `test` each say only what differs. `environment` reads the outside."""
