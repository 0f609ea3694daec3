"""Who may review and who may decide; asked with the account, and with the object by the callers."""

from __future__ import annotations

from typing import Any

REVIEWERS = "Reviewers"


def may_review(user: Any) -> bool:
    """In the reviewers' group, or an editor."""
    return bool(user.is_active and (user.groups.filter(name=REVIEWERS).exists() or may_edit_knowledge(user)))


def may_edit_knowledge(user: Any) -> bool:
    """An editor of the knowledge base: enters the admin and may publish pages."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))
