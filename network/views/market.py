"""The market of practices: freeze a selection, print its cards, take it along offline, collect what cities say."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cities.permissions import city_ids_of
from network import market_bundle
from network.choices import MarketWord
from network.models import Market, Membership, Round
from network.permissions import may_coordinate
from network.services import market as markets
from network.services.errors import StepNotPossible
from network.views.common import attempt


def _round(request: HttpRequest, pk: int) -> tuple[Round, list[Membership], bool]:
    """A round of the person's programme, the person's places in it, whether the person coordinates; else 404."""
    round = get_object_or_404(Round.objects.select_related("programme"), pk=pk)
    places = list(
        round.programme.memberships.current().filter(city__in=city_ids_of(request.user)).select_related("city")
    )
    coordinates = may_coordinate(request.user, round.programme)
    if not (places or coordinates):
        raise Http404
    return round, places, coordinates


@login_required
@require_http_methods(["GET", "POST"])
def market(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards with what the person's city said; coordinators freeze the selection and see all marks."""
    round, places, coordinates = _round(request, pk)
    found = Market.objects.filter(round=round).first()
    if request.method == "POST":
        if not coordinates:
            raise Http404
        codes = request.POST.get("codes", "").replace(",", "\n").split("\n")
        return attempt(request, lambda: markets.freeze(round=round, codes=codes, by=request.user), "network:market", pk)
    if found is None and not coordinates:
        raise Http404
    context: dict[str, Any] = {
        "round": round,
        "demonstration": round.programme.demonstration,
        "market": found,
        "coordinates": coordinates,
        "place": places[0] if places else None,
        "words": MarketWord.choices,
        "cards": market_bundle.cards(found, places[0] if places else None) if found else [],
        "marks": found.marks.select_related("membership__city") if found and coordinates else (),
    }
    return render(request, "network/market.html", context)


@login_required
@require_GET
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards to print, each with its QR code."""
    round, _places, _coordinates = _round(request, pk)
    found = get_object_or_404(Market, round=round)
    context = {
        "round": round,
        "demonstration": round.programme.demonstration,
        "cards": market_bundle.cards(found, None),
    }
    return render(request, "network/market_cards.html", context)


@login_required
@require_GET
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """The market as an archive that works without a network."""
    round, _places, _coordinates = _round(request, pk)
    found = get_object_or_404(Market, round=round)
    answer = HttpResponse(market_bundle.archive(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="market-{round.pk}.zip"'
    return answer


@login_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person's city says to a card."""
    round, places, _coordinates = _round(request, pk)
    found = get_object_or_404(Market, round=round)
    if not places:
        raise Http404
    values = {name: request.POST.get(name, "") for name in ("practice", "word", "because")}
    try:
        markets.mark(market=found, membership=places[0], by=request.user, **values)
    except StepNotPossible as error:
        return attempt(request, _raiser(error), "network:market", pk)
    return redirect(f"{request.path.removesuffix('mark/')}#card-{values['practice']}")


def _raiser(error: StepNotPossible) -> Any:
    def refuse() -> None:
        raise error

    return refuse
