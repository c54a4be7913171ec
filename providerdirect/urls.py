"""Every address of the console, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("calls/", include("calls.urls")),
    path("statement/", include("calls.statement_urls")),
    path("board/", include("calls.team.urls")),
    path("access-codes/", include("accesscodes.urls")),
    path("providers/mine/", include("providers.own_urls")),
    path("providers/", include("providers.urls")),
    path("incidents/", include("incidents.urls")),
    path("complaints/", include("complaints.urls")),
    path("line/", include("line.urls")),
    path("line/outages/", include("line.outage_urls")),
    path("notices/", include("notices.urls")),
    path("figures/", include("figures.urls")),
    path("", include("desk.urls")),
    path("", include("accounts.urls")),
]

handler400 = "providerdirect.error_views.bad_request"
handler403 = "providerdirect.error_views.permission_denied"
handler404 = "providerdirect.error_views.not_found"
handler500 = "providerdirect.error_views.server_error"
