"""Figures."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:slug>.csv", views.download, name="figures-download"),
]
