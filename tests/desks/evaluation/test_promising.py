"""What is written below a programme: promises, stories and tests, what their forms keep and what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.core import clock
from lms.people.actions import give_role
from tests.cast import LONG_AGO, Cast
from tests.desks.evaluation.kept_book import book, group, scenes, story
from tests.desks.officer.test_team import signed_in
from tests.tracking.impact.keeping import Book
from tracking.impact import actions
from tracking.impact.models import Commitment, LearnerGroup, Offer, Story

__all__ = ["book", "group", "scenes", "story"]

PROMISE = {"what": "A visit", "owner": "Adviser", "due_on": "2030-01-31", "of": "2", "gap": "A date"}


def test_a_promise_is_written_down_and_changed(book: Book) -> None:
    client = signed_in(book.cast, "wren")
    page = client.get("/impact/targeting/promises/new/")
    assert [value for value, _words in page.context["form"].fields["party"].choices] == ["wco:wco"]
    answer = client.post("/impact/targeting/promises/new/", PROMISE | {"party": "wco:wco"})
    made = Commitment.objects.get(what="A visit")
    assert (answer["Location"], made.house, made.state, made.gap) == (
        "/impact/targeting/#promises", book.cast.wco, "open", "A date",
    )  # fmt: skip
    assert client.post(f"/impact/commitments/{made.uid}/change/", PROMISE | {"what": "A call"}).status_code == 302
    actions.report_progress(commitment=made, done=2, by=book.cast.wren, at=clock.now())
    fewer = client.post(f"/impact/commitments/{made.uid}/change/", PROMISE | {"of": "1"})
    made.refresh_from_db()
    assert (list(fewer.context["form"].errors), made.what, made.of) == (["of"], "A call", 2)


@pytest.mark.parametrize("party", ["administration:tirvan", "wco:tirvan", "donor:tirvan", "king:scbs", ""])
def test_a_party_in_a_house_that_is_none_of_its_own_is_refused(book: Book, party: str) -> None:
    page = signed_in(book.cast, "ren").post("/impact/targeting/promises/new/", PROMISE | {"party": party})
    assert (list(page.context["form"].errors), Commitment.objects.filter(what="A visit").count()) == (["party"], 0)


def test_the_party_says_on_the_board_what_is_missing_and_another_offers_help(book: Book) -> None:
    talks = book.promises["administration"]
    tomas, wren = signed_in(book.cast, "tomas"), signed_in(book.cast, "wren")
    assert "/offers/" not in wren.get("/impact/targeting/").text
    answer = tomas.post(f"/impact/commitments/{talks.uid}/missing/", {"gap": "An hour", "office": "PVS"})
    assert answer["Location"] == "/office/#promises"
    assert f"/impact/commitments/{talks.uid}/offers/" in wren.get("/impact/targeting/").text
    assert "/offers/" not in tomas.get("/impact/targeting/").text
    where = f"/impact/commitments/{talks.uid}/offers/"
    assert wren.post(where, {"party": "wco", "words": "A day"})["Location"] == "/impact/targeting/#promises"
    assert wren.post(where, {"party": "wco", "words": "x" * 241}).status_code == 302
    assert [(each.party, each.words) for each in Offer.objects.all()] == [("wco", "A day")]
    assert "A day" in tomas.get("/office/").text


@pytest.mark.parametrize(
    ("who", "party", "status"),
    [("wren", "expert", 403), ("wren", "", 403), ("ren", "administration", 403), ("davit", "administration", 404)],
)
def test_nobody_offers_in_another_partys_name(book: Book, who: str, party: str, status: int) -> None:
    talks = book.promises["administration"]
    actions.say_missing(commitment=talks, gap="Time", by=book.cast.ren, at=clock.now())
    answer = signed_in(book.cast, who).post(f"/impact/commitments/{talks.uid}/offers/", {"party": party, "words": "x"})
    assert (answer.status_code, Offer.objects.count()) == (status, 0)


@pytest.mark.parametrize(("who", "status"), [("wren", 403), ("edda", 403), ("davit", 404), ("stranger", 404)])
def test_nobody_else_says_what_is_missing(book: Book, who: str, status: int) -> None:
    where = f"/impact/commitments/{book.promises['administration'].uid}/missing/"
    assert signed_in(book.cast, who).post(where, {"gap": "All"}).status_code == status
    assert Commitment.objects.exclude(gap="").count() == 0


def test_who_speaks_for_two_parties_says_in_whose_name_help_is_offered(book: Book, cast: Cast) -> None:
    talks = book.promises["administration"]
    give_role(
        person=cast.wren, administration=cast.tirvan, role="expert", since=LONG_AGO.date(), by=cast.admin, at=LONG_AGO
    )
    actions.say_missing(commitment=talks, gap="Time", by=cast.ren, at=clock.now())
    lines = dict(signed_in(cast, "wren").get("/impact/targeting/").context["parties"])
    assert lines["administration"][0]["helps"] == (("expert", "expert"), ("wco", "WCO"))


STORY = {"domain": "Risk", "what": "We open less.", "why": "Time.", "role": "Officer", "consent": "anonymous"}


def test_a_story_is_told_and_by_name_only_with_a_name(book: Book) -> None:
    client = signed_in(book.cast, "nadia")
    nameless = client.post("/impact/targeting/stories/new/", STORY | {"consent": "named"})
    assert list(nameless.context["form"].errors) == ["who"]
    answer = client.post("/impact/targeting/stories/new/", STORY | {"indicator": book.indicators["S1"].pk})
    assert answer["Location"] == "/impact/targeting/#stories"
    assert "We open less." in signed_in(book.cast, "wren").get("/impact/targeting/").text


def test_consent_is_changed_and_taken_back(book: Book, story: Story) -> None:
    client, where = signed_in(book.cast, "ren"), f"/impact/targeting/stories/{story.pk}/"
    client.post(where, {"consent": "internal", "who": "Mira Castellan"})
    assert "We open less." not in signed_in(book.cast, "wren").get("/impact/targeting/").text
    assert client.post(where, {"withdraw": "yes"})["Location"] == "/impact/targeting/#stories"
    assert "We open less." not in client.get("/impact/targeting/").text
    assert (client.get(where).status_code, client.post(where, {"withdraw": "yes"}).status_code) == (404, 404)


GROUP = {"code": "K2", "title": "Second", "period": "July", "most": "20"}


def test_pasted_scores_are_kept_without_names(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    answer = client.post("/impact/targeting/groups/new/", GROUP | {"scores": "before,after\n10,12.5\n20,\n"})
    assert answer["Location"] == "/impact/targeting/#learnt"
    kept = LearnerGroup.objects.get(code="K2")
    assert sorted(kept.scores.values_list("before", "after")) == [(10, 12.5), (20, None)]


def test_an_uploaded_file_is_read_and_its_wrong_lines_stand_in_the_field(book: Book) -> None:
    client = signed_in(book.cast, "ren")
    text = "\ufeff10;12,5\r\nAmina;11;12\r\n10;21"
    sent = GROUP | {"file": SimpleUploadedFile("scores.csv", text.encode())}
    page = client.post("/impact/targeting/groups/new/", sent)
    errors = page.context["form"].errors["scores"]
    assert [error.split(":")[0] for error in errors] == ["Line 2", "Line 3"]
    assert "Names must not be here" in errors[0]
    assert page.context["form"]["scores"].value() == text.removeprefix("\ufeff")
    assert ("10;12,5" in page.text, LearnerGroup.objects.count()) == (True, 0)
    sent["file"] = SimpleUploadedFile("scores.csv", b"10;12,5\r\n11;12")
    assert client.post("/impact/targeting/groups/new/", sent).status_code == 302


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"scores": "  \n"}, "scores"),
        ({"scores": "1,2\n" * 5001}, "scores"),
        ({"scores": "1,2", "file": SimpleUploadedFile("scores.csv", b"1,2")}, "scores"),
        ({"file": SimpleUploadedFile("scores.xlsx", b"PK\x03\x04\xff\xfe")}, "file"),
        ({"file": SimpleUploadedFile("scores.csv", b"1,2\n" * 60_000)}, "file"),
        ({"scores": "1,2", "code": "K1"}, "code"),
        ({"scores": "1,2", "code": "new"}, "code"),
        ({"scores": "1,2", "compared_with": "K1"}, "compared_with"),
    ],
)
def test_a_group_that_cannot_be_read_is_refused_beside_its_field(book: Book, group, other, field) -> None:
    sent = GROUP | other
    if "compared_with" in sent:
        sent["compared_with"] = group.pk
    page = signed_in(book.cast, "ren").post("/impact/targeting/groups/new/", sent)
    assert (list(page.context["form"].errors), LearnerGroup.objects.count()) == ([field], 1)


def test_a_group_is_taken_out_and_the_page_says_so_to_everyone(book: Book, group: LearnerGroup) -> None:
    client = signed_in(book.cast, "ren")
    where = "/impact/targeting/groups/K1/remove/"
    assert client.post(where, {"why": ""}).status_code == 200
    assert client.post(where, {"why": "The wrong file"})["Location"] == "/impact/targeting/groups/new/"
    assert "The wrong file" in signed_in(book.cast, "wren").get("/impact/targeting/").text
    assert client.get(where).status_code == 404


def test_a_group_that_another_is_compared_with_stays(book: Book, group: LearnerGroup) -> None:
    actions.record_scores(
        programme=book.programme, code="K2", title="Second", period="July", scores=[(1, 2)], compared_with=group, by=None,
        at=LONG_AGO,
    )  # fmt: skip
    page = signed_in(book.cast, "ren").post("/impact/targeting/groups/K1/remove/", {"why": "Wrong"}, follow=True)
    assert ("Take that one out first." in page.text, LearnerGroup.objects.filter(removed_at=None).count()) == (True, 2)
