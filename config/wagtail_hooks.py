"""Rules for all pages of the tree."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from wagtail import hooks

READING = ("GET", "HEAD", "OPTIONS")


@hooks.register("before_serve_page")
def pages_are_read(
    page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponseNotAllowed | None:
    """No page takes a form; every writing address is a view of its own with its own checks."""
    if request.method in READING or request.method is None or getattr(request, "is_preview", False):
        return None
    return HttpResponseNotAllowed(READING)
