"""Reading the approved list: suggestions while typing, the list, an organisation, the rows of one part."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permissions import allow, overseers
from accounts.rules import Role
from core import clock
from core.converters import row_number
from programmes.types import Programme

from .. import listing, selectors
from ..forms import SearchForm
from ..models import Provider
from ..parts import PARTS, KeptPart, Part
from ..tables import table

PAGE_SIZE = 50
SUGGESTIONS = 10


@allow(Role.AGENT, Role.TEAM_LEADER, Role.BMT)
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Names like what was typed, best first (E1): `?q=`, `kind=company|prime`, and for primes `programme=`."""
    text, today = request.GET.get("q", ""), clock.today()
    if request.GET.get("kind") == "prime":
        asked = request.GET.get("programme", "")
        programme = Programme(asked) if asked in set(Programme) else None
        found = selectors.search_primes(text, today=today, programme=programme, limit=SUGGESTIONS)
    else:
        found = selectors.search_companies(text, today=today, limit=SUGGESTIONS)
    return JsonResponse({"results": [{"name": provider.name} for provider in found]})


@overseers
@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """The whole list by name, or what a search finds in it."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(listing.organisations(text), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    shown = listing.standings(page.object_list, today=clock.today())
    context = {"form": form, "text": text, "page": page, "shown": shown, "query": query.urlencode()}
    return render(request, "providers/list.html", context | keeping(request))


@overseers
@require_safe
def detail(request: HttpRequest, provider_id: int) -> HttpResponse:
    """One organisation with all that the list holds of it, and its history."""
    sheet = listing.sheet(provider_or_404(provider_id), today=clock.today())
    # Team leaders read the list, but not the counts of declined calls.
    declined = sheet.provider.is_prime and getattr(request.user, "role", None) != Role.TEAM_LEADER
    context = {"sheet": sheet, "provider": sheet.provider, "declined": declined}
    return render(request, "providers/detail.html", context | keeping(request))


@overseers
@require_safe
def history(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Every change of what the list says of an organisation: when, who, what and why."""
    provider = provider_or_404(provider_id)
    before, after = (row_number(request.GET.get(end, "")) for end in ("before", "after"))
    found = listing.history(provider, before=before, after=after, size=PAGE_SIZE)
    return render(request, "providers/history.html", {"provider": provider, "history": found})


@overseers
@require_safe
def part_rows(request: HttpRequest, provider_id: int, part: str) -> HttpResponse:
    """Every row of one part of a prime's list, those that are over too."""
    provider, kind = provider_or_404(provider_id, prime=True), part_or_404(part)
    page = Paginator(listing.rows(kind, provider.pk), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = table(kind, page.object_list, today=clock.today())
    context = {"provider": provider, "part": kind, "table": shown, "page": page, "query": ""}
    return render(request, "providers/part.html", context | keeping(request))


def keeping(request: HttpRequest) -> dict[str, bool]:
    """Whether the reader may also change the list; only the business management team may."""
    return {"keeps": getattr(request.user, "role", None) == Role.BMT}


def provider_or_404(provider_id: int, *, prime: bool = False) -> Provider:
    """An organisation of the list. Raises Http404."""
    found = get_object_or_404(Provider, pk=provider_id)
    if prime and not found.is_prime:
        raise Http404
    return found


def part_or_404(slug: str) -> Part:
    """A part of the list by its word in an address. Raises Http404."""
    if slug not in PARTS:
        raise Http404
    return PARTS[slug]


def kept_part_or_404(slug: str) -> KeptPart:
    """A part whose rows are added and changed in the shared pages. Raises Http404."""
    part = part_or_404(slug)
    if not isinstance(part, KeptPart):
        raise Http404
    return part
