"""Turning studying into statements: a launch opens a lesson for one enrolment, attempts are graded here, and what the record
store took in by a trusted path becomes progress. Nouns: Launch, Attempt."""
