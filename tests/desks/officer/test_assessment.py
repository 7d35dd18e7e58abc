"""A self-assessment a tap at a time, what a supervisor observed, and the desk that says why a gap is there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.competencies.actions import require
from lms.core.models import AccessEntry
from tests.cast import LATELY, Cast, instrument, open_gaps
from tests.desks.officer.test_team import signed_in
from tracking.needs import actions, queries
from tracking.needs.models import Assessment, Gap, Rating, TaskView


@pytest.fixture
def amina(cast: Cast) -> Client:
    instrument(cast)
    return signed_in(cast, "amina")


@pytest.fixture
def jonas(cast: Cast) -> Client:
    return signed_in(cast, "jonas")


def level(cast: Cast, code: str) -> str:
    return f"level-{cast.competencies[code].pk}"


def said(source: str = "self") -> list[tuple[str, float | None]]:
    rows = Rating.objects.filter(source=source).select_related("competency").order_by("pk")
    return [(row.competency.code, None if row.level is None else float(row.level)) for row in rows]


def test_start_two_taps_and_send_are_four_steps(cast: Cast, amina: Client) -> None:
    assert amina.post("/my/assessment/start/").status_code == 302
    answers = [
        amina.post("/my/assessment/tap/", {level(cast, code): number}).json()
        for code, number in (("O07", 1), ("P3", 2))
    ]
    assert [answer["answered"] for answer in answers] == [1, 2]
    page = amina.post("/my/assessment/", {"send": "yes"}, follow=True)
    assert (said(), page.context["waits"]) == ([("O07", 1.0), ("P3", 2.0)], ["supervisor"])
    assert Assessment.objects.get().state == Assessment.State.SENT


def test_what_is_half_filled_is_kept_and_found_again(cast: Cast, amina: Client) -> None:
    amina.post("/my/assessment/start/")
    amina.post("/my/assessment/tap/", {level(cast, "O07"): 3})
    amina.post("/my/assessment/start/")
    page = amina.get("/my/assessment/").context["page"]
    assert [(item.competency.code, item.level) for item in page.items] == [("O07", "3"), ("P3", "")]
    assert (page.answered, page.left, Assessment.objects.count()) == (1, 1, 1)


def test_without_scripts_one_form_keeps_everything_and_says_the_same_once(cast: Cast, amina: Client) -> None:
    amina.post("/my/assessment/start/")
    form = {level(cast, "O07"): 3, level(cast, "P3"): 0, f"last-{cast.competencies['P3'].pk}": "never"}
    for _twice in range(2):
        assert amina.post("/my/assessment/", form).status_code == 302
    assert (said(), Rating.objects.get(level=0).last_done) == ([("O07", 3.0), ("P3", 0.0)], "never")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("level", "7"), ("level", "none"), ("level", "x"), ("link", "javascript:alert(1)"), ("last", "?")],
)
def test_bad_input_is_told_and_everything_else_is_kept(cast: Cast, amina: Client, field: str, typed: str) -> None:
    amina.post("/my/assessment/start/")
    bad = f"{field}-{cast.competencies['P3'].pk}"
    page = amina.post("/my/assessment/", {level(cast, "O07"): 3, level(cast, "P3"): 1, bad: typed, "send": "yes"})
    assert (page.status_code, len(page.context["wrong"]), said()) == (200, 1, [("O07", 3.0)])
    assert amina.post("/my/assessment/tap/", {level(cast, "P3"): 1, bad: typed}).status_code == 422
    assert Assessment.objects.get().state == Assessment.State.OPEN


def test_nobody_answers_for_someone_else(cast: Cast, amina: Client) -> None:
    amina.post("/my/assessment/start/")
    for who in ("bela", "jonas", "ren", "davit", "stranger"):
        tap = signed_in(cast, who).post("/my/assessment/tap/", {level(cast, "P3"): 4})
        assert tap.status_code == 404
    assert said() == []


def test_a_tap_is_quick(cast: Cast, amina: Client, django_assert_max_num_queries: Any) -> None:
    amina.post("/my/assessment/start/")
    with django_assert_max_num_queries(16):
        amina.post("/my/assessment/tap/", {level(cast, "P3"): 1})


def test_a_supervisor_says_what_was_observed_and_the_rest_is_not(cast: Cast, amina: Client, jonas: Client) -> None:
    amina.post("/my/assessment/start/")
    address = f"/my/team/{cast.amina.uid}/assess/"
    page = jonas.get(address)
    assert [item.level for item in page.context["items"]] == ["none", "none"]
    assert [entry.what for entry in AccessEntry.objects.all()] == ["form of what was observed"]
    jonas.post(address, {level(cast, "O07"): 2, level(cast, "P3"): "none", "send": "yes"})
    assert said("supervisor") == [("O07", 2.0)]
    assert Assessment.objects.get().rated_by == cast.jonas


@pytest.mark.parametrize("number", ["0", "1", "4"])
def test_the_ends_of_the_scale_need_an_example_and_what_was_typed_stays(
    cast: Cast, amina: Client, jonas: Client, number: str
) -> None:
    amina.post("/my/assessment/start/")
    address, key = f"/my/team/{cast.amina.uid}/assess/", cast.competencies["P3"].pk
    page = jonas.post(address, {level(cast, "O07"): 2, level(cast, "P3"): number, "send": "yes"})
    assert (page.status_code, [item.level for item in page.context["items"]]) == (200, ["2", number])
    assert (said("supervisor"), Assessment.objects.get().rated_at) == ([("O07", 2.0)], None)
    jonas.post(address, {level(cast, "P3"): number, f"note-{key}": "At the Tuesday briefing", "send": "yes"})
    assert Rating.objects.get(level=number).note == "At the Tuesday briefing"


def test_a_supervisor_does_not_read_the_answers_before_giving_the_own(cast: Cast, amina: Client, jonas: Client) -> None:
    amina.post("/my/assessment/start/")
    amina.post("/my/assessment/tap/", {level(cast, "O07"): 4})
    page = jonas.get(f"/my/team/{cast.amina.uid}/")
    assert [each.terms for each in page.context["standing"].every] == [[], []]


def test_views_that_differ_are_told_to_the_two_of_them(cast: Cast, amina: Client, jonas: Client) -> None:
    amina.post("/my/assessment/start/")
    amina.post("/my/assessment/", {level(cast, "O07"): 4, "send": "yes"})
    key = cast.competencies["O07"].pk
    jonas.post(
        f"/my/team/{cast.amina.uid}/assess/", {level(cast, "O07"): 1, f"note-{key}": "Asked for help", "send": "yes"}
    )
    pages = [amina.get("/my/"), jonas.get(f"/my/team/{cast.amina.uid}/")]
    assert ["Views differ: talk it through." in page.content.decode() for page in pages] == [True, True]
    lines = [
        [(e.line.competency.code, e.line.target, e.line.shown) for e in page.context["standing"].every]
        for page in pages
    ]
    assert lines[0] == lines[1] == [("O07", 3, 2), ("P3", 2, None)]


def test_the_desk_prints_the_formula_with_her_numbers_and_who_reads_them(cast: Cast, amina: Client) -> None:
    open_gaps(cast, cast.amina, ratings={"O07": 1})
    page = amina.get("/my/")
    text = page.content.decode()
    assert "(0.5 × 1.0) ÷ 0.5 = <b>1.00</b> ± 0.40" in text
    assert [str(reader) for reader in page.context["standing"].readers] == ["Jonas Example"]


def test_what_else_one_says_is_kept_and_half_an_answer_is_told(cast: Cast, amina: Client) -> None:
    amina.post("/my/assessment/start/")
    amina.post("/my/assessment/tap/", {level(cast, "O07"): 1})
    key = cast.competencies["P3"].pk
    weighed = {f"difficulty-{key}": 4, f"importance-{key}": 3}
    assert amina.post("/my/assessment/more/", weighed).status_code == 200
    causes = {f"causes-{cast.competencies['O07'].pk}": ["equipment", "practice", "staffing"]}
    assert amina.post("/my/assessment/more/", causes).status_code == 200
    good = {**weighed, f"frequency-{key}": 5, f"causes-{cast.competencies['O07'].pk}": ["equipment", "practice"],
            "hours": 6, "wish": "A second screen"}  # fmt: skip
    assert amina.post("/my/assessment/more/", good).status_code == 302
    assessment = Assessment.objects.get()
    view = TaskView.objects.get()
    assert (view.difficulty, view.importance, view.frequency) == (4, 3, 5)
    assert (assessment.about, assessment.wish) == ({"hours": 6}, "A second screen")
    assert queries.causes_of(assessment) == {cast.competencies["O07"].pk: ["equipment", "practice"]}


def test_the_desk_takes_the_same_queries_for_one_gap_and_for_three(cast: Cast, amina: Client) -> None:
    open_gaps(cast, cast.amina, ratings={"O07": 1})
    with CaptureQueriesContext(connection) as before:
        amina.get("/my/")
    for code, target in (("V1", 3), ("P1", 3)):
        require(post=cast.posts["R09"], competency=cast.competencies[code], level=target, by=cast.ren, at=LATELY)
    open_gaps(cast, cast.amina, ratings={"V1": 1, "P1": 1})
    with CaptureQueriesContext(connection) as after:
        page = amina.get("/my/")
    assert (len(page.context["standing"].open), len(after)) == (3, len(before))


def test_an_assessment_that_is_over_is_told_and_can_be_begun_anew(cast: Cast, amina: Client) -> None:
    amina.post("/my/assessment/start/")
    actions.close_assessment(assessment=Assessment.objects.get(), by=None, at=LATELY)
    assert amina.post("/my/assessment/tap/", {level(cast, "P3"): 1}).status_code == 404
    assert "Start" in amina.get("/my/assessment/").content.decode()
    assert Gap.objects.count() == 0
