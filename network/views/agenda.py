"""The calendar of a person: list and month, and the same dates as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cities.permissions import city_ids_of
from network import agenda, calendar
from network.models import Programme
from network.zones import zone_of_cities

AHEAD = timedelta(days=400)  # the last follow-up check comes after a year
BEHIND = timedelta(days=60)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What is to come, as a list (with what is late) or as the sheet of a month, by the clock of the person's city."""
    cities = city_ids_of(request.user)
    zone = zone_of_cities(cities)
    with timezone.override(zone):
        return _show(request, cities, zone.key)


def _show(request: HttpRequest, cities: frozenset[int], zone: str) -> HttpResponse:
    today = timezone.localdate()
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(agenda.KINDS) else ""
    mine = Q(coordinators__user=request.user.pk) | Q(memberships__city_id__in=cities)
    demonstration = Programme.objects.filter(mine, demonstration=True).exists()
    view = "month" if request.GET.get("view") == "month" else "list"
    context: dict[str, Any] = {"kinds": agenda.KINDS, "kind": kind, "view": view, "today": today, "zone": zone}
    context["demonstration"] = demonstration  # the band says that dates of the demonstration are invented
    if view == "month":
        first = _month(request.GET.get("month", ""), today)
        found = agenda.entries(request.user, cities, *agenda.month_span(first.year, first.month), kind)
        context |= {
            "first": first,
            "weeks": agenda.month_sheet(first.year, first.month, found),
            "before": first - timedelta(days=1),
            "after": (first + timedelta(days=31)).replace(day=1),
        }
    else:
        found = agenda.entries(request.user, cities, today - BEHIND, today + AHEAD, kind)
        context |= {
            "late": [e for e in found if e.day < today and not e.done and e.kind in ("action", "check", "invitation")],
            "coming": [e for e in found if e.day >= today and not e.done],
        }
    return render(request, "network/calendar.html", context)


def _month(text: str, today: date) -> date:
    """The first day of "2026-11"; of this month when it is none, or far away."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if abs(found.year - today.year) <= 5 else today.replace(day=1)


@login_required
@require_GET
def ics(request: HttpRequest) -> HttpResponse:
    """The dates to come as a calendar file."""
    cities = city_ids_of(request.user)
    with timezone.override(zone_of_cities(cities)):
        today = timezone.localdate()
        found = agenda.entries(request.user, cities, today, today + AHEAD)
    answer = HttpResponse(
        calendar.agenda_file(e for e in found if not e.done), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="exchange-dates.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
