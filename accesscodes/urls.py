"""Codes: their dates and states, never a code."""

from django.urls import path

from .views import codes, mine

urlpatterns = [
    path("", codes.codes, name="access-codes"),
    path("<int:prime_id>/make/", codes.make, name="access-code-make"),
    path("mine/", mine.mine, name="access-codes-mine"),
    path("mine/<int:copy_id>/acknowledge/", mine.acknowledge_mine, name="access-codes-acknowledge-mine"),
]
