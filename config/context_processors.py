"""What every template knows: the site's name, its address and the direction of the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def site(request: HttpRequest) -> dict[str, Any]:
    """site_name, site_url (without a slash at the end), text_direction ("ltr" or "rtl")."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL.rstrip("/"),
        "text_direction": "rtl" if get_language_bidi() else "ltr",
    }
