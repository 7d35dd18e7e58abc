"""Who gets what at every address of the site: nobody finds anything of Amina but she, her supervisor and HR's figures.

A new address fails here until its line is in the table.
"""

import sys
from base64 import b64encode
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from desks.officer.calendar import token_of
from lms.core import clock
from tests.cast import Cast, enrol, open_gaps, put_on_offer
from tests.repository.addresses import Address, addresses
from tests.repository.scene import Scene, set_the_scene
from tracking.study import actions as study

#: Nobody signed in; someone without a role; a colleague at another unit; an officer and HR of another administration; and,
#: to show that there is something to be found, Amina herself.
ASKERS = ("", "stranger", "bela", "elif", "davit", "amina")
SIGN_IN = "sign in"

ALL_200 = (200, 200, 200, 200, 200, 200)
ALL_SIGN_IN = (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN)
ALL_302 = (302, 302, 302, 302, 302, 302)
ALL_401 = (401, 401, 401, 401, 401, 401)
ALL_404 = (404, 404, 404, 404, 404, 404)
ALL_405 = (405, 405, 405, 405, 405, 405)
OWN_PAGE = (SIGN_IN, 200, 200, 200, 200, 200)
ONLY_AMINA = (SIGN_IN, 404, 404, 404, 404, 200)
ONLY_AMINA_GOES_ON = (SIGN_IN, 404, 404, 404, 404, 302)
NOT_THERE = (SIGN_IN, 404, 404, 404, 404, 404)
NOBODY = (SIGN_IN, 404, 404, 404, 404, 404)
NO_POST = (SIGN_IN, 405, 405, 405, 405, 405)
NO_GET = (SIGN_IN, 405, 405, 405, 405, 405)

