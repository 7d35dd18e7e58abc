"""Wagtail looks for hooks at the root of an app."""

from wagtail import hooks

from certificates.viewsets import CertificationViewSet


@hooks.register("register_admin_viewset")
def certifications() -> CertificationViewSet:
    return CertificationViewSet()
