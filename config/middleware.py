"""Middleware of the whole site: honest input, security policy, caching of signed-in pages, one transaction a write."""

from __future__ import annotations

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponseBase]

QUERY_STRING_BYTES = 8_000
ADMIN_PREFIX = "/admin/"
API_PREFIX = "/api/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

# Wagtail's admin writes inline scripts and styles; only people with an admin account ever get this policy.
ADMIN_POLICY = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}


class HonestInput:
    """Refuses what no form of the site can send and every layer below would trip over: NUL bytes and endless URLs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > QUERY_STRING_BYTES:
            return refusal(
                f"The address is {len(query)} characters long after the question mark; "
                f"at most {QUERY_STRING_BYTES}. Use fewer or shorter filters."
            )
        if "%00" in query or "\x00" in request.path:
            return refusal("The address contains a NUL character; remove it.")
        return self.get_response(request)


class ReadOnlyApi:
    """The API answers HEAD like GET without a body, and names the methods it knows in the form of its other errors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        if request.method == "HEAD":
            request.method = "GET"
            response = self.get_response(request)
            request.method = "HEAD"  # the server leaves the body out
            return response
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        told = {"type": "about:blank", "title": f"The API is for reading: {request.method} is not known here.",
                "status": 405, "detail": "Use GET or HEAD."}  # fmt: skip
        return JsonResponse(told, status=405, content_type="application/problem+json", headers={"Allow": "GET, HEAD"})


def refusal(message: str) -> HttpResponse:
    """A 400 that says why, in plain text."""
    return HttpResponse(message + "\n", status=400, content_type="text/plain; charset=utf-8")


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere; a looser one under the admin, whose pages cannot do without."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PREFIX) and not report_only:
            parts.replace = {**(parts.replace or {}), **ADMIN_POLICY}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIX):
            response["X-Frame-Options"] = "SAMEORIGIN"  # the editor's preview is a frame of the same site
        return super().process_response(request, response)


class PrivateWhenSignedIn:
    """Pages of signed-in people are never kept by a cache between us and them (abuse case T32)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class AtomicWrites:
    """Everything a writing request changes is committed together, with the search outbox, or not at all.

    Django's ATOMIC_REQUESTS would take SQLite's write lock for readers too (the lock is asked for at the start of a
    transaction), so only unsafe methods get a transaction.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            # The handler below has turned exceptions into answers; what the view had written goes with the exception.
            if response.status_code >= 500 or getattr(request, "_view_failed", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view raised, also when the answer is a polite one (404, 403, "sign in again")."""
        request._view_failed = True  # type: ignore[attr-defined]
