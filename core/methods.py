"""How a page with a form may be asked for. One only read has Django's `require_safe`, a button alone `require_POST`."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def entered(request: HttpRequest) -> QueryDict | None:
    """What was sent, however little; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None
