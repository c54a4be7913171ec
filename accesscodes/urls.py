"""Codes: their dates and states, never a code."""

from django.urls import path

from .views import codes, issues, mine, primes, watch

urlpatterns = [
    path("", codes.codes, name="access-codes"),
    path("<row:prime_id>/make/", codes.make, name="access-code-make"),
    path("<row:prime_id>/", primes.prime, name="access-codes-prime"),
    path("<row:prime_id>/send-again/", primes.send_again, name="access-codes-send-again"),
    path("<row:prime_id>/change/", primes.change, name="access-codes-change"),
    path("copies/<row:copy_id>/acknowledge/", primes.acknowledge, name="access-codes-acknowledge"),
    path("issues/", issues.calendar, name="access-codes-calendar"),
    path("issues/in-force/", issues.to_ring, name="access-codes-to-ring"),
    path("issues/<int:year>/<int:month>/", issues.progress, name="access-codes-progress"),
    path("issues/<int:year>/<int:month>/run/", issues.run, name="access-codes-run"),
    path("alerts/", watch.alerts, name="access-codes-alerts"),
    path("alerts/<row:alert_id>/seen/", watch.see, name="access-codes-alert-seen"),
    path("holds/<row:hold_id>/release/", watch.release, name="access-codes-release"),
    path("mine/", mine.mine, name="access-codes-mine"),
    path("mine/<row:copy_id>/acknowledge/", mine.acknowledge_mine, name="access-codes-acknowledge-mine"),
]
