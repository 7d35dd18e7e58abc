"""What work at the border asks of people. Nouns: Framework, Competency, Level (with the class of evidence that shows it),
Requirement (what a post asks for)."""
