"""Whether work at the border has changed: programmes with a question named beforehand, indicators with their readings, tests
before and after, follow-ups with supervisors, stories, and who promised what. `rules` estimates and says how it may be told.
`keeping` writes the book of indicators and readings.
Nouns: Programme, Indicator, Reading, LearnerGroup, FollowUp, Story, Commitment."""
