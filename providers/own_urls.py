"""The SPoC's own pages of the approved list."""

from django.urls import path

from .views import own_callers, own_plans

urlpatterns = [
    path("callers/", own_callers.list_own, name="callers-mine"),
    path("callers/add/", own_callers.add_own, name="callers-mine-add"),
    path("callers/<row:caller_id>/", own_callers.one_of_own, name="callers-mine-one"),
    path("security-plan/", own_plans.mine, name="plans-mine"),
    path("security-plan/send/", own_plans.send, name="plans-mine-send"),
]
