"""What people need, do and become: needs and gaps, enrolment, study, evidence, and the learning record beneath it all."""
