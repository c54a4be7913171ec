"""Potential security incidents (Annex B): BMT's pages, and the SPoC's own."""

from django.urls import path

from .views import assessing, mine, reporting

urlpatterns = [
    path("", assessing.incidents, name="incidents"),
    path("enter/", reporting.enter, name="incidents-enter"),
    path("<row:incident_id>/", assessing.detail, name="incidents-detail"),
    path("<row:incident_id>/assess/", assessing.assess, name="incidents-assess"),
    path("<row:incident_id>/breach/", assessing.breach, name="incidents-breach"),
    path("mine/", mine.mine, name="incidents-mine"),
    path("mine/report/", reporting.report, name="incidents-report"),
    path("mine/<row:incident_id>/", mine.mine_detail, name="incidents-mine-detail"),
]
