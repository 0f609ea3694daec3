"""The room's part of the public API: texts, versions, provisions, differences; JSON and JSON-LD (schema.org
Legislation)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as calendar_date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page
from ninja import Query, Router
from ninja.errors import HttpError

from guidelines import coverage_api, indicator_api, linked_data
from guidelines.api_shapes import Difference, DocumentOut, DocumentSummary, ProvisionOut, VersionOut, VersionSummary
from guidelines.comparing import compare_versions
from guidelines.link_headers import Form, link_header
from guidelines.models import DocumentVersion, GuidelineDocument, ProvisionVersion
from guidelines.selectors import (
    Reading,
    ReadingNode,
    current_version,
    document_shelf,
    public_document,
    reading,
    version_as_of,
)

router = Router(tags=["guidelines"])
router.add_router("", coverage_api.router)
router.add_router("", indicator_api.router)
GONE = "There is no such record, or it is not public."


def _document(code: str) -> GuidelineDocument:
    document = public_document(code)
    if document is None:
        raise HttpError(404, GONE)
    return document


def _reading(code: str, number: int | None = None) -> Reading:
    document = _document(code)
    version = (
        current_version(document)
        if number is None
        else DocumentVersion.objects.filter(document=document, number=number).first()
    )
    if version is None:
        raise HttpError(404, GONE)
    return reading(document, version)


class Told(HttpError):
    """An error that says what to do instead. detail: the remedy."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(status, title)
        self.more = {"detail": detail}


class Gone(HttpError):
    """A provision stood here once. more: what the answer adds, where its last wording and its history are."""

    def __init__(self, row: ProvisionVersion, code: str) -> None:
        super().__init__(410, "This provision is no longer in the text.")
        self.more = {
            "permanent": row.provision.key,
            "last": f"/api/v1/guidelines/{code}/versions/{row.version.number}/provisions/{row.slug}",
            "history": reverse("guidelines:history", args=[code, row.provision.key]) + "?key=1",
        }


def _linking(
    response: HttpResponse, text: Reading, slug: str = "", *, number: int | None = None, form: Form = "json"
) -> ReadingNode | None:
    """Name the other formats and versions in the answer's header; returns the provision when a slug names one."""
    node = _node(text, slug) if slug else None
    response["Link"] = link_header(text, node, form=form, number=number)
    return node


def _node(text: Reading, slug: str) -> ReadingNode:
    node = text.find(slug)
    if node is not None:
        return node
    rows = ProvisionVersion.objects.filter(version__document=text.document, version__number__lt=text.version.number)
    last = rows.filter(slug=slug).select_related("provision", "version").order_by("-version__number").first()
    if last is None:
        raise HttpError(404, GONE)
    raise Gone(last, text.document.code)


