"""Wagtail's own API for its admin, which would tell any editor of every page and file: here, of what they write."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from courses.catalogue.isolation import only_own_files, within_reach


class OwnedPages(PagesAdminAPIViewSet):
    """Pages, and the parents that a list is asked below."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return within_reach(super().get_base_queryset(), self.request.user)


class OwnedImages(ImagesAdminAPIViewSet):
    """Pictures of one's own collections."""

    def get_queryset(self) -> QuerySet[Any]:
        return only_own_files(super().get_queryset(), self.request.user)


class OwnedDocuments(DocumentsAdminAPIViewSet):
    """Documents of one's own collections."""

    def get_queryset(self) -> QuerySet[Any]:
        return only_own_files(super().get_queryset(), self.request.user)


def register(router: WagtailAPIRouter) -> None:
    """`construct_admin_api`, after Wagtail's own: the last to register a name has it."""
    router.register_endpoint("pages", OwnedPages)
    router.register_endpoint("images", OwnedImages)
    router.register_endpoint("documents", OwnedDocuments)
