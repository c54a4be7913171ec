"""The team leader's pages."""

from django.urls import path

from . import looking_back, views

urlpatterns = [
    path("", views.board, name="board"),
    path("again/", views.board_again, name="board-again"),
    path("help/<row:request_id>/answered/", views.help_answered, name="help-answered"),
    path("calls/<call:ref>/hand-over/", views.hand_over_a_call, name="hand-over"),
    path("calls/<call:ref>/close/", views.close_a_call, name="close-call"),
    path("departures/", looking_back.departures, name="departures"),
    path("departures/<row:advice_id>/", looking_back.departure, name="departure"),
    path("unclear-records/", looking_back.unclear_records, name="unclear-records"),
    path("failed-checks/", looking_back.failed_checks, name="failed-checks"),
]
