"""The statements of an administration: found by an address, read as JSON, taken along as a file. People are pseudonyms."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from desks.records.keepers import administration_of, show
from lms.people.typing import SignedInRequest
from tracking.lrs.browsing import queries
from tracking.lrs.browsing.files import csv_lines, json_lines, text_of
from tracking.lrs.browsing.queries import Filters, NotAFilter
from tracking.lrs.models import Statement
from tracking.lrs.privacy.pseudonyms import Pseudonyms
from tracking.lrs.privacy.queries import pseudonyms_of

FILES = {"jsonl": (json_lines, "application/x-ndjson"), "csv": (csv_lines, "text/csv; charset=utf-8")}


class FilterForm(forms.Form):
    """The filters as fields; what an address says of them stands in them."""

    verb = forms.CharField(label=_("Verb (IRI)"), required=False)
    activity = forms.CharField(label=_("Activity (IRI)"), required=False)
    registration = forms.CharField(label=_("Registration"), required=False)
    statement = forms.CharField(label=_("Statement (identifier)"), required=False)
    origin = forms.ChoiceField(
        label=_("From"), required=False, choices=[("", _("anywhere")), *Statement.Origin.choices]
    )
    since = forms.DateField(label=_("Stored from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Stored until"), required=False, widget=forms.DateInput({"type": "date"}))
    related = forms.BooleanField(label=_("Wherever the activity is mentioned"), required=False)
    voided = forms.BooleanField(label=_("Voided ones too"), required=False)


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """The latest statements that the address asks for, and about how many there are."""
    administration, _own = administration_of(request)
    form = FilterForm(request.GET)
    try:
        filters = Filters.of(request.GET.dict())
    except NotAFilter as error:
        form.add_error(str(error), _("This is none of its values."))
        return show(request, "statements", "index", form=form, rows=[])
    before = request.GET.get("before", "")
    rows, further = queries.page(
        filters, tenant=administration.uid, before=int(before) if before.isdecimal() else None
    )  # fmt: skip
    pseudonyms = pseudonyms_of(administration.uid)
    same = {"administration": administration.code}
    return show(
        request, "statements", "index",
        form=form,
        filters=filters,
        rows=[line(row, pseudonyms) for row in rows],
        number=queries.how_many(filters, tenant=administration.uid),
        query=filters.query(**same),
        further=filters.query(**same, before=further) if further else "",
    )  # fmt: skip


def line(row: Statement, pseudonyms: Pseudonyms) -> dict[str, Any]:
    """What a row of the table shows."""
    said = json.loads(text_of(row, pseudonyms))
    verb, thing = said["verb"], said["object"]
    named = thing.get("definition", {}).get("name", {})
    account = (said["actor"].get("account") or {}).get("name", "")
    return {
        "row": row,
        "who": account[:8],
        "verb": words(verb.get("display", {})) or verb["id"].rstrip("/").rpartition("/")[2],
        "verb_iri": verb["id"],
        "thing": words(named) or thing.get("id") or thing.get("objectType", ""),
        "thing_iri": thing.get("id", "") if thing.get("objectType", "Activity") == "Activity" else "",
    }


def words(by_language: dict[str, str]) -> str:
    return by_language.get("en") or next(iter(by_language.values()), "")


@require_GET
def statement(request: SignedInRequest, ident: UUID) -> HttpResponse:
    """One statement with everything that it says, but for whom."""
    administration, _own = administration_of(request)
    found = queries.found(Filters(statement=ident, voided=True), tenant=administration.uid)
    row = get_object_or_404(found.select_related("credential"))
    text = json.dumps(json.loads(text_of(row, pseudonyms_of(administration.uid))), indent=2, ensure_ascii=False)
    return show(request, "statement", "index", row=row, text=text)


@require_GET
def export(request: SignedInRequest, kind: str) -> StreamingHttpResponse:
    """All that the address asks for, line by line, under pseudonyms."""
    administration, _own = administration_of(request)
    try:
        filters = Filters.of(request.GET.dict())
    except NotAFilter:
        raise Http404 from None
    lines, media_type = FILES[kind]
    rows = queries.stream(filters, tenant=administration.uid)
    name = f'attachment; filename="statements-{administration.code}.{kind}"'
    return StreamingHttpResponse(
        lines(rows, pseudonyms_of(administration.uid)), content_type=media_type, headers={"Content-Disposition": name}
    )
