"""Where the pages of this desk stand in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from desks.records import credentials, erasing, forwarding, statements
from desks.records.keepers import keeps_some


class RecordsItem(MenuItem):
    """The menu's entry, for those who keep records."""

    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_some(request)


class RecordsViewSet(ViewSet):
    """Statements, credentials, forwarding, erasing."""

    name = "records"
    url_prefix = "records"

    def get_urlpatterns(self) -> list[URLPattern]:
        one = "credentials/<int:pk>/"
        return [
            path("", statements.index, name="index"),
            path("statements/<uuid:ident>/", statements.statement, name="statement"),
            re_path(r"^statements\.(?P<kind>jsonl|csv)$", statements.export, name="export"),
            path("credentials/", credentials.index, name="credentials"),
            path("credentials/new/", credentials.new, name="credential_new"),
            path(one, credentials.edit, name="credential"),
            path(f"{one}renew/", credentials.renew, name="credential_renew"),
            path(f"{one}revoke/", credentials.revoke, name="credential_revoke"),
            path("forwarding/", forwarding.index, name="forwarding"),
            path("forwarding/new/", forwarding.edit, name="target_new"),
            path("forwarding/<int:pk>/", forwarding.edit, name="target"),
            re_path(
                r"^forwarding/(?P<pk>\d+)/(?P<what>test|retry|replay|end)/$", forwarding.act, name="target_act"
            ),
            path("erasing/", erasing.index, name="erasing"),
            path("erasing/retention/", erasing.retention, name="retention"),
        ]  # fmt: skip


def menu_item() -> RecordsItem:
    return RecordsItem(
        gettext_lazy("Learning records"),
        reverse("records:index"),
        name="records",
        icon_name="clipboard-list",
        order=330,
    )
