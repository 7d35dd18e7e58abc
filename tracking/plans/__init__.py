"""What a person might do about what is still asked of them: courses proposed by an exact solver, with the reason for each and
the reason for what stays open. Nouns: LearningPlan, PlanItem (gaps → course → cohort)."""
