"""How a page with a form may be asked for. One only read has Django's `require_safe`, a button alone `require_POST`."""

from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