#: By name: what GET gives each asker, what POST does. The objects in the addresses are Amina's, or her course's.
TABLE: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "health_live": (ALL_200, ALL_200),
    "health_ready": (ALL_200, ALL_200),
    "metrics": (ALL_200, ALL_200),
    "styleguide": (ALL_200, ALL_200),
    "demo-mails": (ALL_200, ALL_405),
    "demo-mail": (ALL_404, ALL_405),
    "demo-mail-html": (ALL_404, ALL_405),
    "set_language": (ALL_405, ALL_302),
    "set_theme": (ALL_405, ALL_302),
    "wagtaildocs_serve": ((404, 404, 404, 404, 404, 404), (404, 404, 404, 404, 404, 404)),
    "wagtaildocs_authenticate_with_password": (ALL_404, ALL_404),
    "wagtailcore_authenticate_with_password": (ALL_404, ALL_404),
    "_util/login/": (ALL_SIGN_IN, ALL_SIGN_IN),
    "wagtailcore_login": (ALL_SIGN_IN, ALL_SIGN_IN),
    "wagtail_serve": ((404, 404, 200, 404, 404, 200), (404, 404, 200, 404, 404, 200)),
    "xapi-statements": (ALL_401, ALL_401),
    "xapi-activities": (ALL_401, ALL_401),
    "xapi-agents": (ALL_401, ALL_401),
    "xapi-state": (ALL_401, ALL_401),
    "xapi-activity-profile": (ALL_401, ALL_401),
    "xapi-agent-profile": (ALL_401, ALL_401),
    "xapi-about": (ALL_200, ALL_405),
    "xapi/": (ALL_404, ALL_404),
    "xapi-openapi": (ALL_200, ALL_405),
    "xapi-profile": (ALL_200, ALL_405),
    "xapi-concept": (ALL_404, ALL_405),
    # Davit reads the figures of his own administration.
    "hr": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-figures-csv": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-figures-xlsx": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-closed-csv": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-closed-xlsx": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-gaps-csv": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-gaps-xlsx": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-priorities": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-priorities-xlsx": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-certified": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-certified-csv": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-certified-xlsx": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    # Amina's, whom Davit does not certify.
    "hr-certificate": (NOBODY, NOBODY),
    # Davit reads Tirvan's own indicators; of Sanderra's programmes nobody here is a party.
    "impact": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "impact-indicators-csv": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    # He keeps the book of Tirvan; his form says nothing yet. The indicator is Sanderra's.
    "impact-indicators": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "impact-indicator-new": ((SIGN_IN, 404, 404, 404, 200, 404), (SIGN_IN, 404, 404, 404, 200, 404)),
    "impact-indicator": (NOT_THERE, NOT_THERE),
    "impact-indicator-change": (NOT_THERE, NOT_THERE),
    "impact-upload": (NOT_THERE, NOT_THERE),
    "impact-book-csv": (NOT_THERE, NO_POST),
    "impact-template-csv": (NOT_THERE, NO_POST),
    "impact-programme": (NOT_THERE, NO_POST),
    "impact-readings-csv": (NOT_THERE, NO_POST),
    "impact-commitment": (NO_GET, NOT_THERE),
    # Davit keeps the book of Tirvan, and not Sanderra's; his form says nothing yet.
    "impact-new": ((SIGN_IN, 404, 404, 404, 200, 404), (SIGN_IN, 404, 404, 404, 200, 404)),
    "impact-programme-change": (NOT_THERE, NOT_THERE),
    "impact-promise-new": (NOT_THERE, NOT_THERE),
    "impact-commitment-change": (NOT_THERE, NOT_THERE),
    "impact-commitment-missing": (NO_GET, NOT_THERE),
    "impact-commitment-offer": (NO_GET, NOT_THERE),
    "impact-story-new": (NOT_THERE, NOT_THERE),
    "impact-story": (NOT_THERE, NOT_THERE),
    "impact-group-new": (NOT_THERE, NOT_THERE),
    "impact-group-remove": (NOT_THERE, NOT_THERE),
    "office": (NOT_THERE, NO_POST),
    "coordinator": (NOT_THERE, NO_POST),
    "my-follow-ups": (NOT_THERE, NO_POST),
    "my-follow-up": (NOT_THERE, NOT_THERE),
    "my": (OWN_PAGE, NO_POST),
    "my-record": (OWN_PAGE, NO_POST),
    "my-team": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "my-team-member": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "my-plan": (OWN_PAGE, (SIGN_IN, 400, 400, 400, 400, 400)),
    "my-plan-accept": (ONLY_AMINA, ONLY_AMINA_GOES_ON),
    "my-plan-decline": (ONLY_AMINA, (SIGN_IN, 404, 404, 404, 404, 400)),
    "my-plan-reconsider": (NO_GET, ONLY_AMINA_GOES_ON),
    "my-seat": (ONLY_AMINA, (SIGN_IN, 404, 404, 404, 404, 400)),
    # Davit decides on the requests of Tirvan.
    "my-team-approvals": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "my-team-decide": (NO_GET, (SIGN_IN, 404, 404, 404, 404, 404)),
    "my-certificates": (OWN_PAGE, NO_POST),
    "my-certificate-pdf": (ONLY_AMINA, NO_POST),
    # Anyone who holds the paper.
    "verify-ask": (ALL_200, ALL_405),
    "verify": (ALL_200, ALL_405),
    "hr-nominate": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    # A cohort of Sanderra's, which Tirvan does not see.
    "hr-nominate-cohort": (NOT_THERE, NOT_THERE),
    # Davit opens rounds at Tirvan; his form says nothing yet.
    "hr-assessments": ((SIGN_IN, 404, 404, 404, 200, 404), (SIGN_IN, 404, 404, 404, 200, 404)),
    "hr-measures": ((SIGN_IN, 404, 404, 404, 200, 404), NO_POST),
    "hr-measure": ((SIGN_IN, 404, 404, 404, 404, 404), (SIGN_IN, 404, 404, 404, 404, 404)),
    "my-assessment": (OWN_PAGE, (SIGN_IN, 404, 404, 404, 404, 302)),
    "my-assessment-start": (NO_GET, (SIGN_IN, 404, 302, 302, 404, 302)),
    "my-assessment-tap": (NO_GET, (SIGN_IN, 404, 404, 404, 404, 200)),
    "my-assessment-more": (ONLY_AMINA, ONLY_AMINA_GOES_ON),
    "my-assessment-test": (ONLY_AMINA, ONLY_AMINA_GOES_ON),
    "my-team-gap": (NOT_THERE, NOT_THERE),
    "my-team-assess": ((SIGN_IN, 404, 404, 404, 404, 404), (SIGN_IN, 404, 404, 404, 404, 404)),
    "my-enrol": ((SIGN_IN, 404, 200, 404, 404, 302), (SIGN_IN, 404, 302, 404, 404, 302)),
    "my-calendar": (ALL_404, ALL_405),
    "my-join-page": (ONLY_AMINA, NO_POST),
    "my-join": (ONLY_AMINA_GOES_ON, NO_POST),
    # One's own notices; the one in the address is nobody's.
    "notices": (OWN_PAGE, NO_POST),
    "notices-read": (NO_GET, (SIGN_IN, 302, 302, 302, 302, 302)),
    "notices-mail": (OWN_PAGE, (SIGN_IN, 302, 302, 302, 302, 302)),
    "notice": (NOT_THERE, NO_POST),
    # Davit schedules at Tirvan, where there is no blueprint yet.
    "trainer": (NOT_THERE, NO_POST),
    "trainer-new": (NOT_THERE, NO_POST),
    "trainer-plan": (NOT_THERE, NOT_THERE),
    "trainer-cohort": (NOT_THERE, NO_POST),
    "trainer-release": (NO_GET, NOT_THERE),
    "trainer-tell": (NO_GET, NOT_THERE),
    "trainer-trainers": (NOT_THERE, NOT_THERE),
    "trainer-cancel": (NOT_THERE, NOT_THERE),
    "trainer-sheet": (NOT_THERE, NO_POST),
    "trainer-behind": (NOT_THERE, NOT_THERE),
    "trainer-move": (NOT_THERE, NOT_THERE),
    "trainer-cancel-session": (NOT_THERE, NOT_THERE),
    # Lucia's own: not even those who are on a sheet see it.
    "trainer-session": (NOT_THERE, NOT_THERE),
    "trainer-marks": (NO_GET, NOT_THERE),
    "trainer-correct": (NOT_THERE, NOT_THERE),
    "trainer-people": (NOT_THERE, NO_POST),
    "trainer-checklist": (NOT_THERE, NOT_THERE),
    # Davit writes courses, and not Sanderra's.
    "editors-file": (ALL_404, ALL_405),
    "learn": (ONLY_AMINA, NO_POST),
    "learn-media": (ONLY_AMINA, NO_POST),
    "learn-lesson": (ONLY_AMINA, ONLY_AMINA_GOES_ON),
    "learn-quiz": (NO_GET, ONLY_AMINA_GOES_ON),
    "learn-launch": (NO_GET, ONLY_AMINA),
    # Amina's lesson plays no package; what the token stands for is tested in tests/tracking/study and tests/courses/packages.
    "learn-package": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "learn-package-results": (ONLY_AMINA, NO_POST),
    "learn-package-token": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "learn-package-download": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "learn-package-review": ((SIGN_IN, 404, 404, 404, 404, 404), NO_POST),
    "trainer-exercises": (NOT_THERE, NO_POST),
    "trainer-exercise": (NOT_THERE, NO_POST),
    "h5p-bundle": (ALL_404, ALL_404),
    "h5p-state": (ALL_404, ALL_404),
    "h5p-finished": (ALL_404, ALL_404),
    "h5p-seen": (ALL_404, ALL_404),
    "h5p-statements": (ALL_404, ALL_404),
    "h5p-content": (ALL_404, ALL_405),
    "h5p-library": (ALL_404, ALL_405),
    "h5p-preview": (ALL_404, ALL_405),
}


