"""Reports for coordinators: one page per exchange and per round, the audit trail."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from network import reports
from network.permissions import may_coordinate
from network.services.audit import broken_at
from network.views.common import exchange_or_404, round_or_404


@login_required
@require_GET
def round_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A round on one page: gain predicted and reported, who was left out, spread, simple methods beside."""
    round = round_or_404(request, pk)
    return render(request, "network/round_report.html", reports.of_round(round))


@login_required
@require_GET
def exchange_report(request: HttpRequest, pk: int) -> HttpResponse:
    """An exchange on one page."""
    exchange = exchange_or_404(request, pk)
    if not may_coordinate(request.user, exchange.round.programme):
        raise Http404
    return render(request, "network/exchange_report.html", reports.of_exchange(exchange))


@login_required
@require_GET
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what in the round's programme, newest first, and whether the chain of hashes holds."""
    round = round_or_404(request, pk)
    entries = round.programme.audit.select_related("by").order_by("-pk")
    page = Paginator(entries, 100).get_page(request.GET.get("page"))
    context = {
        "round": round,
        "demonstration": round.programme.demonstration,
        "page_obj": page,
        "broken": broken_at(round.programme),
    }
    return render(request, "network/audit.html", context)
