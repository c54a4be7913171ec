"""Every address of the console, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("accounts.urls")),
]
