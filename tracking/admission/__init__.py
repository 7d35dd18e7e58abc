"""Who may take a seat, and who must say yes: eligibility, approval, nomination, offers to those who wait. Nouns: Refusal, and
the Seat of `enrolment`, whose states it decides on."""
