"""Who sees which course, in the catalogue and in lists made from it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from courses.catalogue import iris, queries
from courses.catalogue.actions import release
from courses.catalogue.models import CourseOutcome, CoursePage
from lms.competencies.models import Competency
from lms.people.actions import end_role
from lms.people.models import Administration, Membership, User
from tests.courses.conftest import AT, Written, person, write_course

Audience = CoursePage.Audience


@pytest.fixture
def offers(sanderra: Administration) -> dict[str, CoursePage]:
    return {audience: write_course(sanderra, code=audience, audience=audience).course for audience in Audience.values}


def seen_by(who: object) -> list[str]:
    return sorted(queries.visible_to(who).values_list("audience", flat=True))


def test_each_sees_what_is_offered_to_them(offers: dict[str, CoursePage], amina: User, olaf: User) -> None:
    nobody = person("passer-by")
    assert [seen_by(who) for who in (AnonymousUser(), nobody, olaf, amina)] == [
        ["everyone"], ["everyone"], ["everyone", "members"], ["everyone", "members", "own"],
    ]  # fmt: skip


def test_a_role_that_has_ended_shows_nothing_more(offers: dict[str, CoursePage], amina: User) -> None:
    end_role(membership=Membership.objects.get(person=amina), on=date(2026, 11, 1), by=None, at=AT)
    assert seen_by(amina) == ["everyone"]


def test_what_is_not_live_is_not_on_offer(offers: dict[str, CoursePage], amina: User, superuser: User) -> None:
    offers["everyone"].unpublish()
    assert [seen_by(who) for who in (amina, superuser)] == [["members", "own"], ["members", "own"]]


def test_a_page_knows_that_it_is_for_everyone_where_everyone_sees_it(offers: dict[str, CoursePage]) -> None:
    closed = write_course(offers["own"].administration, code="closed", audience=Audience.EVERYONE).course
    closed.unpublish()
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    in_arabic = offers["everyone"].copy_for_translation(arabic, copy_parents=True)
    in_arabic.save_revision().publish()
    pages = CoursePage.objects.order_by("pk")
    seen = set(queries.visible_to(AnonymousUser()).values_list("pk", flat=True))
    assert {page.pk for page in pages if page.is_for_everyone} == seen == {offers["everyone"].pk}
    assert {closed.pk, in_arabic.pk} < {page.pk for page in pages}


def address(course: CoursePage) -> str:
    return f"/catalogue/sanderra/{course.slug}/"


@pytest.mark.parametrize(
    ("who", "answers"), [(None, [200, 404, 404]), ("olaf", [200, 200, 404]), ("amina", [200, 200, 200])]
)
def test_a_course_that_is_not_offered_to_the_asker_is_not_there(
    offers: dict[str, CoursePage], client: Client, amina: User, olaf: User, who: str | None, answers: list[int]
) -> None:
    if who:
        client.force_login(
            User.objects.get(username=who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    assert [client.get(address(offers[audience])).status_code for audience in Audience.values] == answers


def test_modules_and_lessons_have_no_public_page(written: Written, superuser: User, client: Client) -> None:
    client.force_login(superuser, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = ("/catalogue/sanderra/c4/begin/", "/catalogue/sanderra/c4/begin/risk/")
    assert [client.get(page).status_code for page in pages] == [404, 404]


def found(client: Client, **query: str) -> list[str]:
    page = client.get("/catalogue/", query)
    return [course.code for course in page.context["told"]["courses"]]


def test_search_and_filters_find_only_what_the_asker_may_see(
    offers: dict[str, CoursePage], client: Client, targeting: Competency, amina: User
) -> None:
    for course in offers.values():
        CourseOutcome.objects.create(course=course, competency=targeting, entry=0, exit=1)
    anonymous = [
        found(client),
        found(client, q="targeting"),
        found(client, competency="O07"),
        found(client, q="members"),
    ]
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    signed_in = [found(client, q="members"), found(client, mode="elearning"), found(client, mode="remote")]
    assert anonymous == [["everyone"], ["everyone"], ["everyone"], []]
    assert signed_in == [["members"], ["everyone", "members", "own"], []]


def test_filters_do_not_name_competencies_of_courses_that_are_hidden(
    offers: dict[str, CoursePage], client: Client, targeting: Competency
) -> None:
    CourseOutcome.objects.create(course=offers["own"], competency=targeting, entry=0, exit=1)
    page = client.get("/catalogue/")
    assert (list(page.context["told"]["competencies"]), page.context["told"]["courses"].paginator.count) == ([], 1)


@pytest.mark.parametrize(
    "query",
    [
        "page=99",
        "page=x",
        "mode=nonsense",
        "competency=%00",
        "q=%22%27%28%2A",
        "q=" + "a" * 500,
        "q=AND",
        "q=NOT%20risk%20OR",
        "q=a-b",
        "q=-",
        "q=NEAR%281%29",
        "q=%00",
        "q=title%3Ax",
    ],
)
def test_a_strange_address_of_the_catalogue_is_no_error(written: Written, client: Client, query: str) -> None:
    assert client.get(f"/catalogue/?{query}").status_code == 200


@pytest.mark.parametrize("courses", [1, 3])
def test_the_catalogue_asks_the_same_number_of_questions_for_one_course_as_for_three(
    sanderra: Administration, client: Client, targeting: Competency, courses: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(courses):
        course = write_course(sanderra, code=f"C{number}", audience=Audience.EVERYONE).course
        CourseOutcome.objects.create(course=course, competency=targeting, entry=0, exit=1)
    client.get("/catalogue/")
    cache.clear()
    with django_assert_num_queries(14):
        client.get("/catalogue/")
    with django_assert_num_queries(7):
        client.get("/catalogue/")


@pytest.mark.parametrize("outcomes", [1, 3])
def test_a_course_asks_the_same_number_of_questions_whatever_it_develops(
    sanderra: Administration,
    client: Client,
    targeting: Competency,
    outcomes: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    course = write_course(sanderra, audience=Audience.EVERYONE).course
    for exit_level in range(1, outcomes + 1):
        CourseOutcome.objects.create(course=course, competency=targeting, entry=0, exit=exit_level)
    client.get(address(course))
    cache.clear()
    with django_assert_num_queries(11):
        assert len(client.get(address(course)).context["told"]["outcomes"]) == outcomes


def test_courses_that_develop_a_competency_can_be_enrolled_in(
    written: Written, targeting: Competency, lucia: User, amina: User, olaf: User
) -> None:
    CourseOutcome.objects.create(course=written.course, competency=targeting, entry=0, exit=2)
    unreleased = list(queries.courses_developing([targeting.pk], for_person=amina))
    release(course=written.course, by=lucia, at=AT)
    offered = [list(queries.courses_developing([targeting.pk], for_person=who)) for who in (amina, olaf)]
    assert (unreleased, offered) == ([], [[written.course], []])


def test_a_course_in_two_languages_is_one_course_read_in_the_language_of_the_reader(
    written: Written, superuser: User, client: Client
) -> None:
    locale = Locale.objects.create(language_code="ar")
    for page in (written.index.get_parent().get_parent(), written.index.get_parent(), written.index, written.course):
        page.specific.copy_for_translation(locale).save_revision().publish()
    arabic = CoursePage.objects.get(locale=locale)
    arabic.title = "الاستهداف"
    arabic.save_revision().publish()
    client.force_login(superuser, backend="allauth.account.auth_backends.AuthenticationBackend")
    index = client.get("/catalogue/", HTTP_ACCEPT_LANGUAGE="ar").context["told"]
    page = client.get("/catalogue/sanderra/c4/", HTTP_ACCEPT_LANGUAGE="ar").context
    assert [(card["title"], card["url"]) for card in index["cards"]] == [("الاستهداف", "/catalogue/sanderra/c4/")]
    assert (page["page"].title, found(client, q="الاستهداف")) == ("الاستهداف", ["C4"])


def test_a_course_that_is_not_translated_has_its_address_in_every_language(
    sanderra: Administration, client: Client
) -> None:
    course = write_course(sanderra, audience=Audience.EVERYONE).course
    locale = Locale.objects.create(language_code="ar")
    home = course.get_parent().get_parent().get_parent()
    home.specific.copy_for_translation(locale).save_revision().publish()
    answers = [client.get(address(course), HTTP_ACCEPT_LANGUAGE=language).status_code for language in ("en", "ar")]
    assert answers == [200, 200]


def test_strangers_hear_of_a_change_within_a_minute_and_whoever_is_signed_in_at_once(
    sanderra: Administration, client: Client, superuser: User
) -> None:
    write_course(sanderra, audience=Audience.EVERYONE)
    before = client.get("/catalogue/").content
    write_course(sanderra, code="C9", audience=Audience.EVERYONE)
    # By its address: the token of the form that chooses a language may well contain any two letters.
    course = b"/catalogue/sanderra/c9/"
    assert (course in before, course in client.get("/catalogue/").content) == (False, False)
    cache.clear()
    assert course in client.get("/catalogue/").content
    client.force_login(superuser, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/catalogue/")
    write_course(sanderra, code="C10", audience=Audience.EVERYONE)
    assert b"C10" in client.get("/catalogue/").content


def test_an_activity_keeps_its_address_when_its_page_is_renamed_or_translated(written: Written) -> None:
    locale = Locale.objects.create(language_code="ar")
    before = iris.course(written.course.translation_key)
    for page in (written.index.get_parent().get_parent(), written.index.get_parent(), written.index):
        page.specific.copy_for_translation(locale)
    translated = written.course.copy_for_translation(locale)
    written.course.slug = "renamed"
    written.course.save()
    assert [iris.course(page.translation_key) for page in (translated, written.fresh(written.course))] == [before] * 2


def test_a_catalogue_above_the_first_translated_course_is_called_what_everyone_calls_it(
    written: Written, sanderra: Administration, client: Client
) -> None:
    """Wagtail puts aliases of the original there, which say in Arabic what they say in English."""
    CoursePage.objects.filter(pk=written.course.pk).update(audience=Audience.EVERYONE)
    Administration.objects.filter(pk=sanderra.pk).update(names={"ar": "جمارك ساندرا"})
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    written.course.copy_for_translation(arabic, copy_parents=True).save_revision().publish()
    said = {
        path: [client.get(path, headers={"Accept-Language": language}).text for language in ("en", "ar")]
        for path in ("/catalogue/", "/catalogue/sanderra/")
    }
    headed = {path: [page.split("<h1>")[1].split("</h1>")[0] for page in pages] for path, pages in said.items()}
    assert headed == {
        "/catalogue/": ["Catalogue", "دليل الدورات"],
        "/catalogue/sanderra/": [str(sanderra), "جمارك ساندرا"],
    }
