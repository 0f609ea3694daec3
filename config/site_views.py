"""Pages that explain the site: how evidence is graded, the data and its licences, the style guide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import style_samples
from config.data_sources import SOURCES


@require_safe
def about_evidence(request: HttpRequest) -> HttpResponse:
    """What the grades E0 to E5 and the directions mean, and what they do not."""
    return render(request, "config/about_evidence.html")


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    """Where facts come from, under which licences, and what is never published."""
    return render(request, "config/about_data.html", {"sources": SOURCES})


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with its classes and an example."""
    return render(request, "config/style_guide.html", style_samples.context())
