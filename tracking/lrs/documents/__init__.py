"""Documents that content keeps in the store: the state of a learner in an activity, and profiles of activities and agents.
Nouns: Document, Place (where a document lies), Condition (what its sender believes of it)."""
