"""How accounts come about: by invitation of a city lead or coordinator, or by open registration for readers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour with this site's rules; permission to register is open, roles are given by invitation."""


def note_editing(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Keep in the session whether the menu offers the way to the admin.

    Asking for the permission costs two queries on every page; the admin itself still asks each time.
    """
    if request is not None and user.has_perm("wagtailadmin.access_admin"):
        request.session["edits"] = True
