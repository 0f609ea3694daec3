"""What the views share: the object or "not found", numbers out of forms, and answers to refused steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cities.permissions import city_ids_of
from network.field_words import labelled
from network.models import Exchange, Programme, Round
from network.permissions import may_enter
from network.services.errors import ExchangeError, Stale


def round_or_404(request: HttpRequest, pk: int) -> Round:
    """A round the person coordinates; another region's looks like one that does not exist (T14)."""
    found = (
        Round.objects.coordinated_by(request.user).select_related("programme", "chosen_run").defer("chosen_run__plan")
    )
    found = found.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def programme_or_404(request: HttpRequest, pk: int) -> Programme:
    """A programme the person coordinates."""
    found = Programme.objects.coordinated_by(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def exchange_or_404(request: HttpRequest, pk: int) -> Exchange:
    """An exchange the person coordinates or whose city accepted."""
    found = Exchange.objects.select_related("round__programme").filter(pk=pk).first()
    if found is None or not may_enter(request.user, found, city_ids_of(request.user)):
        raise Http404
    return found


def number(request: HttpRequest, name: str) -> int:
    """A whole number of the form; 0 when it is missing or no number."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def numbers(request: HttpRequest, name: str) -> list[int]:
    """The whole numbers of a repeated field; what is none, or longer than any key, is left out."""
    return [int(v) for v in request.POST.getlist(name) if v.isascii() and v.isdigit() and len(v) < 12]


def attempt(
    request: HttpRequest, action: Callable[[], Any], back: str, *arguments: Any, said: str = ""
) -> HttpResponse:
    """Run a step and go back; a refusal is shown there in words, a stale form gets a page of its own (409)."""
    try:
        action()
    except Stale as error:
        context = {"why": str(error), "back": reverse(back, args=arguments), "typed": labelled(request.POST.lists())}
        return render(request, "network/stale.html", context, status=409)
    except ExchangeError as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect(back, *arguments)
