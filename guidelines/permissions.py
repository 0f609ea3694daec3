"""Who may do what with texts. Everybody reads; those with an account propose; editors decide and publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from guidelines.asked import source_of


def may_propose(user: Any) -> bool:
    """Anybody signed in may propose, comment and contribute; what they write is shown after moderation."""
    return bool(user.is_authenticated)


def may_decide(user: Any) -> bool:
    """Editors: they moderate, decide and look after links."""
    return bool(user.is_authenticated and user.has_perm("guidelines.change_amendment"))


def may_publish(user: Any) -> bool:
    """Editors who may add a version."""
    return bool(user.is_authenticated and user.has_perm("guidelines.add_documentversion"))


def may_compare(user: Any, document: Any) -> bool:
    """Who says how a local text answers the one it localizes: editors, the people of the city that keeps it, and
    whoever the admin gave leave to edit its page (a country's network, by a group of its own)."""
    if not user.is_authenticated:
        return False
    kind, _sign, key = document.kept_by.partition(":")
    source = source_of(kind)
    keeps = bool(source and key and key in source.keys_of(user))
    return keeps or may_decide(user) or bool(document.permissions_for_user(user).can_edit())


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
