"""The operator's page in Wagtail's admin: deliveries that failed five times, why, and another try."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.base import ViewSet

from lms.core import clock, deliveries
from lms.core.models import Delivery

#: What it takes to see the page and to try again; superusers have it, and a group may be given it.
PERMISSION = "lms.change_delivery"


def operator(request: HttpRequest) -> AbstractBaseUser:
    """Who is asking, when it is an operator."""
    if not isinstance(request.user, AbstractBaseUser) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


class DeadLetters(IndexView):
    """The list, with how many deliveries still wait and for how long."""

    model = Delivery
    any_permission_required = ["change"]
    page_title = gettext_lazy("Dead letters")
    template_name = "lms/core/dead_letters.html"
    results_template_name = "lms/core/dead_letters_results.html"
    index_url_name = "dead_letters:index"
    index_results_url_name = "dead_letters:index_results"
    header_icon = "warning"
    paginate_by = 50
    default_ordering = "-pk"
    is_searchable = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "event", label=_("Event"), accessor="event.type",
                get_url=lambda delivery: reverse("dead_letters:inspect", args=[delivery.pk]),
            ),
            Column("about", label=_("About"), accessor="event.key"),
            Column("reaction", label=_("Reaction"), accessor="reaction"),
            Column("error", label=_("Error"), accessor=lambda delivery: delivery.error[:200]),
            Column("attempts", label=_("Attempts"), accessor="attempts"),
            Column("at", label=_("When"), accessor="event.at"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"outbox": deliveries.state()}


class DeadLetter(InspectView):
    """One delivery with the whole error and what the event said."""

    model = Delivery
    any_permission_required = ["change"]
    template_name = "lms/core/dead_letter.html"
    index_url_name = "dead_letters:index"
    header_icon = "warning"
    fields = ["event", "about", "payload", "reaction", "state", "attempts", "error", "next_at"]

    def get_field_label(self, field_name: str, field: Any) -> str:
        return {
            "event": _("Event"), "about": _("About"), "payload": _("What the event says"), "reaction": _("Reaction"),
            "state": _("State"), "attempts": _("Attempts"), "error": _("Error"), "next_at": _("Next attempt"),
        }[field_name]  # fmt: skip

    def get_about_display_value(self) -> str:
        return self.object.event.key or "–"

    def get_payload_display_value(self) -> SafeString:
        text = json.dumps(self.object.event.payload, indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text)

    def get_error_display_value(self) -> SafeString:
        return format_html("<pre>{}</pre>", self.object.error)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    by = operator(request)
    delivery = get_object_or_404(Delivery, pk=pk, state=Delivery.State.DEAD)
    if deliveries.retry(delivery=delivery, by=by, at=clock.now()):
        messages.success(request, _("Delivered."))
    else:
        messages.warning(request, _("It failed again and is waiting for its next try."))
    return redirect("dead_letters:index")


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    by = operator(request)
    number = deliveries.retry_all(by=by, at=clock.now())
    text = ngettext("%(number)d delivery is on its way again.", "%(number)d deliveries are on their way again.", number)
    messages.success(request, text % {"number": number})
    return redirect("dead_letters:index")


class DeadLetterItem(MenuItem):
    """The menu's entry, with the number of dead letters, for operators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        number = deliveries.state().dead
        label = _("Dead letters (%(number)d)") % {"number": number} if number else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


class DeadLetterViewSet(ViewSet):
    """Looking and trying again; deliveries are neither made nor edited by hand."""

    name = "dead_letters"
    url_prefix = "dead-letters"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", DeadLetters.as_view(), name="index"),
            path("results/", DeadLetters.as_view(results_only=True), name="index_results"),
            path("retry/", retry_all, name="retry_all"),
            path("<int:pk>/", DeadLetter.as_view(), name="inspect"),
            path("<int:pk>/retry/", retry, name="retry"),
        ]


def menu_item() -> DeadLetterItem:
    return DeadLetterItem(
        gettext_lazy("Dead letters"), reverse("dead_letters:index"), name="dead-letters", icon_name="warning", order=900
    )
