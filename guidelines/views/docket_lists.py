"""Lists of proposals, of one text and of all, to read and to take away as a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guidelines.choices import AmendmentKind, AmendmentState
from guidelines.docket_downloads import as_csv, as_word_table
from guidelines.forms import PublishForm
from guidelines.models import Amendment, GuidelineDocument
from guidelines.permissions import may_publish
from guidelines.selectors import public_document
from guidelines.selectors.docket import docket_lines
from guidelines.selectors.docket_list import ORDERS, Found, Wanted, find

SHOWN = 30
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def docket(request: HttpRequest, code: str) -> HttpResponse:
    """The proposals on a text, narrowed by `?q=…&state=…&provision=…`, or with ?download=csv|docx as a table."""
    document = public_document(code)
    if document is None:
        raise Http404
    publishes = may_publish(request.user)
    more = {
        "waiting": Amendment.objects.filter(document=document).waiting().count() if publishes else 0,
        "may_publish": publishes,
        "publish_form": PublishForm() if publishes else None,
    }
    return _answer(request, document, more)


@require_safe
def every_docket(request: HttpRequest) -> HttpResponse:
    """The proposals on all texts, likewise."""
    texts = GuidelineDocument.objects.public().filter(amendments__isnull=False).distinct().order_by("title")
    return _answer(request, None, {"texts": list(texts.values_list("code", "title"))})


def _answer(request: HttpRequest, document: GuidelineDocument | None, more: dict[str, Any]) -> HttpResponse:
    wanted = Wanted.read(request.GET.dict())
    found = find(request.user, wanted, document)
    if request.GET.get("download") in ("csv", "docx"):
        return _download(request, document, found)
    page = Paginator(found.rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "page": document,
        "wanted": wanted,
        "found": found,
        "number": len(found.rows),
        "lines": docket_lines(list(page)),
        "states": _states(wanted, found),
        "kinds": AmendmentKind.choices,
        "orders": ORDERS.items(),
        "download": {form: _url(wanted, download=form) for form in ("csv", "docx")},
        **_pages(wanted, page),
        **more,
    }
    return render(request, "guidelines/docket.html", context)


def _url(wanted: Wanted, **changed: Any) -> str:
    values = {**asdict(wanted), **changed}
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _states(wanted: Wanted, found: Found) -> list[tuple[str, str, int, str]]:
    """(code, label, number, address) of "all" and of each state that occurs."""
    counted = [(s.value, str(s.label), found.states[s]) for s in AmendmentState if found.states.get(s)]
    return [
        ("", "", sum(found.states.values()), _url(wanted, state="")),
        *((code, label, n, _url(wanted, state=code)) for code, label, n in counted),
    ]


def _pages(wanted: Wanted, page: Page[Amendment]) -> dict[str, Any]:
    """Links to the pages of the list, as the pagination component takes them."""

    def at(number: int) -> str:
        return _url(wanted, page=number)

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "pages": [
            {"number": n, "url": at(n), "current": n == page.number} if isinstance(n, int) else {"number": None}
            for n in numbers
        ],
        "previous_url": at(page.previous_page_number()) if page.has_previous() else "",
        "next_url": at(page.next_page_number()) if page.has_next() else "",
    }


def _download(request: HttpRequest, document: GuidelineDocument | None, found: Found) -> HttpResponse:
    """The list as a table, in its order: only what is public, so that it can be sent to anybody."""
    name = f"{document.code if document else 'all'}-amendments-{timezone.now():%Y-%m-%d}"
    language = get_language() or "en"
    if request.GET["download"] == "csv":
        response = HttpResponse(as_csv(found.rows, language), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    response = HttpResponse(as_word_table(found.rows, document, language), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
