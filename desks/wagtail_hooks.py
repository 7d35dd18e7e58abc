"""Wagtail looks for hooks at the root of an app; ours live in the desks."""

from wagtail import hooks

from desks.records.viewsets import RecordsItem, RecordsViewSet, menu_item


@hooks.register("register_admin_viewset")
def records() -> RecordsViewSet:
    return RecordsViewSet()


@hooks.register("register_admin_menu_item")
def records_in_menu() -> RecordsItem:
    return menu_item()
