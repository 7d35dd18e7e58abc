"""Editors see their own: what Wagtail's explorer and choosers offer, cut to the administrations that a person writes for.

What belongs to no administration (the front page, the catalogue of all) is shared; what belongs to another one is not there.
"""

import operator
from functools import reduce
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.documents.models import Document
from wagtail.models import Collection, Page, ReferenceIndex

from courses.catalogue import queries
from courses.catalogue.editors import Editorship
from courses.catalogue.pages import CatalogueIndexPage
from courses.ownership import administrations_written_by


def within_reach(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Without the parts of the catalogue that belong to administrations for which `user` does not write."""
    own = administrations_written_by(user)
    foreign = CatalogueIndexPage.objects.exclude(administration=None).exclude(administration__in=own)
    paths = list(foreign.values_list("path", flat=True))
    if user.is_superuser or not paths:
        return pages
    return pages.exclude(reduce(operator.or_, (Q(path__startswith=path) for path in paths)))


def only_own_files(files: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Without images or documents in the collections of other administrations."""
    own = administrations_written_by(user)
    foreign = Editorship.objects.exclude(administration__in=own).values_list("collection__path", flat=True)
    paths = list(foreign)
    if user.is_superuser or not paths:
        return files
    below = reduce(operator.or_, (Q(path__startswith=path) for path in paths))
    return files.exclude(collection__in=Collection.objects.filter(below))


def may_edit(files: QuerySet[Any], user: Any) -> bool:
    """Whether someone who writes courses may have these files; what belongs to no administration is shared by them all."""
    writes = user.is_superuser or administrations_written_by(user).exists()
    return writes and only_own_files(files, user).exists()


def choosable_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For the page chooser, whose address may name the page to look below: a foreign one is not there (404)."""
    match = request.resolver_match
    parent = match.kwargs.get("parent_page_id") if match else None
    if parent and not within_reach(Page.objects.filter(pk=parent), request.user).exists():
        raise Http404
    return within_reach(pages, request.user)


def explorable_pages(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return within_reach(pages, request.user)


def choosable_files(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return only_own_files(files, request.user)


def refuse_foreign_page(request: HttpRequest, page: Page, *more: Any) -> HttpResponse | None:
    """Before anything is done to a page: a role that has ended reaches nothing, whatever the groups say (404)."""
    if not within_reach(Page.objects.filter(pk=page.pk), request.user).exists():
        raise Http404
    return None


def refuse_foreign_document(document: Document, request: HttpRequest) -> None:
    """Wagtail hands a document to whoever knows its address; we, to its editors and to those who see a course that links it.

    Lessons do not come this way: a release keeps its own copy.
    """
    if may_edit(Document.objects.filter(pk=document.pk), request.user):
        return
    kind = ContentType.objects.get_for_model(Page)
    linking = (
        ReferenceIndex.get_references_to(document).filter(base_content_type=kind).values_list("object_id", flat=True)
    )
    courses = Page.objects.filter(pk__in=[int(pk) for pk in linking]).values("translation_key")
    if not queries.visible_to(request.user).filter(translation_key__in=courses).exists():
        raise Http404
