"""Public pages and answers outside the page tree: the roster and the gazetteer's autocomplete."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cities import selectors
from cities.models import Organisation

TYPED = 60


@require_safe
@cache_control(max_age=3600, public=True)
def suggest_places(request: HttpRequest) -> JsonResponse:
    """Places whose name begins with the words typed: `?q=med&country=CO`, largest first, at most ten."""
    typed, country = request.GET.get("q", ""), request.GET.get("country", "")
    if len(typed) > TYPED:
        return JsonResponse({"error": f"q: has {len(typed)} characters; at most {TYPED}"}, status=400)
    return JsonResponse({"places": selectors.places_like(typed, country)})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The roster, by kind."""
    return render(request, "cities/organisations.html", selectors.roster_context())


@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation of the roster."""
    found = Organisation.objects.public().filter(code=code).first()
    if found is None:
        raise Http404
    return render(request, "cities/organisation.html", selectors.organisation_context(found))
