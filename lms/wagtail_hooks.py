"""Wagtail looks for hooks at the root of an app; ours live in the rooms."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from lms.competencies.viewsets import FrameworkViewSet
from lms.core.viewsets import DeadLetterItem, DeadLetterViewSet, menu_item


@hooks.register("register_admin_viewset")
def dead_letters() -> DeadLetterViewSet:
    return DeadLetterViewSet()


@hooks.register("register_admin_menu_item")
def dead_letters_in_menu() -> DeadLetterItem:
    return menu_item()


@hooks.register("register_admin_viewset")
def frameworks() -> FrameworkViewSet:
    return FrameworkViewSet()


@hooks.register("insert_global_admin_css")
def colours() -> str:
    """The editors' admin in the colours of the house."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
