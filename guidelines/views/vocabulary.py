"""Pages of themes and SDG: what the term means, which provisions it comes from, which records carry it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guidelines.models import SdgGoal, SdgTarget, Theme, ThemeGroup
from guidelines.selectors.terms import records_tagged, term_counts, term_provisions


@require_safe
def theme_index(request: HttpRequest) -> HttpResponse:
    """All groups and themes with how many practices each has."""
    groups = ThemeGroup.objects.prefetch_related("themes__group")
    return render(request, "guidelines/theme_index.html", {"groups": groups, "counts": term_counts("theme")})


@require_safe
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """A theme, or a group of themes; their codes do not overlap."""
    term = (
        Theme.objects.select_related("group").filter(code=code).first() or ThemeGroup.objects.filter(code=code).first()
    )
    if term is None:
        raise Http404
    themes = [term] if isinstance(term, Theme) else list(term.themes.all())
    context = {
        "term": term,
        "is_group": isinstance(term, ThemeGroup),
        "themes": themes,
        "counts": term_counts("theme"),
        "provisions": term_provisions(themes=themes),
        "records": records_tagged("theme", term.path, get_language() or "en"),
    }
    return render(request, "guidelines/theme.html", context)


@require_safe
def sdg_index(request: HttpRequest) -> HttpResponse:
    """The 17 goals."""
    context = {"goals": SdgGoal.objects.prefetch_related("targets"), "counts": term_counts("sdg")}
    return render(request, "guidelines/sdg_index.html", context)


@require_safe
def sdg_goal(request: HttpRequest, goal: str) -> HttpResponse:
    """A goal with its targets."""
    term = get_object_or_404(SdgGoal, code=goal)
    targets = list(term.targets.all())
    context = {
        "term": term,
        "goal": term,
        "targets": targets,
        "counts": term_counts("sdg"),
        "provisions": term_provisions(targets=targets),
        "records": records_tagged("sdg", term.path, get_language() or "en"),
    }
    return render(request, "guidelines/sdg.html", context)


@require_safe
def sdg_target(request: HttpRequest, goal: str, target: str) -> HttpResponse:
    """A target of a goal."""
    term = get_object_or_404(
        SdgTarget.objects.select_related("goal").prefetch_related("themes__group"), code=target, goal__code=goal
    )
    context = {
        "term": term,
        "goal": term.goal,
        "target": term,
        "counts": term_counts("sdg"),
        "provisions": term_provisions(targets=[term]),
        "records": records_tagged("sdg", term.path, get_language() or "en"),
    }
    return render(request, "guidelines/sdg.html", context)
