"""Who may do what with texts. Everybody reads; those with an account propose; editors decide and publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied


def may_propose(user: Any) -> bool:
    """Anybody signed in may propose, comment and contribute; what they write is shown after moderation."""
    return bool(user.is_authenticated)


def may_decide(user: Any) -> bool:
    """Editors: they moderate, decide and look after links."""
    return bool(user.is_authenticated and user.has_perm("guidelines.change_amendment"))


def may_publish(user: Any) -> bool:
    """Editors who may add a version."""
    return bool(user.is_authenticated and user.has_perm("guidelines.add_documentversion"))


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
