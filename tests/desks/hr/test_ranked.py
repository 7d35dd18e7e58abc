"""HR reads which competencies come first, with the numbers behind it, of groups only."""

from io import BytesIO

import openpyxl
import pytest

from tests.cast import LATELY, enter, open_gaps
from tests.desks.officer.test_team import signed_in
from tracking.needs.priorities import priorities


@pytest.fixture
def rated(cast):
    """Six lack two levels of risk management and one of data literacy; of integrity two are assessed."""
    for i in range(6):
        person = enter(cast, f"port{i}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, person, ratings={"O07": 1.0, "P3": 1.0})
    return cast


def test_the_first_comes_first_with_its_numbers(rated):
    page = signed_in(rated, "ren").get("/hr/priorities/")
    shown = [(line.competency.code, line.priority.rank, line.priority.people, line.priority.load)
             for line in page.context["lines"]]  # fmt: skip
    assert shown == [("O07", 1, 6, 12.0), ("P3", 2, 6, 6.0)]
    assert page.text.count("Priority = mean gap × criticality.") == 1


def test_of_few_people_only_the_name_of_the_competency_is_shown(cast):
    for i in range(3):
        open_gaps(cast, enter(cast, f"few{i}", cast.sanderra, "officer", unit="PVS", post="R09"), ratings={"P3": 1.0})
    page = signed_in(cast, "ren").get("/hr/priorities/")
    assert [(line.competency.code, line.priority) for line in page.context["lines"]] == [("P3", None)]
    assert page.text.count("Fewer than 5 people") == 2
    assert sheet_of(signed_in(cast, "ren"))[1][2:] == ("not shown",) * 9


def test_the_sheet_holds_the_same_numbers_as_numbers(rated):
    header, first, second = sheet_of(signed_in(rated, "ren"))
    assert header[:3] == ("Code", "Competency", "Rank")
    assert (first[0], first[2:]) == ("O07", (1, 1, 1, 6, 12, 1, 2, 0.6, 1.2))
    assert (second[0], second[2]) == ("P3", 2)


def sheet_of(client):
    answer = client.get("/hr/priorities.xlsx")
    return list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.values)


def test_hr_next_door_reads_its_own(rated):
    davit = signed_in(rated, "davit")
    assert davit.get("/hr/priorities/").context["lines"] == []
    assert davit.get("/hr/priorities/?administration=scbs").status_code == 404


def test_more_officers_take_no_more_queries(cast, django_assert_num_queries):
    for number in range(2):
        person = enter(cast, f"more{number}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, person, ratings={"P3": 1.0})
        with django_assert_num_queries(7):
            priorities(cast.sanderra, on=LATELY.date())
