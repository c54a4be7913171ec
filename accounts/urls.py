"""Signing in, one's own account, people, and the record."""

from django.urls import path

from .views import home, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-in/second-factor/", home.home, name="second-factor"),
]
