"""Who opens and changes a programme, and the pre-registration that stands once it has begun."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from lms.core.models import AuditEntry
from tests.tracking.impact.keeping import BEGINS, BEGUN, WRITTEN, Book, a_plan
from tracking.impact import actions, programmes
from tracking.impact.models import Programme
from tracking.impact.programmes import Plan, ProgrammeRefused, plan_of
from tracking.impact.rules.declaring import Refusal

OTHERS = ["amina", "jonas", "lucia", "tomas", "davit", "wren", "edda", "stranger", "admin"]


def opened(book: Book, who: str | None, *, code: str = "other", **facts: object) -> Programme:
    by = book.cast.people[who] if who else None
    plan = a_plan(book.cast, book.indicators, **facts)
    return actions.open_programme(administration=book.cast.sanderra, code=code, plan=plan, by=by, at=WRITTEN)


def changed(book: Book, plan: Plan, *, by: str = "ren", at: object = WRITTEN) -> Programme:
    return actions.change_programme(programme=book.programme, plan=plan, by=book.cast.people[by], at=at)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_opens_or_changes_a_programme_who_does_not_keep_the_book(book: Book, who: str) -> None:
    with pytest.raises(PermissionDenied):
        opened(book, who)
    with pytest.raises(PermissionDenied):
        changed(book, replace(plan_of(book.programme), title="Mine"), by=who)
    assert list(Programme.objects.values_list("code", "title")) == [("targeting", "Targeting")]


@pytest.mark.parametrize("who", ["ren", "nadia", None])
def test_hr_the_coordinator_and_the_system_open_one(book: Book, who: str | None) -> None:
    programme = opened(book, who)
    assert (programme.declared_on, programme.primary) == (WRITTEN.date(), book.indicators["S1"])
    uses = programme.indicators.values_list("indicator__code", "is_shared")
    parts = programme.units.order_by("unit__code").values_list("unit__code", "is_comparison")
    assert (list(uses), list(parts)) == ([("S1", True), ("S2", False)], [("AVI", True), ("PVS", False)])
    entry = AuditEntry.objects.get(verb="programme opened", about_id=str(programme.pk))
    assert (entry.by_id, entry.details) == (book.cast.people[who].pk if who else None, {"primary": "S1"})


@pytest.mark.parametrize("who", ["ren", None])
@pytest.mark.parametrize("name", ["primary", "others", "shared", "units", "compared"])
def test_an_indicator_or_a_unit_of_another_administration_is_refused(book: Book, name: str, who: str | None) -> None:
    foreign = book.cast.units["TIR"] if name in ("units", "compared") else book.indicators["F1"]
    with pytest.raises(PermissionDenied):
        opened(book, who, **{name: foreign if name == "primary" else [foreign]})
    with pytest.raises(PermissionDenied):
        changed(book, replace(plan_of(book.programme), **{name: foreign if name == "primary" else [foreign]}))


@pytest.mark.parametrize(
    ("code", "facts", "reasons"),
    [
        ("new", {}, ["code_is_an_address"]),
        ("Indicators", {}, ["code_is_an_address"]),
        ("targeting", {}, ["code_is_taken"]),
        ("other", {"begins_on": date(2026, 6, 2)}, ["not_a_month"]),
        ("other", {"begins_on": date(2026, 5, 1)}, ["named_too_late"]),
        ("other", {"units": []}, ["no_units"]),
    ],
)
def test_a_programme_that_could_not_be_read_honestly_is_not_opened(book: Book, code, facts, reasons) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        opened(book, "ren", code=code, **facts)
    assert [reason.value for reason in refused.value.reasons] == reasons
    assert Programme.objects.count() == 1


def test_nobody_takes_part_and_is_compared_at_once_and_only_what_is_looked_at_is_shared(book: Book) -> None:
    vesna = book.cast.units["PVS"]
    with pytest.raises(ProgrammeRefused) as refused:
        opened(book, "ren", compared=[vesna], shared=[book.indicators["S3"]])
    assert [reason.value for reason in refused.value.reasons] == ["both_parts", "not_looked_at"]


def test_what_has_begun_long_ago_is_opened_without_a_primary_indicator(book: Book) -> None:
    programme = opened(book, "ren", primary=None, shared=[], begins_on=date(2025, 1, 1))
    assert (programme.primary, programme.declared_on) == (None, None)


def test_until_it_begins_all_of_it_changes_and_a_new_primary_is_named_on_that_day(book: Book) -> None:
    new = a_plan(
        book.cast, book.indicators, title="Aiming", titles={"ar": "التصويب"}, begins_on=date(2026, 8, 1),
        primary=book.indicators["S3"], others=[], shared=[], units=[book.cast.units["AVI"]], compared=[], ramp_months=2,
    )  # fmt: skip
    later = WRITTEN.replace(day=20)
    programme = changed(book, new, at=later)
    assert (plan_of(programme).told, programme.declared_on) == (new.told, later.date())
    entry = AuditEntry.objects.get(verb="programme changed")
    assert entry.details["changed"]["primary"] == ["S1", "S3"]
    assert entry.details["changed"]["units"] == [["PVS"], ["AVI"]]
    assert sorted(entry.details["changed"]) == [
        "begins_on", "compared", "indicators", "primary", "ramp_months", "shared", "title", "titles", "units",
    ]  # fmt: skip


def test_the_beginning_does_not_move_into_the_past(book: Book) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        changed(book, replace(plan_of(book.programme), begins_on=date(2026, 5, 1)))
    assert [reason.value for reason in refused.value.reasons] == ["moved_into_the_past"]


@pytest.mark.parametrize(
    "name", ["primary", "begins_on", "ramp_months", "is_randomised", "units", "compared", "others"]
)
def test_from_its_first_day_the_pre_registration_stands(book: Book, name: str) -> None:
    new = {
        "primary": book.indicators["S2"],
        "begins_on": date(2026, 9, 1),
        "ramp_months": 3,
        "is_randomised": True,
        "units": [book.cast.units["PVS"], book.cast.units["OLM"]],
        "compared": [],
        "others": [],
    }[name]
    with pytest.raises(ProgrammeRefused) as refused:
        changed(book, replace(plan_of(book.programme), **{"shared": [], name: new}), at=BEGUN)
    assert [reason.value for reason in refused.value.reasons] == ["begun"]
    book.programme.refresh_from_db()
    assert (book.programme.begins_on, plan_of(book.programme).told) == (BEGINS, a_plan(book.cast, book.indicators).told)


def test_words_and_sharing_change_and_what_is_looked_at_and_warned_of_grows(book: Book) -> None:
    new = replace(
        plan_of(book.programme), question="Why?", others=[book.indicators["S2"], book.indicators["S3"]],
        shared=[book.indicators["S2"]], chosen_for_low_scores=True,
    )  # fmt: skip
    programme = changed(book, new, by="nadia", at=BEGUN)
    assert (plan_of(programme).told, programme.declared_on) == (new.told, WRITTEN.date())
    with pytest.raises(ProgrammeRefused):
        changed(book, replace(new, chosen_for_low_scores=False), at=BEGUN)


def test_nothing_changed_is_nothing_to_tell(book: Book) -> None:
    changed(book, plan_of(book.programme))
    assert AuditEntry.objects.filter(verb="programme changed").count() == 0


def test_title_and_question_are_shown_in_the_readers_language() -> None:
    programme = Programme(title="T", titles={"ar": "ع"}, question="Q", questions={"ar": "س"})
    shown = []
    for language in ("en", "ar"):
        with override(language):
            shown.append((str(programme), programme.title_shown, programme.question_shown))
    assert shown == [("T", "T", "Q"), ("ع", "ع", "س")]


def test_a_code_that_is_taken_meanwhile_is_refused_by_the_database(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "refusals_of_code", lambda _code: [])
    with pytest.raises(ProgrammeRefused) as refused:
        opened(book, "ren", code="targeting")
    assert (refused.value.reasons, Programme.objects.count()) == ([Refusal.CODE_IS_TAKEN], 1)
