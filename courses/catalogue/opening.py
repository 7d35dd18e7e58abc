"""A place in the catalogue for an administration: its page, its collection of files, and the group of its editors."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from courses.catalogue.editors import Editorship
from courses.catalogue.pages import CatalogueIndexPage, HomePage
from courses.packages.models import Package
from courses.quizzes.models import Question, Quiz
from lms.core import audit
from lms.people.models import Administration, User

ON_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page")
ON_FILES = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


@transaction.atomic
def open_catalogue(*, administration: Administration, by: User | None, at: datetime) -> CatalogueIndexPage:
    """The administration's page under /catalogue/, with a collection and a group of editors. Twice is once."""
    # Two openings at once would make two of everything.
    administration = Administration.objects.select_for_update().get(pk=administration.pk)
    index = CatalogueIndexPage.objects.filter(administration=administration, locale=Locale.get_default()).first()
    if index is None:
        index = CatalogueIndexPage(title=administration.name, slug=administration.code, administration=administration)
        open_front().add_child(instance=index)
        audit.record(by=by, at=at, verb="catalogue opened", about=index, administration=administration)
    editorship = editorship_of(administration)
    for translation in index.get_translations(inclusive=True):
        permit_pages(editorship.group, translation)
    return index


def open_front() -> CatalogueIndexPage:
    """The front page and the catalogue of all, made where a new site has only Wagtail's welcome page."""
    catalogue = CatalogueIndexPage.objects.filter(administration=None, locale=Locale.get_default()).first()
    if catalogue is not None:
        return catalogue
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is None:
        home = HomePage(title="Clearway", slug="clearway")
        Page.get_first_root_node().add_child(instance=home)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
        site.root_page = home
        site.save()
    return home.add_child(instance=CatalogueIndexPage(title="Catalogue", slug="catalogue"))


def editorship_of(administration: Administration) -> Editorship:
    editorship = Editorship.objects.filter(administration=administration).first()
    if editorship is None:
        group = Group.objects.create(name=f"Editors: {administration.code}")
        collection = Collection.get_first_root_node().add_child(name=administration.name)
        editorship = Editorship.objects.create(administration=administration, group=group, collection=collection)
        # Once: what an administrator takes away again, such as making content live without a review, stays taken away.
        permit_models(editorship.group)
    for app, codenames in ON_FILES:
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=editorship.group, collection=editorship.collection, permission=permission
            )
    return editorship


def permit_models(group: Group) -> None:
    """Editors enter the admin and keep the question bank; in which administration is checked by ownership.

    Translating is not among it: Wagtail's own permission for that is for every page of the site or for none.
    """
    kinds = ContentType.objects.get_for_models(Quiz, Question, Package).values()
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__in=kinds, codename__regex="^(add|change|delete|publish|lock|unlock)_"),
        # Named, because timetables lie above this room.
        *Permission.objects.filter(
            content_type__app_label="courses",
            content_type__model__in=["blueprint", "venue", "workcalendar"],
            codename__regex="^(add|change|delete)_",
        ),
    )


def permit_pages(group: Group, page: Page) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


@transaction.atomic
def join_editors(*, person: User, administration: Administration, by: User | None, at: datetime) -> None:
    """Let someone write the courses of an administration, as long as they hold a role there that writes."""
    open_catalogue(administration=administration, by=by, at=at)
    group = editorship_of(administration).group
    if not person.groups.filter(pk=group.pk).exists():
        person.groups.add(group)
        audit.record(by=by, at=at, verb="joined the editors", about=person, administration=administration)


@transaction.atomic
def leave_editors(*, person: User, administration: Administration, by: User | None, at: datetime) -> None:
    """End someone's writing of the courses of an administration."""
    group = Group.objects.filter(editorship__administration=administration, user=person).first()
    if group is not None:
        person.groups.remove(group)
        audit.record(by=by, at=at, verb="left the editors", about=person, administration=administration)
