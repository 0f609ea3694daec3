"""The `Link` header of texts and provisions: the same in other formats and languages, the address to cite, the versions
before and after (RFC 8288, RFC 5829)."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from guidelines.models import DocumentVersion, ProvisionVersion
from guidelines.selectors import Reading, ReadingNode

Form = Literal["page", "json", "jsonld"]
TYPES: dict[Form, str] = {"page": "text/html", "json": "application/json", "jsonld": "application/ld+json"}


class SeeOther(HttpResponseRedirect):
    """Another address describes what was asked for."""

    status_code = 303


def wanted_form(request: HttpRequest) -> Form:
    """The form a program asks for by its Accept header; a page for browsers and for whoever says nothing."""
    kind = request.get_preferred_type(list(TYPES.values()))
    return next((form for form, name in TYPES.items() if name == kind), "page")


def other_form(request: HttpRequest, address: str) -> HttpResponse | None:
    """A redirect (303) to a text or provision in the form that is asked for; None when that is the page itself."""
    form = wanted_form(request)
    if form == "page":
        return None
    answer = SeeOther(f"{address}/jsonld" if form == "jsonld" else address)
    patch_vary_headers(answer, ["Accept"])
    return answer


def api_address(code: str, number: int | None = None, slug: str = "") -> str:
    """The address of a text in the API, of one of its versions, or of a provision in either."""
    version = f"/versions/{number}" if number is not None else ""
    return f"/api/v1/guidelines/{code}{version}" + (f"/provisions/{slug}" if slug else "")


def link_header(text: Reading, node: ReadingNode | None = None, *, form: Form, number: int | None = None) -> str:
    """The header's value. node: the provision, None for the whole text. number: of the version when the address that
    was asked for names it. One query for a provision, none for a text."""
    code, slug = text.document.code, node.row.slug if node else ""
    api = api_address(code, number, slug)
    here = {"page": _page(code, number, slug), "json": api, "jsonld": f"{api}/jsonld"}
    links = [f'<{here[other]}>; rel="alternate"; type="{TYPES[other]}"' for other in TYPES if other != form]
    if node:
        canonical = latest = node.row.provision.cited_as
        history = reverse("guidelines:history", args=[code, node.key]) + "?key=1"
    else:
        canonical, latest = text.version.get_absolute_url(), reverse("guidelines:document", args=[code])
        history = reverse("guidelines:versions", args=[code])
    if form != "page":
        latest = api_address(code) + (f"/permanent/{node.key}" if node else "")
    links += [
        f'<{canonical}>; rel="canonical"',
        f'<{history}>; rel="version-history"',
        f'<{latest}>; rel="latest-version"',
    ]
    for relation, neighbour, at in _neighbours(text, node):
        address = _page(code, neighbour, at) if form == "page" else api_address(code, neighbour, at)
        suffix = "/jsonld" if form == "jsonld" else ""
        links.append(f'<{address}{suffix}>; rel="{relation}"')
    if node is None:
        links += [
            f'<{version.get_absolute_url()}>; rel="alternate"; hreflang="{version.language}"'
            for version in _in_other_languages(text)
        ]
    return ", ".join(links)


def _page(code: str, number: int | None, slug: str) -> str:
    if number is None:
        return (
            reverse("guidelines:provision", args=[code, slug]) if slug else reverse("guidelines:document", args=[code])
        )
    if slug:
        return reverse("guidelines:version_provision", args=[code, number, slug])
    return reverse("guidelines:version", args=[code, number])


def _neighbours(text: Reading, node: ReadingNode | None) -> list[tuple[str, int, str]]:
    """(relation, number of the version, slug in it) of the versions before and after, translations aside; of a
    provision, those it stands in."""
    if text.version.translation_of_id is not None:
        return []
    places = {version.number: "" for version in text.versions if version.translation_of_id is None}
    if node:
        rows = ProvisionVersion.objects.filter(provision=node.row.provision_id, version__translation_of=None)
        places = dict(rows.values_list("version__number", "slug"))
    before = [number for number in places if number < text.version.number]
    after = [number for number in places if number > text.version.number]
    found = []
    if before:
        found.append(("predecessor-version", max(before), places[max(before)]))
    if after:
        found.append(("successor-version", min(after), places[min(after)]))
    return found


def _in_other_languages(text: Reading) -> list[DocumentVersion]:
    original = text.version.translation_of_id or text.version.pk
    return [
        version
        for version in text.versions
        if original in (version.pk, version.translation_of_id) and version.pk != text.version.pk
    ]
