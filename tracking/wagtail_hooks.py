"""Wagtail looks for hooks at the root of an app; ours live in the rooms."""

from wagtail import hooks

from tracking.needs.viewsets import RequirementViewSet


@hooks.register("register_admin_viewset")
def requirements() -> RequirementViewSet:
    return RequirementViewSet()
