"""Addresses of Wagtail's admin that we answer in its place, because its own answer knows no owner."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from courses.catalogue.choosing import OwnedChosenPages

urlpatterns = [path("choose-page/chosen-multiple/", require_admin_access(OwnedChosenPages.as_view()))]
