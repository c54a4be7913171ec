from django.urls import path

from . import misuse_page, views
from .team.views import take_over_a_call

app_name = "calls"
urlpatterns = [
    path("open/", views.open_a_call, name="open"),
    path("declined/", misuse_page.counts, name="declined"),
    path("declined/primes/<row:prime_id>/", misuse_page.of_prime, name="declined-of"),
    path("<call:ref>/", views.call, name="call"),
    path("<call:ref>/ended/", views.ended, name="ended"),
    path("<call:ref>/recording/", views.recording, name="recording"),
    path("<call:ref>/take-over/", take_over_a_call, name="take-over"),
    path("<call:ref>/abandon/", views.abandon, name="abandon"),
    path("<call:ref>/<slug:slug>/", views.StepView.as_view(), name="step"),
    path("<call:ref>/participants/<int:number>/<slug:slug>/", views.StepView.as_view(), name="participant-step"),
]
