"""Everyone's home page, and the desk aides, which anyone may read and print."""

from django.urls import path

from . import views

urlpatterns = [
    path("desk/", views.home, name="desk-home"),
    path("desk-aide/<slug:slug>/", views.desk_aide, name="desk-aide"),
]
