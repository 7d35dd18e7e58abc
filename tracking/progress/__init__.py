"""How far someone has come in an enrolment, and when it is complete. Reads what `study` took in from statements. Nouns:
PartDone, Completion."""
