"""Who was there, by whose word, and what a trainer has seen people do. A session's marks count once its sheet is closed; a
checklist shows a level once it is signed. Nouns: Mark, MarkChange, Observation, ObservedBehaviour."""
