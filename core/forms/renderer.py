"""The form renderer named in settings: every Django form is drawn with the GOV.UK components."""

from django.forms.renderers import TemplatesSetting

from .bound import GovukBoundField


class GovukRenderer(TemplatesSetting):
    """`{{ form }}` draws all its fields, `{{ form.name.as_field_group }}` one of them."""

    form_template_name = "govuk/form.html"
    formset_template_name = "govuk/formset.html"
    field_template_name = "govuk/fields/input.html"
    bound_field_class = GovukBoundField
