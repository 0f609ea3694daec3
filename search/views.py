"""The search page, its other formats, and suggestions while typing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search import answers, limits, sources, tallying
from search.addresses import Addresses
from search.finding import drawn, find
from search.form import Asked, parse
from search.models import Call
from search.presenter import page_context
from search.queries import InvalidQuery, SearchUnavailable
from search.results import Hit
from search.service import get_engine

RETRY_SECONDS = "10"


def language() -> str:
    """Two-letter code of the reader's language."""
    return (get_language() or "en")[:2]


def asked(request: HttpRequest) -> Asked:
    """The search of this request. Raises InvalidQuery."""
    return parse(request.GET, sources.all_facets(), language())


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The results page; with htmx only the part that changes."""
    try:
        wanted = asked(request)
        found = find(wanted.query)
    except InvalidQuery as error:
        return render(request, "search/refused.html", {"error": error}, status=400)
    except SearchUnavailable:
        response = render(request, "search/unavailable.html", status=503)
        response["Retry-After"] = RETRY_SECONDS
        return response
    if wanted.query.page == 1:
        answered = bool(found.total) and (found.excluding or not found.widened)
        tallying.note(request, wanted.query.text, language(), found=answered)
    partial = bool(getattr(request, "htmx", False))
    context = page_context(wanted, found)
    response = render(request, "search/_results.html" if partial else "search/page.html", context)
    if partial:
        response["HX-Push-Url"] = context["here"]  # the address without empty fields
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def results(request: HttpRequest, extension: str) -> HttpResponse | StreamingHttpResponse:
    """The results as JSON, CSV or Atom."""
    formats = {"json": _json, "csv": _csv, "atom": _atom}
    if extension not in formats:
        raise Http404
    try:
        return formats[extension](request, asked(request))
    except InvalidQuery as error:
        return problem(400, _("The search cannot be carried out"), error)
    except SearchUnavailable:
        response = problem(503, _("The search does not answer at the moment"))
        response["Retry-After"] = RETRY_SECONDS
        return response


def _json(request: HttpRequest, wanted: Asked) -> HttpResponse:
    found = find(wanted.query, widen=False)
    return JsonResponse(answers.as_json(found, request.build_absolute_uri))


def _csv(request: HttpRequest, wanted: Asked) -> StreamingHttpResponse:
    get_engine().search(wanted.query)  # an engine that is down says so before the first line
    lines = answers.csv_lines(wanted.query, request.build_absolute_uri)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


def _atom(request: HttpRequest, wanted: Asked) -> HttpResponse:
    title = _("Search: %(words)s") % {"words": wanted.query.text} if wanted.query.text else _("Newest records")
    here = request.build_absolute_uri(Addresses(wanted).here())
    absolute = request.build_absolute_uri
    feed = answers.atom(wanted.query, title, here, absolute(request.get_full_path()), absolute)
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for the words typed so far: {"suggestions": [{"text", "kind", "label", "url"}]}."""
    prefix = request.GET.get("q", "").strip()
    if len(prefix) > limits.QUERY_CHARACTERS or "\x00" in prefix:
        message = _("at most %(limit)d characters") % {"limit": limits.QUERY_CHARACTERS}
        return problem(400, _("The search cannot be carried out"), InvalidQuery("q", message))
    found: tuple[Any, ...] = ()
    if prefix and len(prefix) <= limits.PREFIX_CHARACTERS:
        try:
            found = get_engine().suggest(prefix, language(), limits.SUGGESTIONS)
        except SearchUnavailable:
            found = ()  # typing goes on without help; the search itself says what is wrong
    return JsonResponse({"suggestions": list(_suggestions(found))})


def _suggestions(found: tuple[Any, ...]) -> Any:
    cards = {card.id: card for card, _hit in drawn([Hit(s.id) for s in found if s.id], language())[0]}
    known = sources.all_sources()
    for one in found:
        if one.id is None:
            url = f"{reverse('search:page')}?{urlencode({'q': one.text})}"
            yield {"text": one.text, "kind": "", "label": "", "url": url}
        elif one.id in cards:
            label = str(known[one.kind].label)
            yield {"text": one.text, "kind": one.kind, "label": label, "url": cards[one.id].url}


@csrf_exempt  # a beacon cannot carry a token; it only adds one to a count
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """A result of a search was opened: counted with the words, without who."""
    tallying.note(request, request.POST.get("q", "")[: limits.QUERY_CHARACTERS], language(), found=True, click=True)
    return HttpResponse(status=204)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls for practices."""
    return render(request, "search/calls.html", {"calls": Call.objects.filter(closed_at=None)})


def problem(status: int, title: str, error: InvalidQuery | None = None) -> JsonResponse:
    """An error as RFC 9457 describes it."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if error is not None:
        body["errors"] = [{"parameter": error.parameter, "message": error.message}]
    return JsonResponse(body, status=status, content_type="application/problem+json")
