"""Complaints: the pages of those who deal with them, and the SPoC's own."""

from django.urls import path

from .views import dealing, entering, evidence, mine

urlpatterns = [
    path("", dealing.complaints, name="complaints"),
    path("add/", entering.add, name="complaints-add"),
    path("<row:complaint_id>/", dealing.one, name="complaints-one"),
    path("<row:complaint_id>/answer/", dealing.answer, name="complaints-answer"),
    path("<row:complaint_id>/settle/", dealing.settle, name="complaints-settle"),
    path("<row:complaint_id>/template/", dealing.template, name="complaints-template"),
    path("<row:complaint_id>/evidence/", evidence.add, name="complaints-evidence-add"),
    path("<row:complaint_id>/evidence/<row:evidence_id>/", evidence.download, name="complaints-evidence"),
    path("mine/", mine.mine, name="complaints-mine"),
    path("mine/add/", mine.add, name="complaints-mine-add"),
    path("mine/<row:complaint_id>/", mine.one, name="complaints-mine-one"),
    path("mine/<row:complaint_id>/settle/", mine.settle, name="complaints-mine-settle"),
]
