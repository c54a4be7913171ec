"""Pages that show every component once, for the tests of the look."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from accounts.permissions import public
from core.navigation import NavLink

from .sample import EveryKindForm

FORM = """{% extends "base.html" %}{% load govuk %}
{% block title %}Every kind of field{% endblock %}
{% block before_content %}<a href="/" class="govuk-back-link">Back</a>{% endblock %}
{% block content %}{% error_summary form %}<h1 class="govuk-heading-l">Every kind of field</h1>
<form method="post" novalidate data-autofocus enctype="multipart/form-data">
{% csrf_token %}{{ form }}{% button "Continue" %}</form>{% endblock %}"""

PARTS = """{% extends "base.html" %}{% load govuk %}
{% block title %}Second, fifth and eighth{% endblock %}
{% block key_facts %}{% key_facts facts minutes_left=42 %}{% endblock %}
{% block before_content %}<a href="/form/" class="govuk-back-link">Back</a>{% endblock %}
{% block content %}<div class="with-aside"><div class="with-aside__main">
<h1 class="govuk-heading-l"><span class="govuk-caption-l">Participant 3 of 10</span>Access code</h1>
{% say %}<p>Please give me the second, fifth and eighth characters of your access code.</p>
<ul><li>Capital letters matter.</li></ul>{% endsay %}
{% note %}<p>One try. What you type is compared by the console.</p>{% endnote %}
<form method="post" novalidate data-autofocus>{{ form }}{% button "Check the code" %}
{% button "Cancel" variant="secondary" href="/" %}</form>
{% advice_panel raise_doubt=True title="Raise the compliance doubt" %}<p>In receipt of benefit on the date.</p>
<p class="paragraphs">WP 34</p>{% endadvice_panel %}
{% advice_panel raise_doubt=False title="Do not raise a doubt" %}<p>The address has changed.</p>{% endadvice_panel %}
{% summary_list rows %}
<p>{% read_out "QQ 12 34 56 C" spell=True %}</p>
{% inset %}<p>Inset text.</p>{% endinset %}{% warning %}Said once only.{% endwarning %}
{% details "What counts as a change?" %}<p>A move of house.</p>{% enddetails %}
<div class="table-scroll" tabindex="0" role="region" aria-label="Codes">
<table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--m">Codes</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">Issued</th>
<th scope="col" class="govuk-table__header">State</th></tr></thead>
<tbody class="govuk-table__body"><tr class="govuk-table__row"><td class="govuk-table__cell">25 November 2026</td>
<td class="govuk-table__cell">{% tag "In force" "green" %}</td></tr></tbody></table></div>
</div><aside class="with-aside__aside" aria-label="Where the call is">{% progress_list steps %}</aside></div>
{% endblock %}"""

PANEL = """{% extends "base.html" %}{% load govuk %}{% block title %}Call ended{% endblock %}
{% block content %}{% panel "Call ended" %}Completed{% endpanel %}{% endblock %}"""


class CodeForm(forms.Form):
    characters = EveryKindForm.base_fields["characters"]


def person() -> dict[str, Any]:
    links = [NavLink("Calls", "/parts/", here=True, within=False), NavLink("Approved list", "/form/", False, False)]
    user = SimpleNamespace(is_authenticated=True, full_name="Amina Okafor-Bright", role="team leader")
    return {"user": user, "navigation": links}


def page(template: str, request: HttpRequest, **context: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context, request))


@public
def form_page(request: HttpRequest) -> HttpResponse:
    form = EveryKindForm(request.POST or None, request.FILES or None, initial={"token": "t"})
    if form.is_valid():
        messages.success(request, "Saved")
    return page(FORM, request, form=form)


@public
def parts_page(request: HttpRequest) -> HttpResponse:
    facts = [
        ("Call", "4821"),
        ("Programme", "Work Programme"),
        ("Provider", "Northern Skills & Work Partnership"),
        ("Caller", "Siobhán Murphy-Daly"),
        ("Participant", "3 of 10"),
    ]
    rows = [("Date of failure", date(2026, 11, 6), "/form/", "Change"), ("Route", "WP08")]
    states = ["done", "done", "current", "to come", "to come"]
    labels = ["Purpose of the call", "Who is calling", "Access code", "Participants", "Read-back"]
    steps = [
        {"label": label, "state": state, "href": "/form/" if state == "done" else ""}
        for label, state in zip(labels, states, strict=True)
    ]
    return page(PARTS, request, facts=facts, rows=rows, steps=steps, form=CodeForm(), **person())


@public
def panel_page(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The call was recorded")
    messages.warning(request, "The line closes in 4 minutes")
    return page(PANEL, request, **person())


@public
def suggest(request: HttpRequest) -> JsonResponse:
    names = ["Northern Skills", "Northgate <b>Works</b>", "Southern Futures"]
    asked = request.GET.get("q", "").lower()
    return JsonResponse({"results": [{"name": name} for name in names if asked in name.lower()]})


@public
def boom(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


@public
def sign_out(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Signed out")


urlpatterns = [
    path("", panel_page, name="home"),
    path("sign-out/", sign_out, name="sign-out"),
    path("form/", form_page, name="form"),
    path("parts/", parts_page, name="parts"),
    path("suggest/", suggest, name="suggest"),
    path("boom/", boom, name="boom"),
]
handler400 = "providerdirect.error_views.bad_request"
handler403 = "providerdirect.error_views.permission_denied"
handler404 = "providerdirect.error_views.not_found"
handler500 = "providerdirect.error_views.server_error"
