"""The approved list."""

from django.urls import path

from .views import appointing, ending, keeping, loading, plans, reading, withdrawing

app_name = "providers"
urlpatterns = [
    path("", reading.list_all, name="list"),
    path("search/", reading.search, name="search"),
    path("add/", keeping.add_provider, name="add"),
    path("load/", loading.choose, name="load"),
    path("load/preview/", loading.preview, name="load-preview"),
    path("security-plans/", plans.waiting, name="plans"),
    path("<int:provider_id>/", reading.detail, name="detail"),
    path("<int:provider_id>/change/", keeping.change_provider, name="change"),
    path("<int:provider_id>/end/", ending.end_altogether, name="end"),
    path("<int:provider_id>/ended/", ending.ended, name="ended"),
    path("<int:provider_id>/history/", reading.history, name="history"),
    # Before those of any part: what has a page of its own.
    path("<int:provider_id>/spocs/add/", appointing.invite_spoc, name="invite-spoc"),
    path("<int:provider_id>/supply-chain/<int:row_id>/end/", ending.end_in_chain, name="end-in-chain"),
    path("<int:provider_id>/withdrawals/add/", withdrawing.withdraw, name="withdraw"),
    path("<int:provider_id>/withdrawals/<int:row_id>/", withdrawing.reinstate, name="reinstate"),
    path("<int:provider_id>/<slug:part>/", reading.part_rows, name="part"),
    path("<int:provider_id>/<slug:part>/add/", keeping.add_part, name="add-part"),
    path("<int:provider_id>/security-plans/<int:plan_id>/", plans.plan, name="plan"),
    path("<int:provider_id>/security-plans/<int:plan_id>/deed/", plans.deed, name="plan-deed"),
    path("<int:provider_id>/<slug:part>/<int:row_id>/", keeping.change_part, name="change-part"),
]
