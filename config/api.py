"""The public read API, composed of one router per room. Its shape is kept in tests/snapshots/openapi.json."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

api = NinjaAPI(
    title="Safer Cities Exchange",
    version="1",
    description="Published practices, cities, tools and guideline text. Unpublished and unknown look the same: 404.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,  # served by config.views.openapi, for reading only
)

ROOMS = ("search", "guidelines", "cities", "practices", "network")


def problem(request: HttpRequest, status: int, title: str, **more: object) -> HttpResponse:
    """An error as RFC 9457 describes it (application/problem+json)."""
    response = api.create_response(
        request, {"type": "about:blank", "title": title, "status": status, **more}, status=status
    )
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error), **getattr(error, "more", {}))


@api.exception_handler(ValidationError)
def on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"parameter": ".".join(str(p) for p in item["loc"][1:]), "message": item["msg"]} for item in error.errors]
    return problem(request, 422, "A parameter is wrong", errors=errors)


for _room in ROOMS:
    if find_spec(f"{_room}.api"):
        api.add_router("", import_module(f"{_room}.api").router)
