"""/impact/: who finds which programme, which figures stand on it, and who ticks which promise."""

import csv
from io import StringIO

import pytest
from django.conf import settings

from tests.cast import Cast
from tracking.impact.models import Commitment, Indicator, Offer, Programme

PAGE = "/impact/targeting-2024/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 404),
        ("amina", 404),
        ("jonas", 404),
        ("lucia", 404),
        ("davit", 404),
        ("ren", 200),
        ("tomas", 200),
        ("nadia", 200),
        ("wren", 200),
    ],
)
def test_the_programme_is_found_inside_and_by_its_parties(client, cast: Cast, targeting: Programme, who, status):
    client.force_login(cast.people[who])
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}readings.csv")] == [status, status]


def test_the_page_says_what_changed_by_how_much_and_how_it_was_found_out(client, cast: Cast, targeting: Programme):
    client.force_login(cast.wren)
    page = client.get(PAGE)
    effect = page.context["primary"].effect
    assert [round(x, 2) for x in (effect.estimate.value, effect.estimate.low, effect.estimate.high)] == [
        4.34,
        3.70,
        5.00,
    ]
    assert [round(x, 2) for x in (effect.compared.value, effect.compared.low, effect.compared.high)] == [
        0.16,
        -0.63,
        0.94,
    ]
    assert (effect.design, effect.is_primary, effect.counted[0].of, effect.counted[1].of) == ("B", True, 20190, 14115)
    learnt = {each.group.code: (each.change.n, str(told.reading)) for each, told in page.context["learnt"]}
    assert learnt == {"K1": (22, "Clear change"), "K2": (15, "Clear change"), "K3": (19, "No clear change")}
    assert "failed" not in page.text.lower()


def test_a_national_indicator_that_is_not_shared_stays_at_home(client, cast: Cast, targeting: Programme):
    shown = {}
    for who in ("nadia", "wren"):
        client.force_login(cast.people[who])
        page = client.get(PAGE)
        shown[who] = [each.indicator.code for each, _told in page.context["others"]]
    assert shown == {"nadia": ["T1", "E1", "O3"], "wren": ["T1", "E1"]}


def test_wren_compares_six_administrations_and_nadia_reads_one(client, cast: Cast, targeting: Programme):
    rows = {}
    for who in ("wren", "nadia"):
        client.force_login(cast.people[who])
        rows[who] = [place.code for place, _cells in client.get("/impact/").context["lines"]]
    assert rows == {"wren": ["marenne", "quillon", "scbs", "tirvan", "ushar", "velde"], "nadia": ["scbs"]}


@pytest.mark.parametrize("sort", ["", "O1", "-O1", "E1", "-E2", "nonsense"])
def test_the_file_holds_what_the_page_shows_and_what_is_hidden_comes_last(
    client, cast: Cast, targeting: Programme, sort
):
    client.force_login(cast.wren)
    table = client.get(f"/impact/?sort={sort}").context
    text = client.get(f"/impact/indicators.csv?sort={sort}").getvalue().decode().removeprefix("\ufeff")
    header, *lines = list(csv.reader(StringIO(text)))
    assert [line[0] for line in lines] == [str(place) for place, _cells in table["lines"]]
    code = sort.removeprefix("-")
    if code in table["table"].codes:
        known = [dict(cells)[code].value is not None for _place, cells in table["lines"]]
        assert known == sorted(known, reverse=True)
    quillon = {place.code: dict(cells) for place, cells in table["lines"]}["quillon"]
    assert (quillon["O1"].why, quillon["E2"].why, quillon["T1"].value) == ("too_small", "national", 40.1)
    assert len(header) == len(table["table"].codes) + 1


@pytest.mark.parametrize(
    ("who", "party", "status"),
    [
        ("stranger", "wco", 404),
        ("amina", "administration", 404),
        ("nadia", "wco", 403),
        ("wren", "administration", 403),
        ("wren", "region", 403),
        ("wren", "wco", 302),
        ("nadia", "administration", 302),
    ],
)
def test_only_the_party_itself_ticks_its_own(client, cast: Cast, targeting: Programme, who, party, status):
    promise = Commitment.objects.filter(party=party).exclude(state="done").first()
    client.force_login(cast.people[who])
    assert client.post(f"/impact/commitments/{promise.uid}/", {"done": promise.of}).status_code == status
    promise.refresh_from_db()
    assert (promise.state == "done") is (status == 302)


def test_a_head_of_office_ticks_the_promises_of_the_own_office(client, cast: Cast, targeting: Programme):
    client.force_login(cast.tomas)
    answers = {
        promise.unit_id: client.post(f"/impact/commitments/{promise.uid}/", {"done": "12"}).status_code
        for promise in Commitment.objects.filter(party="administration", of__gt=1)
    }
    assert answers == {cast.units["PVS"].pk: 302, None: 403}


