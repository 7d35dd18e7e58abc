"""Who writes down which party's promise, who changes it, who says what is missing, and who offers to help."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.models import AuditEntry
from lms.people.models import Administration
from tests.cast import LONG_AGO, Cast, enter
from tests.tracking.impact.keeping import WRITTEN, Book
from tracking.impact import actions, queries
from tracking.impact.models import Commitment
from tracking.impact.promises import FewerThanDone, NothingMissing


def houses(cast: Cast) -> dict[str, Administration]:
    return {"scbs": cast.sanderra, "tirvan": cast.tirvan, "wco": cast.wco, "rocb-x": cast.sanderra.parent}


def promised(book: Book, who: str, party: str, house: str, **facts: Any) -> Commitment:
    given = {"what": "More", "owner": "Somebody", "due_on": date(2027, 1, 1), "of": 2}
    return actions.commit(
        programme=book.programme, party=party, house=houses(book.cast)[house], by=book.cast.people[who], at=WRITTEN,
        **given | facts,
    )  # fmt: skip


def changed(book: Book, who: str, party: str, **facts: Any) -> Commitment:
    promise = book.promises[party]
    given = {"what": "Less", "owner": "Somebody else", "due_on": date(2027, 2, 1), "of": 3, "unit": None, "gap": ""}
    return actions.change_commitment(commitment=promise, by=book.cast.people[who], at=WRITTEN, **given | facts)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("ren", {"administration", "wco", "expert"}),
        ("nadia", {"administration", "wco", "expert"}),
        ("wren", {"wco"}),
        ("edda", {"expert"}),
        # A head of office ticks the promises of the own office; writing the administration's is for who keeps its book.
        ("tomas", set()),
        ("davit", set()),
        ("amina", set()),
        ("stranger", set()),
    ],
)
def test_each_writes_and_changes_the_promises_of_the_own_party_and_who_keeps_the_book_all(book: Book, who, may) -> None:
    places = {"administration": "scbs", "wco": "wco", "expert": "tirvan"}
    did = set()
    for party, house in places.items():
        try:
            promised(book, who, party, house)
            changed(book, who, party)
        except PermissionDenied:
            continue
        did.add(party)
    assert did == may
    assert Commitment.objects.filter(what="More").count() == Commitment.objects.filter(what="Less").count() == len(may)


@pytest.mark.parametrize(
    ("party", "house", "may"),
    [
        ("administration", "scbs", True),
        ("administration", "tirvan", False),
        ("administration", "wco", False),
        ("region", "rocb-x", True),
        ("region", "wco", False),
        ("wco", "wco", True),
        ("wco", "tirvan", False),
        # Edda is an expert at Tirvan; a donor has a role nowhere, and may be written down at home or above.
        ("expert", "tirvan", True),
        ("expert", "scbs", True),
        ("donor", "tirvan", False),
        ("donor", "rocb-x", True),
        ("nobody", "scbs", False),
    ],
)
def test_a_party_stands_in_a_house_in_which_it_has_its_role(book: Book, party, house, may) -> None:
    if may:
        promised(book, "ren", party, house)
    else:
        with pytest.raises(PermissionDenied):
            promised(book, "ren", party, house)
        with pytest.raises(PermissionDenied):
            actions.commit(
                programme=book.programme, party=party, house=houses(book.cast)[house], what="More", owner="", by=None,
                due_on=date(2027, 1, 1), at=WRITTEN,
            )  # fmt: skip
    assert Commitment.objects.filter(what="More").count() == may


def test_another_partys_house_is_not_ones_own(book: Book) -> None:
    """An expert of Sanderra's speaks for the experts there, not for those of Tirvan."""
    enter(book.cast, "olga", book.cast.sanderra, "expert")
    for house in ("scbs", "tirvan"):
        with pytest.raises(PermissionDenied):
            promised(book, "olga", "expert", house)
    promised(book, "ren", "expert", "scbs")
    assert promised(book, "olga", "expert", "scbs").house == book.cast.sanderra
    with pytest.raises(PermissionDenied):
        promised(book, "olga", "expert", "tirvan")


def test_a_unit_of_another_administration_is_refused(book: Book) -> None:
    with pytest.raises(PermissionDenied):
        promised(book, "ren", "administration", "scbs", unit=book.cast.units["TIR"])
    with pytest.raises(PermissionDenied):
        changed(book, "ren", "administration", unit=book.cast.units["TIR"])


