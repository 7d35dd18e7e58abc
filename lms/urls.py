"""Every address of the site. Rooms are named by dotted path: this file, at the bottom, imports none of them."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler500 = "lms.core.away.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    # Asked thousands of times a second: nothing else is looked at first.
    path("xapi/", include("tracking.profiles.urls")),
    path("xapi/", include("tracking.lrs.urls")),
    path("", include("lms.core.urls")),
    path("", include("lms.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's own forms for signing in and for passwords know neither our lock-out nor the second step.
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/password_reset/<path:more>", RedirectView.as_view(url="/accounts/password/reset/")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # This report names the page edited last of each kind, whosever it is.
    path("admin/reports/page-types-usage/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/reports/page-types-usage/results/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include("courses.catalogue.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/", include("courses.catalogue.urls")),
    path("h5p/", include("courses.packages.urls")),
    path("verify/", include("certificates.urls")),
    path("", include("lms.notices.urls")),
    path("hr/", include("desks.hr.urls")),
    path("impact/", include("desks.evaluation.urls")),
    path("office/", include("desks.office.urls")),
    path("coordinator/", include("desks.coordinator.urls")),
    path("trainer/", include("desks.trainer.urls")),
    path("", include("desks.officer.urls")),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("", include("lms.core.urls_demo"))]

# Wagtail's pages answer what nothing above did.
urlpatterns += [path("", include(wagtail_urls))]
