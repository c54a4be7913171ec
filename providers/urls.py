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
    path("<row:provider_id>/", reading.detail, name="detail"),
    path("<row:provider_id>/change/", keeping.change_provider, name="change"),
    path("<row:provider_id>/end/", ending.end_altogether, name="end"),
    path("<row:provider_id>/ended/", ending.ended, name="ended"),
    path("<row:provider_id>/history/", reading.history, name="history"),
    # Before those of any part: what has a page of its own.
    path("<row:provider_id>/spocs/add/", appointing.invite_spoc, name="invite-spoc"),
    path("<row:provider_id>/supply-chain/<row:row_id>/end/", ending.end_in_chain, name="end-in-chain"),
    path("<row:provider_id>/withdrawals/add/", withdrawing.withdraw, name="withdraw"),
    path("<row:provider_id>/withdrawals/<row:row_id>/", withdrawing.reinstate, name="reinstate"),
    path("<row:provider_id>/<slug:part>/", reading.part_rows, name="part"),
    path("<row:provider_id>/<slug:part>/add/", keeping.add_part, name="add-part"),
    path("<row:provider_id>/security-plans/<row:plan_id>/", plans.plan, name="plan"),
    path("<row:provider_id>/security-plans/<row:plan_id>/deed/", plans.deed, name="plan-deed"),
    path("<row:provider_id>/<slug:part>/<row:row_id>/", keeping.change_part, name="change-part"),
]