def test_a_gap_that_is_shared_stands_with_the_offer_to_close_it(client, cast: Cast, targeting: Programme):
    talks = Commitment.objects.get(done=11, of=24)
    assert (talks.state, Offer.objects.get(commitment=talks).party) == ("open", "wco")
    client.force_login(cast.tomas)
    assert "11 of 24" in client.get(PAGE).text


@pytest.mark.parametrize(("page", "most"), [(PAGE, 40), ("/impact/", 25)])
def test_more_figures_and_promises_take_no_more_queries(
    client, cast: Cast, targeting: Programme, django_assert_max_num_queries, page, most
):
    client.force_login(cast.wren)
    with django_assert_max_num_queries(most):
        client.get(page)


def test_the_coordinator_reads_the_promises_of_her_administration_on_her_own_desk(
    client, cast: Cast, targeting: Programme
):
    client.force_login(cast.nadia)
    page = client.get("/coordinator/")
    parties = {party: [line["it"].what for line in lines] for party, lines in page.context["parties"]}
    assert (page.context["place"], len(parties), sum(map(len, parties.values()))) == (cast.sanderra, 5, 11)
    assert str(cast.sanderra) in page.text.split("<h1>")[1].split("</h1>")[0]
    client.force_login(cast.wren)
    assert client.get("/coordinator/").status_code == 404


def says(page: str, *words: str) -> None:
    """Each of these stands on the page, letter by letter."""
    assert [each for each in words if each not in page] == []


def test_signs_and_intervals_are_written_as_in_print_and_titles_say_unit_and_tier(
    client, cast: Cast, targeting: Programme
):
    client.force_login(cast.wren)
    says(
        client.get(PAGE).text,
        "compared with \u2066+0.16\u2069 points [\u2066\u22120.63\u2069, 0.94]",
        "<strong>\u2066+14.455\u2069</strong>",
        "<strong>\u2066\u22121.684\u2069</strong>",
        "213,677 cases",
    )
    table = client.get("/impact/").text
    assert '<span class="table__note">hours · community</span>' in table
    assert ">54.0<" in "".join(table.split())


def test_units_shares_and_intervals_are_written_as_arabic_writes_them(client, cast: Cast, targeting: Programme):
    client.force_login(cast.wren)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    says(
        client.get(PAGE).text,
        "نقطة \u2066[\u2066\u22120,63\u2069; 0,94]\u2069.",
        "<strong>\u2066\u22122,64\u2069 ساعة</strong>",
        '<bdi class="interval__bounds" dir="ltr">[3,70; 5,00]</bdi>',
    )
    table = client.get("/impact/").text
    assert '<span class="table__note">ساعة · المجتمع</span>' in table
    assert "\u200f15,3٪" in table
    assert "hours" not in table


def test_a_unit_of_an_administrations_own_stays_as_it_is_written():
    assert [Indicator(unit_of_measure=unit).unit_shown for unit in ("hours", "bales", "")] == ["hours", "bales", ""]


HIT_RATE = "نسبة المعاينات المثمرة"


def files_of(client) -> list[str]:
    """The first line of the indicators' file, and the first indicator of the programme's."""
    texts = [client.get(page).getvalue().decode() for page in ("/impact/indicators.csv", f"{PAGE}readings.csv")]
    return [texts[0].splitlines()[0], texts[1].splitlines()[1].split(",")[0]]


@pytest.mark.parametrize(("language", "title", "other"), [("en", "Hit rate", HIT_RATE), ("ar", HIT_RATE, "Hit rate")])
def test_indicators_are_named_in_the_readers_language_on_pages_and_in_files(
    client, cast: Cast, targeting: Programme, language, title, other
):
    client.force_login(cast.nadia)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    header, first = files_of(client)
    assert (f"E2 {title}" in header, other in header, first) == (True, False, f"E2 {title}")
    pages = [client.get(page).text for page in ("/impact/", PAGE)]
    client.force_login(cast.tomas)
    pages.append(client.get("/office/").text)
    assert [(title in page, other in page) for page in pages] == [(True, False)] * 3


def test_an_indicator_without_a_title_in_the_readers_language_has_the_one_it_was_given(
    client, cast: Cast, targeting: Programme
):
    Indicator.objects.filter(code="E2").update(titles={})
    client.force_login(cast.nadia)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    says(client.get("/impact/").text, "Hit rate", "وسيط زمن الإفراج")
    assert files_of(client)[1] == "E2 Hit rate"