def _asked_again(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Caches may keep an answer but ask every time whether it still holds (ETag, 304)."""

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = run(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, no_cache=True)
        return response

    return conditional_page(answer)  # type: ignore[no-any-return]


router.add_decorator(_asked_again, mode="view")


@router.get("/guidelines", response=list[DocumentSummary], summary="All texts")
def list_guidelines(request: HttpRequest) -> Any:
    return [DocumentSummary.of(item["document"], item["version"], item["provisions"]) for item in document_shelf()]


@router.get("/guidelines/{code}", response=DocumentOut, summary="A text with the version in force")
def one_guideline(request: HttpRequest, code: str, response: HttpResponse) -> Any:
    text = _reading(code)
    _linking(response, text)
    return DocumentOut.of(text)


@router.get(
    "/guidelines/{code}/provisions", response=list[ProvisionOut], summary="The provisions in force, in a flat list"
)
def provisions(request: HttpRequest, code: str) -> Any:
    text = _reading(code)
    return [ProvisionOut.of(text, node, deep=False) for node in text.walk()]


@router.get("/guidelines/{code}/provisions/{slug}", response=ProvisionOut, summary="A provision in force, by address")
def one_provision(request: HttpRequest, code: str, slug: str, response: HttpResponse) -> Any:
    text = _reading(code)
    return ProvisionOut.of(text, _linking(response, text, slug))


@router.get(
    "/guidelines/{code}/permanent/{key}",
    response=ProvisionOut,
    summary="A provision by the key that never changes, as it stands today",
)
def permanent_provision(request: HttpRequest, code: str, key: str, response: HttpResponse) -> Any:
    text = _reading(code)
    rows = ProvisionVersion.objects.filter(
        version__document=text.document, version__translation_of=None, provision__key=key
    )
    last = rows.select_related("provision", "version").order_by("-version__number").first()
    if last is None:
        raise HttpError(404, GONE)
    if last.version_id != text.version.pk:
        raise Gone(last, code)
    return ProvisionOut.of(text, _linking(response, text, last.slug))


@router.get("/guidelines/{code}/on/{day}", response=VersionOut, summary="The version that was the text on a day")
def on_a_day(request: HttpRequest, code: str, day: calendar_date, response: HttpResponse) -> Any:
    document = _document(code)
    found = version_as_of(document, day)
    if found is None:
        raise Told(404, "There was no version yet on that day.", f"/api/v1/guidelines/{code}/versions lists all.")
    text = reading(document, found)
    _linking(response, text, number=found.number)
    return VersionOut.of(text)


@router.get("/guidelines/{code}/versions", response=list[VersionSummary], summary="All versions of a text")
def versions(request: HttpRequest, code: str) -> Any:
    document = _document(code)
    rows = list(DocumentVersion.objects.filter(document=document).order_by("number"))
    return [VersionSummary.of(row, document.code, rows) for row in rows]


@router.get("/guidelines/{code}/versions/{number}", response=VersionOut, summary="One version")
def one_version(request: HttpRequest, code: str, number: int, response: HttpResponse) -> Any:
    text = _reading(code, number)
    _linking(response, text, number=number)
    return VersionOut.of(text)


@router.get(
    "/guidelines/{code}/versions/{number}/provisions/{slug}",
    response=ProvisionOut,
    summary="A provision as one version has it",
)
def version_provision(request: HttpRequest, code: str, number: int, slug: str, response: HttpResponse) -> Any:
    text = _reading(code, number)
    return ProvisionOut.of(text, _linking(response, text, slug, number=number))


@router.get("/guidelines/{code}/compare", response=Difference, summary="Two versions, word by word")
def compare(
    request: HttpRequest,
    code: str,
    old: int | None = Query(None, alias="from"),
    new: int | None = Query(None, alias="to"),
) -> Any:
    """Without numbers, the last two versions of the text."""
    document = _document(code)
    rows = {row.number: row for row in DocumentVersion.objects.filter(document=document)}
    last = [number for number, row in sorted(rows.items()) if row.translation_of_id is None][-2:]
    first = old if old is not None else last[0] if last else 0
    second = new if new is not None else last[-1] if last else 0
    unknown = [str(number) for number in (first, second) if number not in rows]
    if unknown:
        known = ", ".join(map(str, rows)) or "none"
        raise Told(
            404, f"There is no version {' or '.join(dict.fromkeys(unknown))}.", f"The text has versions {known}."
        )
    return Difference.of(compare_versions(rows[first], rows[second]))


def _linked(text: Reading, slug: str = "", number: int | None = None) -> HttpResponse:
    """A text, or the provision at an address in it, as JSON-LD."""
    data = linked_data.of_provision(text, _node(text, slug)) if slug else linked_data.of_text(text)
    answer = JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
    _linking(answer, text, slug, number=number, form="jsonld")
    return answer


@router.get("/guidelines/{code}/jsonld", summary="A text as JSON-LD", include_in_schema=False)
def document_jsonld(request: HttpRequest, code: str) -> HttpResponse:
    return _linked(_reading(code))


@router.get("/guidelines/{code}/versions/{number}/jsonld", include_in_schema=False)
def version_jsonld(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _linked(_reading(code, number), number=number)


@router.get("/guidelines/{code}/provisions/{slug}/jsonld", include_in_schema=False)
def provision_jsonld(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    return _linked(_reading(code), slug)


@router.get("/guidelines/{code}/versions/{number}/provisions/{slug}/jsonld", include_in_schema=False)
def version_provision_jsonld(request: HttpRequest, code: str, number: int, slug: str) -> HttpResponse:
    return _linked(_reading(code, number), slug, number)
