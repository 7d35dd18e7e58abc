from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "What we attest"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from certificates.certifying import CertifyingPolicy
        from certificates.models import Certification

        register_permission_policy(Certification, CertifyingPolicy(Certification), exact_class=True)
