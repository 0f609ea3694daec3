"""Signed links that let somebody act on one record without an account; a link is spent when the record moves on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

LIFETIMES = {"still-true": timedelta(days=60), "sign": timedelta(days=30)}


class BadLink(Exception):
    """The link is wrong, too old or spent; the message says what to do."""


def make(purpose: str, *values: Any) -> str:
    """The whole address for a message; its host comes from the settings, never from a request (T21)."""
    token = signing.dumps([str(value) for value in values], salt=f"practices.{purpose}")
    name = "practices:desk_still_true" if purpose == "still-true" else "practices:desk_sign_link"
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=[token])}"


def read(purpose: str, token: str) -> list[str]:
    """What a link was made of. Raises BadLink."""
    try:
        values: list[str] = signing.loads(token, salt=f"practices.{purpose}", max_age=LIFETIMES[purpose])
    except signing.SignatureExpired as error:
        raise BadLink(_("This link is too old. Ask the editors for a new one.")) from error
    except signing.BadSignature as error:
        raise BadLink(_("This link is not complete. Copy it whole from the message.")) from error
    return values
