"""What everybody may read of the exchange: how cities are brought together, and stories the cities agreed to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network import selectors
from network.shown import paragraphs_of_story
from network.steering import SLIDERS


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The algorithm in plain words, for the cities it sorts."""
    weights = [{"label": label, "percent": int(100 * default + 0.5)} for _name, label, default in SLIDERS]
    return render(request, "network/how.html", {"weights": weights})


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Published stories, newest first."""
    return render(request, "network/stories.html", {"stories": selectors.public_stories()})


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story."""
    found = next((one for one in selectors.public_stories() if one.pk == pk), None)
    if found is None:
        raise Http404
    context = {
        "exchange": found,
        "members": list(found.members.all()),
        "paragraphs": paragraphs_of_story(found),
        "demonstration": found.round.programme.demonstration,
    }
    return render(request, "network/story.html", context)
