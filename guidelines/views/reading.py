"""Reading a text: document, provision, versions, a day's text, permanent addresses."""

from __future__ import annotations

import re
from datetime import date as calendar_date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.comparing import compare_versions, provision_history
from guidelines.finding import find_within
from guidelines.link_headers import api_address, link_header, other_form
from guidelines.models import DocumentVersion, GuidelineDocument, Provision, ProvisionVersion
from guidelines.selectors import Reading, current_version, public_document, reading, version_as_of

LONGEST_QUERY = 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _document(code: str) -> GuidelineDocument:
    document = public_document(code)
    if document is None:
        raise Http404
    return document


def _version(document: GuidelineDocument, number: int | None = None) -> DocumentVersion:
    """A version by number, or the one in force. Unknown is 404."""
    found = (
        current_version(document)
        if number is None
        else DocumentVersion.objects.filter(document=document, number=number).first()
    )
    if found is None:
        raise Http404
    return found


def _text_page(request: HttpRequest, text: Reading, number: int | None = None) -> HttpResponse:
    elsewhere = other_form(request, api_address(text.document.code, number))
    if elsewhere:
        return elsewhere
    words = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "q": words,
        "found": find_within(text, words) if words else None,
        "page": text.document,
        "api": api_address(text.document.code, number),
    }
    response = render(request, "guidelines/document.html", context)
    response["Link"] = link_header(text, form="page", number=number)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force with its outline, margin and a search within."""
    page = _document(code)
    version = current_version(page)
    if version is None:
        return render(request, "guidelines/document_empty.html", {"document": page, "page": page})
    return _text_page(request, reading(page, version, get_language() or "en"))


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version, for ever at this address."""
    page = _document(code)
    text = reading(page, _version(page, number), get_language() or "en", beside=False)
    return _text_page(request, text, number)


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of a text, newest first."""
    return _versions_page(request, _document(code))


def _versions_page(
    request: HttpRequest, page: GuidelineDocument, day: str = "", wrong: str = "", status: int = 200
) -> HttpResponse:
    rows = DocumentVersion.objects.filter(document=page).order_by("-number")
    context = {
        "document": page,
        "page": page,
        "versions": rows,
        "current": current_version(page),
        "day": day,
        "wrong": wrong,
    }
    return render(request, "guidelines/versions.html", context, status=status)


@require_safe
def as_of(request: HttpRequest, code: str, day: str = "") -> HttpResponse:
    """The text as it was on a day, in the address (/on/2024-06-01/) or from the form (/on/?day=2024-06-01)."""
    page = _document(code)
    given = day or request.GET.get("day", "")
    try:
        wanted = calendar_date.fromisoformat(given) if DAY.fullmatch(given) else None
    except ValueError:  # 2024-02-30
        wanted = None
    if wanted is None:
        told = _("“%(day)s” is no day of the calendar; write it as 2024-06-30.") % {"day": given[:40]}
        return _versions_page(request, page, given[:40], told, 404 if day else 400)
    found = version_as_of(page, wanted)
    if found is None:
        told = _("There was no version yet on %(day)s.") % {"day": date_format(wanted)}
        return _versions_page(request, page, given, told, 404)
    return redirect("guidelines:version", code, found.number)


@require_safe
def provision(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What stands at an address today; where an address is no longer used, what became of it."""
    page = _document(code)
    text = reading(page, _version(page), get_language() or "en")
    return _provision_page(request, text, slug)


@require_safe
def version_provision(request: HttpRequest, code: str, number: int, slug: str) -> HttpResponse:
    """What stood at an address in one version, for ever."""
    page = _document(code)
    text = reading(page, _version(page, number), get_language() or "en", beside=False)
    return _provision_page(request, text, slug, number)


def _provision_page(request: HttpRequest, text: Reading, slug: str, number: int | None = None) -> HttpResponse:
    node = text.find(slug)
    if node is None:
        return _gone(text, slug)
    elsewhere = other_form(request, api_address(text.document.code, number, slug))
    if elsewhere:
        return elsewhere
    order = list(text.walk())
    place = order.index(node)
    section = next(s for s in text.sections if node in list(s.walk()))
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "node": node,
        "notes": text.notes_at(node),
        "section": section,
        "parents": [n for n in order[:place] if node in list(n.walk())],
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "page": text.document,
        "api": api_address(text.document.code, number, slug),
    }
    response = render(request, "guidelines/provision.html", context)
    response["Link"] = link_header(text, node, form="page", number=number)
    patch_vary_headers(response, ["Accept"])
    return response


def _gone(text: Reading, slug: str) -> HttpResponse:
    """An address of an earlier version leads to the history of the provision that had it; others are 404."""
    last = (
        ProvisionVersion.objects.filter(version__document=text.document, slug=slug)
        .select_related("provision")
        .order_by("-version__number")
        .first()
    )
    if last is None:
        raise Http404
    return redirect(reverse("guidelines:history", args=[text.document.code, last.provision.key]) + "?key=1")


@require_safe
def permanent(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The permanent address of a provision: to where it stands today, or to its history when it is gone."""
    page = _document(code)
    found = Provision.objects.filter(document=page, key=key).first()
    if found is None:
        raise Http404
    row = ProvisionVersion.objects.filter(version=_version(page), provision=found).first()
    if row is None:
        return redirect(reverse("guidelines:history", args=[code, key]) + "?key=1")
    return redirect("guidelines:provision", code, row.slug)


@require_safe
def history(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Every wording a provision has had, with what changed. `?key=1`: slug is a permanent key."""
    page = _document(code)
    if request.GET.get("key"):
        found = Provision.objects.filter(document=page, key=slug).first()
    else:
        row = ProvisionVersion.objects.filter(version=_version(page), slug=slug).select_related("provision").first()
        found = row.provision if row else None
    if found is None:
        raise Http404
    context = {"document": page, "page": page, "provision": found, "steps": provision_history(found)}
    return render(request, "guidelines/history.html", context)


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions word by word, inline or side by side (`?from=1&to=2&view=side`)."""
    page = _document(code)
    rows = list(DocumentVersion.objects.filter(document=page).order_by("number"))
    numbers = {str(row.number): row for row in rows}
    texts = [row for row in rows if not row.structure_only and row.translation_of_id is None] or rows
    first, second = request.GET.get("from", ""), request.GET.get("to", "")
    old = numbers.get(first, texts[-2] if len(texts) > 1 else None)
    new = numbers.get(second, texts[-1] if texts else None)
    unknown = [given[:20] for given in (first, second) if given and given not in numbers]
    context = {
        "document": page,
        "page": page,
        "versions": rows,
        "old": old,
        "new": new,
        "view": "side" if request.GET.get("view") == "side" else "inline",
        "unknown": unknown,
        "same": old is not None and old == new,
        "comparison": compare_versions(old, new) if old and new and old.pk != new.pk and not unknown else None,
    }
    return render(request, "guidelines/compare.html", context, status=404 if unknown else 200)
