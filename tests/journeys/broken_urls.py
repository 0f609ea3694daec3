"""The site's addresses and, before them, some at which something breaks; only the journeys' server knows them."""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from config.urls import handler400, handler500
from config.urls import urlpatterns as of_the_site
from search import views
from search.queries import SearchUnavailable

__all__ = ["handler400", "handler500", "urlpatterns"]


def not_understood(request: HttpRequest) -> Any:
    raise SuspiciousOperation("asked for by a journey")


def not_open(request: HttpRequest) -> Any:
    raise PermissionDenied


def broken(request: HttpRequest) -> Any:
    raise RuntimeError("asked for by a journey")


def without_engine(request: HttpRequest) -> Any:
    """The search page while neither the engine nor its stand-in answers."""
    with mock.patch.object(views, "find", side_effect=SearchUnavailable("asked for by a journey")):
        return views.page(request)


urlpatterns = [
    *i18n_patterns(
        path("broken/400/", not_understood),
        path("broken/403/", not_open),
        path("broken/500/", broken),
        path("broken/search/", without_engine),
        prefix_default_language=False,
    ),
    *of_the_site,
]
