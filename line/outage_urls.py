"""Outages."""

from django.urls import path

from .views import outages

urlpatterns = [
    path("", outages.listing, name="outages"),
    path("declare/", outages.declare, name="outage-declare"),
    path("<row:outage_id>/", outages.detail, name="outage"),
    path("<row:outage_id>/put-right/", outages.put_right, name="outage-put-right"),
    path("<row:outage_id>/end/", outages.end, name="outage-end"),
]
