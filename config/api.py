"""The public read API, composed of one router per room. Its shape is kept in tests/snapshots/openapi.json."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

PROBLEM = {
    "type": "object",
    "description": "An error as RFC 9457 describes it.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What is wrong."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do instead, where there is something."},
        "errors": {
            "type": "array",
            "description": "One for each wrong parameter.",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class ReadApi(NinjaAPI):
    """The API with its errors described: every operation may answer with a problem."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in schema["paths"].values():
            for operation in path.values():
                answers = {str(status): answer for status, answer in operation["responses"].items()}
                operation["responses"] = {**answers, "default": {"description": "An error", "content": problem}}
        return schema


api = ReadApi(
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
