"""Signed links that let a city act without an account: one purpose, one object, one state, and an end.

The token carries the purpose, the object and a stamp of its state; when the state moves on, the link is spent.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

LIFETIMES = {
    "invitation": timedelta(days=30),
    "action": timedelta(days=14),
    "confirm-answers": timedelta(days=21),
    "check": timedelta(days=30),
}


class BadLink(Exception):
    """The link is wrong, too old or already used; the message says what to do."""


def make(purpose: str, pk: int, stamp: object) -> str:
    """A token for one purpose ("invitation"), object and stamp of its state."""
    return signing.dumps([pk, str(stamp)], salt=f"network.{purpose}", compress=False)


def read(purpose: str, token: str) -> tuple[int, str]:
    """Primary key and stamp of a token. Raises BadLink."""
    try:
        pk, stamp = signing.loads(token, salt=f"network.{purpose}", max_age=LIFETIMES[purpose])
    except signing.SignatureExpired as error:
        raise BadLink(_("This link is too old. Ask the coordinator for a new one.")) from error
    except (signing.BadSignature, ValueError) as error:
        raise BadLink(_("This link is not complete. Copy it whole from the message.")) from error
    return int(pk), str(stamp)


def link(purpose: str, pk: int, stamp: object) -> str:
    """The whole address for a message; the host comes from the settings, never from a request (T21)."""
    return address("network:by_link", purpose, make(purpose, pk, stamp))


def address(name: str, *args: object) -> str:
    """The whole address of a page of ours, in the active language: a letter leads to pages its reader can read."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"