@pytest.fixture
def scene(cast: Cast, settings: Any, tmp_path: Path) -> Scene:
    # A demo that ran here before may have left mail.
    settings.EMAIL_FILE_PATH = tmp_path
    return set_the_scene(cast)


def ours(urlconf: str | None = None) -> list[Address]:
    return [address for address in addresses(get_resolver(urlconf).url_patterns) if not address.group]


def test_every_address_of_ours_is_in_the_table_and_the_table_names_no_other() -> None:
    assert sorted(address.name for address in ours()) == sorted(TABLE)


def test_an_address_that_nobody_listed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    more = ModuleType("one_address_more")
    more.urlpatterns = [  # type: ignore[attr-defined]
        *get_resolver().url_patterns, path("my/secret/<uuid:person>/", lambda _request, person: None, name="secret")
    ]  # fmt: skip
    monkeypatch.setitem(sys.modules, more.__name__, more)
    unlisted = [address for address in ours(more.__name__) if address.name not in TABLE]
    assert [(each.route, each.parts) for each in unlisted] == [("my/secret/<uuid:person>/", (("uuid", "person"),))]


@pytest.mark.parametrize(("method", "column"), [("get", 0), ("post", 1)])
def test_everyone_gets_what_the_table_says(scene: Scene, method: str, column: int) -> None:
    got = {name: [] for name in TABLE}  # type: dict[str, list[Any]]
    for who in ASKERS:
        client = scene.client(who)
        for address in ours():
            got[address.name].append(shown(ask(client, method, address.filled(scene.values[address.name]))))
    assert {name: tuple(row) for name, row in got.items()} == {name: row[column] for name, row in TABLE.items()}


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """An answer without what asking has done: the next asker finds everything as it was."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    return response


def shown(response: HttpResponse) -> int | str:
    return SIGN_IN if is_sign_in(response) else response.status_code


def is_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(
        ("/accounts/login/", "/admin/login/")
    )


def test_the_right_people_do_find_what_others_do_not(scene: Scene) -> None:
    member, document = scene.path("my-team-member"), scene.path("wagtaildocs_serve")
    token = f"{reverse('my-calendar')}?token={token_of(scene.cast.amina)}"
    assert [ask(scene.client("jonas"), "get", page).status_code for page in (reverse("my-team"), member)] == [200, 200]
    assert [ask(scene.client(who), "get", "/hr/").status_code for who in ("ren", "nadia", "tomas")] == [200, 200, 200]
    names = ("indicators", "indicator-new", "indicator", "indicator-change", "upload", "book-csv", "template-csv")
    book = [scene.path(f"impact-{name}") for name in names]
    kept = [ask(scene.client(who), "get", page).status_code for page in book for who in ("ren", "nadia", "tomas")]
    assert kept == [200, 200, 404] * len(names)
    assert [ask(scene.client(who), "get", document).status_code for who in ("lucia", "ren")] == [200, 200]
    assert ask(Client(), "get", token).status_code == 200


def test_hr_of_one_administration_asks_in_vain_for_the_figures_of_another(scene: Scene) -> None:
    answers = [
        ask(scene.client(who), "get", f"{page}?administration={code}").status_code
        for page in (reverse("hr"), reverse("hr-gaps-csv"))
        for who, code in (("davit", "scbs"), ("davit", "tirvan"), ("ren", "tirvan"), ("wren", "scbs"))
    ]
    assert answers == [404, 200, 404, 404] * 2


def test_a_token_of_the_calendar_opens_only_with_its_own_signature(scene: Scene) -> None:
    amina, elif_ = (token_of(scene.cast.people[name]) for name in ("amina", "elif"))
    forged = f"{amina.rpartition(':')[0]}:{elif_.rpartition(':')[2]}"
    answers = [
        Client().get(reverse("my-calendar"), {"token": token}).status_code for token in (amina, forged, amina[:-1])
    ]
    assert answers == [200, 404, 404]


def test_a_launch_reads_nothing_of_another_persons_statements(scene: Scene) -> None:
    elsewhere = put_on_offer(scene.cast, administration=scene.cast.tirvan)
    hers = enrol(scene.cast, scene.cast.people["elif"], elsewhere)
    opened, secret = study.launch(
        enrolment=hers, lesson_uid=elsewhere.release.rules["lessons"][0], edition=elsewhere.release.editions.get(),
        by=scene.cast.people["elif"], at=clock.now(),
    )  # fmt: skip
    asked = {"headers": {"x-experience-api-version": "1.0.3"}}
    basic = Client(headers={"authorization": basic_auth(opened.credential.key, secret)})
    one = basic.get("/xapi/statements", {"statementId": str(scene.statement.statement_id)}, **asked)
    many = basic.get("/xapi/statements", **asked)
    assert (one.status_code, many.status_code, many.json()["statements"]) == (404, 200, [])


def basic_auth(key: str, secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


#: What the admin answers to anyone: words of its scripts, signs, the end of a visit; a report that nobody gets, and in place
#: of which its first page asks to sign in.
ADMIN_FOR_ALL = {
    "admin/jsi18n/", "admin/sprite/", "admin/logout/",
    "admin/reports/page-types-usage/", "admin/reports/page-types-usage/results/",
}  # fmt: skip


@pytest.mark.parametrize("who", ["", "stranger", "bela", "elif", "davit", "amina"])
def test_nobody_without_editing_rights_gets_past_the_sign_in_of_the_admin(scene: Scene, who: str) -> None:
    client = scene.client(who)
    passed = {
        address.route
        for address in addresses(get_resolver().url_patterns)
        if address.group == "admin/"
        and not address.route.startswith("admin/password_reset/")
        and not is_sign_in(ask(client, "get", address.filled(scene.admin_values)))
    }
    assert passed <= ADMIN_FOR_ALL


def test_wagtails_own_forms_for_signing_in_and_for_passwords_lead_to_ours(client: Client, db: None) -> None:
    forms = ("/admin/login/", "/_util/login/", "/admin/password_reset/", "/admin/password_reset/confirm/MQ/abc/")
    answers = [getattr(client, method)(form) for form in forms for method in ("get", "post")]
    ours = ["/accounts/login/"] * 4 + ["/accounts/password/reset/"] * 4
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, page) for page in ours]


@pytest.mark.parametrize("who", ["", "stranger", "bela", "elif", "davit"])
def test_the_account_pages_show_nothing_of_anyone_else(scene: Scene, who: str) -> None:
    client = scene.client(who)
    telling = [
        address.route
        for address in addresses(get_resolver().url_patterns)
        if address.group == "accounts/"
        and (answer := ask(client, "get", address.filled({})))
        and (
            answer.status_code >= 500
            or any(word in answer.content.decode() for word in ("Amina Example", scene.cast.amina.email))
        )
    ]
    assert telling == []


def test_a_gap_of_amina_is_read_by_her_and_her_supervisor_and_both_see_who_looked(scene: Scene) -> None:
    open_gaps(scene.cast, scene.cast.amina, ratings={"P3": 1.0})
    page = scene.client("jonas").get(scene.path("my-team-member"))
    assert [line.competency.code for line in page.context["lines"]] == ["P3"]
    record = scene.client("amina").get(reverse("my-record"))
    assert [(look.by, str(look.what)) for look in record.context["looks"]] == [("Jonas Example", "gaps and evidence")]
