"""When the line is open."""

from django.urls import path

from .views import closures

app_name = "line"
urlpatterns = [
    path("", closures.hours, name="hours"),
    path("closures/add/", closures.add_closure, name="add-closure"),
    path("closures/<row:closure_id>/remove/", closures.remove_closure, name="remove-closure"),
]
