"""Who is in what: a period of a person in a release, and a seat in a cohort. The two are different things. Nouns: Enrolment,
Seat."""
