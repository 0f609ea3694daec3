"""Views that belong to no room: health, robots, error pages, the switch of languages."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import upkeep


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready when the database answers. A search engine that is down or whose index is of an older definition does not
    make the site unready: it degrades, and `search` says so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is the same: not ready
        return JsonResponse({"ready": False, "database": "unavailable"}, status=503)
    return JsonResponse({"ready": True, "search": upkeep.word()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may visit; endless filter combinations and private places are not for them."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /desk/",
        "Disallow: /network/",
        "Disallow: /search/suggest",
        "Disallow: /*?*page=",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def openapi(request: HttpRequest) -> JsonResponse:
    """The description of the API (OpenAPI 3.1)."""
    from config.api import api

    return JsonResponse(api.get_openapi_schema())


def admin_login(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Wagtail's own log-in page would let a password alone in, past the second factor: send people to ours."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('wagtailadmin_home')})}")


def page_login(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """The log-in page of restricted pages, routed to ours for the same reason."""
    wanted = request.GET.get("next", "/")
    own = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
    return redirect(f"{reverse('account_login')}?{urlencode({'next': own})}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say so, and that nothing was changed."""
    return render(request, "errors/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 without any text of the exception."""
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 in a page that needs neither database nor search."""
    return render(request, "500.html", status=500)
