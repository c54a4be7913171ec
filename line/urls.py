"""When the line is open."""

from django.urls import path

from . import views

app_name = "line"
urlpatterns = [
    path("", views.hours, name="hours"),
    path("closures/add/", views.add_closure, name="add-closure"),
    path("closures/<int:closure_id>/remove/", views.remove_closure, name="remove-closure"),
]
