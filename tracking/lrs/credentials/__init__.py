"""The life of a credential of another system: its policy, a new secret in time, and how often it may come."""
