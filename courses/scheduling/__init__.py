"""When and where people meet: cohorts of a course, their remote and classroom sessions, rooms, trainers, and the bookings
that keep any of them from being in two places at once. Nouns: Cohort, Session, Venue, Room, TrainerAssignment, Booking."""
