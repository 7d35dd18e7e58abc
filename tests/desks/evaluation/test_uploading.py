"""Readings by file: looked at line by line, then stored whole or not at all; taken along in the same columns."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from lms.core.models import AuditEntry
from tests.cast import Cast
from tests.desks.evaluation.book import FEBRUARY, MARCH, figures, measured, read
from tracking.impact.checking import NewReading
from tracking.impact.keeping import take_readings
from tracking.impact.models import Indicator, Reading

PAGE = "/impact/indicators/scbs/E2/upload/"
HEAD = "period,unit,numerator,denominator,state,reason\n"
LATER = datetime(2026, 4, 20, 9, tzinfo=UTC)
JANUARY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def on_a_day(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 4, 30, 10, tzinfo=UTC))


@pytest.fixture
def ren(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ren)
    return client


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    """March stands, of the whole administration and of the port."""
    found = measured(cast)
    read(found, NewReading(MARCH, 18, 240), NewReading(MARCH, 9, 100, cast.units["PVS"]))
    return found


def hand_in(client: Client, content: str | bytes, page: str = PAGE) -> Any:
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = "readings.csv"
    return client.post(page, {"file": file})


def confirm(client: Client, answer: Any, **other: str) -> Any:
    report = answer.context["report"]
    return client.post(PAGE, {"rows": report.text, "seen": report.seen, **other}, follow=True)


def wrong(answer: Any) -> dict[int, list[str]]:
    return {each.line.number: each.wrong for each in answer.context["report"].wrong}


GOOD = (
    f"{HEAD}2026-M01,,3,40,,\n2026-02,PVS,,,missing,System outage\n"
    "2026-03,PVS,10,100,measured,Counted again\n2026-03,,18,240,,\n"
)


def test_a_file_is_looked_at_and_nothing_is_stored_until_it_is_confirmed(
    ren: Client, indicator: Indicator, cast: Cast
) -> None:
    before = figures(indicator)
    answer = hand_in(ren, GOOD)
    report = answer.context["report"]
    assert [(each.line.number, each.period, each.figure) for each in report.new] == [
        (2, "Jan 2026", "7.5 % (3 of 40)"), (3, "Feb 2026", "missing: System outage"),
    ]  # fmt: skip
    assert [(each.line.number, each.before, each.figure) for each in report.revising] == [
        (4, "9.0 % (9 of 100)", "10.0 % (10 of 100)")
    ]
    assert (report.same, report.wrong, figures(indicator)) == (1, [], before)
    done = confirm(ren, answer)
    assert done.redirect_chain == [("/impact/indicators/scbs/E2/#readings", 302)]
    assert figures(indicator) == [
        (JANUARY, "", 3, 40), (FEBRUARY, "PVS", None, None), (MARCH, "", 18, 240), (MARCH, "PVS", 10, 100),
    ]  # fmt: skip
    assert [str(m) for m in done.context["messages"]] == ["3 readings are entered. 1 of them revises another."]
    assert AuditEntry.objects.filter(verb="readings taken").latest("pk").details == {"number": 3, "revised": 1}
    assert set(Reading.objects.filter(begins_on__lt=MARCH).values_list("by", flat=True)) == {cast.ren.pk}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("soon,,1,2,,", "The period is not written as in the template."),
        ("2026-02-02,,1,2,,", "The period does not begin there: name its first month."),
        ("2026-04,,1,2,,", "This period is not over yet."),
        ("1026-04,,1,2,,", "This year is too long ago."),
        ("2026-02,TIR,1,2,,", "The administration has no unit of this code."),
        ("2026-02,,one,2,,", "A number is not written in plain digits, without signs between thousands."),
        ("2026-02,,1,2,perhaps,", "The state is none of the three words."),
        ("2026-02,,1,2,,,x", "There are more cells than columns."),
        ("2026-02,,,,,", "A figure is wanted, or the word that it is missing or not measured."),
        ("2026-02,,1,,,", "A share needs a denominator."),
        ("2026-02,,3,2,,", "The numerator is a part of the denominator, and cannot be more."),
        ("2026-02,,0,0,,", "The numerator is 0 or more; a denominator is more than 0."),
        ("2026-02,,-1,9,,", "The numerator is 0 or more; a denominator is more than 0."),
        ("2026-02,,1,2,missing,Outage", "What is missing or not measured has no figure."),
        ("2026-02,,,,missing,", "Say why there is no figure."),
        (f"2026-02,,1,2,,{'r' * 161}", "A reason has at most 160 characters."),
        ("2026-03,,19,240,,", "Say why what stands is revised; the reason that stands beside it is not enough."),
    ],
)
def test_while_a_line_is_wrong_nothing_can_be_stored(ren: Client, indicator: Indicator, line: str, says: str) -> None:
    before = figures(indicator)
    answer = hand_in(ren, f"{HEAD}2026-01,,1,2,,\n{line}\n")
    assert wrong(answer) == {3: [says]}
    assert 'name="rows"' not in answer.text
    # Nor by a form that somebody has made up.
    forged = confirm(ren, answer)
    assert (forged.redirect_chain, wrong(forged), figures(indicator)) == ([], {3: [says]}, before)


def test_a_period_that_stands_twice_in_a_file_is_wrong_in_both_lines(ren: Client, indicator: Indicator) -> None:
    answer = hand_in(ren, f"{HEAD}2026-02,,1,2,,\n2026-M02,,1,3,,\n2026-02,PVS,1,2,,\n")
    assert wrong(answer) == {key: ["This period and unit stand in the file more than once."] for key in (2, 3)}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The submitted file is empty."),
        ("Zürich".encode("latin-1"), "The file is not text in UTF-8: save it as “CSV UTF-8”."),
        (b"a,b\n1,2\n", "The first line must name the six columns, as the template does."),
        (HEAD, "The file has no line below its columns."),
        (HEAD + "2026-03,,1,2,,\n" * 2001, "The file has more than 2,000 lines: hand it in in parts."),
        (b"x" * 1_000_001, "The file is larger than a megabyte."),
    ],
)
def test_what_is_no_table_of_readings_is_refused_at_the_field(
    ren: Client, indicator: Indicator, content: str | bytes, says: str
) -> None:
    answer = hand_in(ren, content)
    assert (answer.status_code, answer.context["form"].errors) == (200, {"file": [says]})


def test_without_a_file_the_field_says_so(ren: Client, indicator: Indicator) -> None:
    assert list(ren.post(PAGE).context["form"].errors) == ["file"]


def test_rows_that_somebody_has_forged_are_checked_again(ren: Client, indicator: Indicator) -> None:
    before = figures(indicator)
    answer = hand_in(ren, GOOD)
    forged = ren.post(PAGE, {"rows": f"{HEAD}2026-02,TIR,1,2,,", "seen": answer.context["report"].seen})
    nonsense = ren.post(PAGE, {"rows": "nonsense", "seen": ""})
    unseen = confirm(ren, answer, seen="x")
    assert (list(wrong(forged)), list(nonsense.context["form"].errors), figures(indicator)) == ([2], ["file"], before)
    assert (unseen.redirect_chain, unseen.context["has_moved"]) == ([], True)


def test_what_was_revised_since_it_was_looked_at_is_shown_anew(ren: Client, indicator: Indicator, cast: Cast) -> None:
    answer = hand_in(ren, GOOD)
    read(indicator, NewReading(MARCH, 8, 100, cast.units["PVS"], reason="Late report"), by=cast.nadia, at=LATER)
    again = confirm(ren, answer)
    assert [each.before for each in again.context["report"].revising] == ["8.0 % (8 of 100)"]
    assert (again.context["has_moved"], figures(indicator)[-1]) == (True, (MARCH, "PVS", 8, 100))
    assert confirm(ren, again).redirect_chain != []
    assert figures(indicator)[-1] == (MARCH, "PVS", 10, 100)


def test_what_is_entered_at_the_very_moment_of_storing_leaves_all_as_it_is(
    ren: Client, indicator: Indicator, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outrun(**asked: Any) -> list[Reading]:
        monkeypatch.undo()
        read(indicator, NewReading(JANUARY, 5, 50), by=cast.nadia, at=LATER)
        return take_readings(**asked)

    answer = hand_in(ren, GOOD)
    monkeypatch.setattr("desks.evaluation.uploading.keeping.take_readings", outrun)
    again = confirm(ren, answer)
    assert (again.redirect_chain, again.context["has_moved"]) == ([], True)
    assert figures(indicator) == [(JANUARY, "", 5, 50), (MARCH, "", 18, 240), (MARCH, "PVS", 9, 100)]


def test_what_is_taken_along_and_handed_in_again_changes_nothing(ren: Client, indicator: Indicator, cast: Cast) -> None:
    gone = NewReading(FEBRUARY, state="missing", reason="=SUM(A1) was lost")
    read(indicator, gone, NewReading(MARCH, 19, 240, reason="Counted again"), at=LATER)
    text = ren.get("/impact/indicators/scbs/E2/readings.csv").getvalue().decode()
    assert list(csv.reader(StringIO(text.removeprefix("\ufeff")))) == [
        ["period", "unit", "numerator", "denominator", "state", "reason"],
        ["2026-M02", "", "", "", "missing", "'=SUM(A1) was lost"],
        ["2026-M03", "", "19", "240", "measured", "Counted again"],
        ["2026-M03", "PVS", "9", "100", "measured", ""],
    ]
    report = hand_in(ren, text).context["report"]
    assert (report.same, report.new, report.revising, report.wrong, report.may_be_stored) == (3, [], [], [], False)


def test_the_template_has_a_line_for_each_unit_that_was_measured(ren: Client, indicator: Indicator, cast: Cast) -> None:
    measured(cast, "Z9", period="quarter")
    lines = {
        code: ren.get(f"/impact/indicators/scbs/{code}/template.csv").getvalue().decode().splitlines()[1:]
        for code in ("E2", "Z9")
    }
    assert lines == {"E2": ["2026-M03,,,,measured,", "2026-M03,PVS,,,measured,"], "Z9": ["2026-Q1,,,,measured,"]}


def test_a_quarterly_indicator_takes_no_month_in_the_middle(ren: Client, cast: Cast) -> None:
    measured(cast, "Z9", period="quarter")
    answer = hand_in(
        ren, f"{HEAD}2025-Q4,,1,2,,\n2026-01,,1,2,,\n2026-02,,1,2,,\n", "/impact/indicators/scbs/Z9/upload/"
    )
    assert (wrong(answer), [each.period for each in answer.context["report"].new]) == (
        {4: ["The period does not begin there: name its first month."]}, ["Oct–Dec 2025", "Jan–Mar 2026"],
    )  # fmt: skip


def test_a_large_file_takes_no_more_queries_than_a_small_one(
    ren: Client, indicator: Indicator, django_assert_num_queries: Any
) -> None:
    days = [
        f"{year}-{month:02},{unit},1,20,,"
        for year in range(1950, 2026)
        for month in range(1, 13)
        for unit in ("", "AVI")
    ]
    for some in (days[:1], days):
        with django_assert_num_queries(7):
            answer = hand_in(ren, HEAD + "\n".join(some))
        assert len(answer.context["report"].new) == len(some)
    assert confirm(ren, answer).redirect_chain != []
    assert indicator.readings.count() == 2 + len(days)


def test_the_second_form_brings_back_as_much_as_a_file_may_hold(
    ren: Client, indicator: Indicator, settings: Any
) -> None:
    """Sent with three percent signs for every letter of Hindi it would be more than Django takes."""
    days = [f"{year}-{month:02}" for year in range(1950, 2026) for month in range(1, 13)]
    text = HEAD + "".join(f"{day},{unit},,,missing,{'क' * 160}\n" for day in days for unit in ("AVI", "OLM"))
    assert len(urlencode({"rows": text})) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = hand_in(ren, text)
    form = answer.text.partition('name="rows"')[0].rpartition("<form")[2]
    assert 'enctype="multipart/form-data"' in form
    assert (len(answer.context["report"].new), confirm(ren, answer).redirect_chain != []) == (len(days) * 2, True)
