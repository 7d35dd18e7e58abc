"""A room of the tests' own: a bell rings, and things follow from it. Its facts and reactions are found as any room's are."""

from lms.core.events import later

REACTIONS: dict[str, list[str | later]] = {
    "tests.processes.house.BellRang": ["tests.processes.house.answer", later("tests.processes.house.write_down")],
    "tests.processes.house.KnellRang": [later("tests.processes.house.ring_once_more_and_die")],
    "tests.processes.house.BellCracked": ["tests.processes.house.mend"],
}