def test_a_change_is_audited_with_what_it_was_and_never_below_what_is_done(book: Book) -> None:
    promise = book.promises["wco"]
    actions.report_progress(commitment=promise, done=3, by=book.cast.wren, at=WRITTEN)
    with pytest.raises(FewerThanDone):
        changed(book, "wren", "wco", of=2)
    whole = changed(book, "wren", "wco", of=3, gap="A day")
    assert (whole.state, whole.state_by, whole.gap) == ("done", book.cast.wren, "A day")
    told = AuditEntry.objects.get(verb="promise changed").details["changed"]
    assert told == {
        "what": ["Help of the wco", "Less"], "owner": ["Somebody", "Somebody else"], "of": [4, 3],
        "due_on": ["2026-12-31", "2027-02-01"], "gap": ["", "A day"],
    }  # fmt: skip
    assert changed(book, "wren", "wco", of=4, gap="A day").state == "open"


def test_a_planned_promise_stays_planned_when_its_number_changes(book: Book) -> None:
    planned = promised(book, "ren", "region", "rocb-x", state="planned")
    book.promises["region"] = planned
    assert changed(book, "ren", "region", of=9).state == "planned"


@pytest.mark.parametrize(
    ("who", "party", "may"),
    [
        ("wren", "wco", True),
        ("edda", "expert", True),
        ("tomas", "administration", True),
        ("ren", "administration", True),
        ("nadia", "wco", False),
        ("wren", "administration", False),
        ("edda", "wco", False),
        ("davit", "expert", False),
        ("stranger", "wco", False),
    ],
)
def test_only_the_party_itself_says_what_is_missing(book: Book, who, party, may) -> None:
    promise = book.promises[party]
    if may:
        actions.say_missing(commitment=promise, gap="Two days", by=book.cast.people[who], at=WRITTEN)
    else:
        with pytest.raises(PermissionDenied):
            actions.say_missing(commitment=promise, gap="Two days", by=book.cast.people[who], at=WRITTEN)
    promise.refresh_from_db()
    assert promise.gap == ("Two days" if may else "")


def test_a_head_of_another_office_says_nothing_of_this_one(book: Book) -> None:
    enter(book.cast, "iris", book.cast.sanderra, "head_of_office", unit="AVI")
    with pytest.raises(PermissionDenied):
        actions.say_missing(commitment=book.promises["administration"], gap="All", by=book.cast.iris, at=WRITTEN)


@pytest.mark.parametrize(
    ("who", "party", "may"),
    [
        ("wren", "wco", True),
        ("edda", "expert", True),
        ("wren", "expert", False),
        ("wren", "region", False),
        ("edda", "wco", False),
        # Whose gap it is does not offer itself help, and who has promised nothing is no party.
        ("ren", "administration", False),
        ("davit", "administration", False),
        ("stranger", "donor", False),
    ],
)
def test_another_party_of_the_programme_offers_help_with_a_gap(book: Book, who, party, may) -> None:
    shared = actions.say_missing(commitment=book.promises["administration"], gap="Time", by=book.cast.tomas, at=WRITTEN)
    if may:
        made = actions.offer(commitment=shared, party=party, words="A day", by=book.cast.people[who], at=WRITTEN)
        assert (made.party, made.by, list(shared.offers.all())) == (party, book.cast.people[who], [made])
    else:
        with pytest.raises(PermissionDenied):
            actions.offer(commitment=shared, party=party, words="A day", by=book.cast.people[who], at=WRITTEN)
        assert list(shared.offers.all()) == []


def test_help_is_offered_with_what_is_said_to_be_missing(book: Book) -> None:
    with pytest.raises(NothingMissing):
        actions.offer(
            commitment=book.promises["administration"], party="wco", words="A day", by=book.cast.wren, at=WRITTEN
        )


def test_who_keeps_the_book_of_two_administrations_writes_in_both(book: Book, cast: Cast) -> None:
    from lms.people.actions import give_role

    give_role(
        person=cast.davit, administration=cast.sanderra, role="hr", since=LONG_AGO.date(), by=cast.admin, at=LONG_AGO
    )
    pairs = queries.parties_written_by(cast.davit, book.programme, on=WRITTEN.date())
    assert [(party, house.code) for party, house in pairs] == [
        ("administration", "scbs"), ("region", "rocb-x"), ("wco", "wco"),
        ("expert", "scbs"), ("expert", "rocb-x"), ("expert", "wco"), ("expert", "tirvan"),
        ("donor", "scbs"), ("donor", "rocb-x"), ("donor", "wco"),
    ]  # fmt: skip
