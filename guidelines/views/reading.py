"""Reading a text: document, provision, versions, a day's text, permanent addresses."""

from __future__ import annotations

from datetime import date as calendar_date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.comparing import compare_versions, provision_history
from guidelines.finding import find_within
from guidelines.models import DocumentVersion, GuidelineDocument, Provision, ProvisionVersion
from guidelines.selectors import Reading, current_version, public_document, reading, version_as_of

LONGEST_QUERY = 100


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


def _links(response: HttpResponse, document: GuidelineDocument, api: str, canonical: str) -> HttpResponse:
    """The Link header: the same as JSON and as JSON-LD, and the address to cite."""
    base = f"/api/v1/guidelines/{document.code}{api}"
    response["Link"] = ", ".join(
        (
            f'<{base}>; rel="alternate"; type="application/json"',
            f'<{base}/jsonld>; rel="alternate"; type="application/ld+json"',
            f'<{canonical}>; rel="canonical"',
        )
    )
    return response


def _text_page(request: HttpRequest, text: Reading, api: str) -> HttpResponse:
    words = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "q": words,
        "found": find_within(text, words) if words else None,
        "page": text.document,
    }
    response = render(request, "guidelines/document.html", context)
    return _links(response, text.document, api, text.version.get_absolute_url())


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force with its outline, margin and a search within."""
    page = _document(code)
    version = current_version(page)
    if version is None:
        return render(request, "guidelines/document_empty.html", {"document": page, "page": page})
    return _text_page(request, reading(page, version, get_language() or "en"), "")


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version, for ever at this address."""
    page = _document(code)
    text = reading(page, _version(page, number), get_language() or "en", beside=False)
    return _text_page(request, text, f"/versions/{number}")


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of a text, newest first."""
    page = _document(code)
    rows = DocumentVersion.objects.filter(document=page).order_by("-number")
    return render(
        request,
        "guidelines/versions.html",
        {"document": page, "page": page, "versions": rows, "current": current_version(page)},
    )


@require_safe
def as_of(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """The text as it was on a day (YYYY-MM-DD)."""
    page = _document(code)
    try:
        wanted = calendar_date.fromisoformat(day)
    except ValueError as error:
        raise Http404(_("Give the day as YYYY-MM-DD.")) from error
    found = version_as_of(page, wanted)
    if found is None:
        raise Http404(_("There was no version yet on that day."))
    return redirect("guidelines:version", code, found.number)


@require_safe
def provision(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What stands at an address today; where an address is no longer used, what became of it."""
    page = _document(code)
    text = reading(page, _version(page), get_language() or "en")
    return _provision_page(request, text, slug, f"/provisions/{slug}")


@require_safe
def version_provision(request: HttpRequest, code: str, number: int, slug: str) -> HttpResponse:
    """What stood at an address in one version, for ever."""
    page = _document(code)
    text = reading(page, _version(page, number), get_language() or "en", beside=False)
    return _provision_page(request, text, slug, f"/versions/{number}/provisions/{slug}")


def _provision_page(request: HttpRequest, text: Reading, slug: str, api: str) -> HttpResponse:
    node = text.find(slug)
    if node is None:
        return _gone(text, slug)
    order = list(text.walk())
    place = order.index(node)
    section = next(s for s in text.sections if node in list(s.walk()))
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "node": node,
        "section": section,
        "parents": [n for n in order[:place] if node in list(n.walk())],
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "page": text.document,
    }
    response = render(request, "guidelines/provision.html", context)
    return _links(response, text.document, api, node.row.provision.get_absolute_url())


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
    old = numbers.get(request.GET.get("from", ""), texts[-2] if len(texts) > 1 else None)
    new = numbers.get(request.GET.get("to", ""), texts[-1] if texts else None)
    context = {
        "document": page,
        "page": page,
        "versions": rows,
        "old": old,
        "new": new,
        "view": "side" if request.GET.get("view") == "side" else "inline",
        "comparison": compare_versions(old, new) if old and new and old.pk != new.pk else None,
    }
    return render(request, "guidelines/compare.html", context)
