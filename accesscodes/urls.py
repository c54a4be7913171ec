"""Codes: their dates and states, never a code."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.codes, name="access-codes"),
    path("<int:prime_id>/make/", views.make, name="access-code-make"),
]
