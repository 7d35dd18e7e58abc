"""What stands beside every field of the editors' forms is in the editor's language."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from certificates.models import Certification
from certificates.viewsets import CertificationViewSet
from courses.catalogue.pages import LmsPage


def forms() -> Iterator[tuple[type[Model], Panel]]:
    """Every model that is edited, with what its form is made of."""
    for page in get_page_models():
        if issubclass(page, LmsPage):
            yield page, page.get_edit_handler()
    for snippet in get_snippet_models():
        yield snippet, snippet.snippet_viewset.get_edit_handler()
    yield Certification, CertificationViewSet.edit_handler.bind_to_model(Certification)


def fields_of(model: type[Model], panel: Any) -> Iterator[tuple[type[Model], str]]:
    if isinstance(panel, InlinePanel):
        model, panel = panel.db_field.related_model, panel.child_edit_handler
    if isinstance(panel, FieldPanel):
        yield model, panel.field_name
    for child in getattr(panel, "children", []):
        yield from fields_of(model, child)


def words_of(model: type[Model], name: str) -> str:
    known = {field.name: field for field in model._meta.get_fields()}
    return str(known[name].verbose_name) if name in known else ""


def test_every_field_and_every_model_of_the_editors_has_its_name_in_arabic() -> None:
    fields = {found for model, panel in forms() for found in fields_of(model, panel)}
    assert len(fields) > 50
    english = {(model, name): words_of(model, name) for model, name in fields}
    models = {model: (str(model._meta.verbose_name), str(model._meta.verbose_name_plural)) for model, _panel in forms()}
    with override("ar"):
        same = [
            f"{model.__name__}.{name}"
            for (model, name), word in english.items()
            if word and word == words_of(model, name)
        ]
        same += [
            model.__name__
            for model, words in models.items()
            if {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)} & set(words)
        ]
    assert same == []
