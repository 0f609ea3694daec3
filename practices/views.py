"""Public pages outside the page tree: an anonymised practice, the fit report, short addresses by code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from practices import selectors
from practices.competencies import framework_context
from practices.fit_report import fit_context, read_answers
from practices.models import PracticePage


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Practices live below their cities; the address above their permanent ones leads to all of them in the search."""
    return redirect(f"{reverse('search:page')}?kind=practice")


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponseBase:
    """The permanent address of a practice leads to its page."""
    page = selectors.public_by_code(code)
    if page is None or not page.url:
        raise Http404
    return redirect(page.url)


@require_safe
def undisclosed(request: HttpRequest, public_id: str) -> HttpResponse:
    """A practice shown without its city."""
    page = PracticePage.objects.public().with_record().filter(public_id=public_id).first()
    if page is None or not page.is_anonymised:
        raise Http404
    return render(request, page.template, selectors.practice_context(page, request))


@require_safe
def fit(request: HttpRequest, code: str) -> HttpResponse:
    """Would this practice work in my city? `?city=…` chooses the city; answers are part of the address."""
    page = selectors.public_by_code(code)
    if page is None or page.is_anonymised:
        raise Http404
    view = selectors.view_of(page, get_language() or "en")
    try:
        answers = read_answers(request.GET)
    except ValueError as error:
        return render(request, "practices/fit_refused.html", {"practice": view, "reason": str(error)}, status=400)
    return render(request, "practices/fit.html", fit_context(page, view, request.GET.get("city", ""), answers))


@require_safe
def competencies(request: HttpRequest) -> HttpResponse:
    """Who in a safety partnership should be able to do what, and where to learn it."""
    context = framework_context()
    if context is None:
        raise Http404
    return render(request, "practices/competencies.html", context)
