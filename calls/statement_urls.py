"""The SPoC's statement of calls: apart from the calls themselves, whose addresses begin with a reference."""

from django.urls import path

from . import statement_page

urlpatterns = [path("", statement_page.calls_statement, name="calls-statement")]
