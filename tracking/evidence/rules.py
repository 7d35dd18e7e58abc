"""What a class of evidence can show (design §5.6; methods §2.9)."""

#: The highest level that each class of evidence speaks for. A completed course proves exposure, never more than level 1;
#: an answered test never more than 2; what was seen at work reaches the top of the scale.
REACH = {"completion": 1, "test": 2, "observation": 4, "work_sample": 4}

#: Which classes suffice for each level.
SUFFICES = {
    1: frozenset({"completion", "test", "observation", "work_sample"}),
    2: frozenset({"test", "observation", "work_sample"}),
    3: frozenset({"observation", "work_sample"}),
    4: frozenset({"observation", "work_sample"}),
}


def level_shown(*, evidence_class: str, claimed: int) -> int:
    """The level that evidence of a class shows when it claims `claimed`: never more than the class can reach."""
    return min(claimed, REACH[evidence_class])


def suffices(*, evidence_class: str, level: int) -> bool:
    """Whether evidence of this class may close a gap whose target is `level`."""
    return level <= 0 or evidence_class in SUFFICES[level]
