"""Wagtail looks for hooks at the root of an app; ours live in the rooms."""

from wagtail import hooks

from lms.core.viewsets import DeadLetterItem, DeadLetterViewSet, menu_item


@hooks.register("register_admin_viewset")
def dead_letters() -> DeadLetterViewSet:
    return DeadLetterViewSet()


@hooks.register("register_admin_menu_item")
def dead_letters_in_menu() -> DeadLetterItem:
    return menu_item()
