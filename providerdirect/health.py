"""Is the service well? For load balancers and the supervisor: no details, and nobody need sign in."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.permissions import public


@public
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 "ok" while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
