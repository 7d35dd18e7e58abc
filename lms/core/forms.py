"""How every form of the site is drawn: label, help, error and input in one order, by our own templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's renderer with our templates for a form, a formset and a field; widgets stay Django's own."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
