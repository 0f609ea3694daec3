"""Who may review and who may decide; asked with the account, and with the object by the callers."""

from __future__ import annotations

from typing import Any

from cities.permissions import may_write_for

REVIEWERS = "Reviewers"
ADMIN_CODENAME = "wagtailadmin.access_admin"


def may_review(user: Any) -> bool:
    """In the reviewers' group, or an editor."""
    return bool(user.is_active and (user.groups.filter(name=REVIEWERS).exists() or may_edit_knowledge(user)))


def may_edit_knowledge(user: Any) -> bool:
    """An editor of the knowledge base: enters the admin and may publish pages."""
    return bool(user.is_active and user.has_perm(ADMIN_CODENAME))


def may_write(user: Any, submission: Any) -> bool:
    """The city's people, and whoever writes this one record for the city."""
    helper = submission.asks.get("helper")
    return may_write_for(user, submission.city) or (helper is not None and helper == user.pk and user.is_active)
