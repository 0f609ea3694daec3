"""The audit trail: who did what, in a chain of hashes per programme, so that a changed row shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from network.models import AuditEntry, Programme


def in_turn(programme: Programme) -> None:
    """Wait for whoever is changing this programme; the first write of a service that changes rows others change too.

    Every such service takes this lock before any row, so no two wait for one another in a circle. A lock on the
    programme's row on PostgreSQL (rows may still refer to it meanwhile); on SQLite the transaction already holds the
    only write lock.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


@transaction.atomic
def note(*, programme: Programme, by: Any, verb: str, about: Any, **detail: Any) -> AuditEntry:
    """Write one entry.

    by: the account, or None when a city acted by a signed link (then give actor="…" in detail). about: the object.
    detail: JSON values; never names, addresses or answers of people.
    """
    in_turn(programme)  # two writers must not follow the same entry; the database refuses that, too
    last = AuditEntry.objects.filter(programme=programme).order_by("-pk").first()
    actor = detail.pop("actor", None) or (f"account {by.pk}" if by is not None else "the site")
    entry = AuditEntry(
        programme=programme,
        by=by,
        actor=actor,
        verb=verb,
        object=f"{about._meta.label_lower}:{about.pk}",
        detail=detail,
        at=timezone.now(),
        previous=last.digest if last else "",
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the entry and the hash before it (`by` is left out: an erased account must not break the chain)."""
    parts = [
        entry.previous,
        entry.programme_id,
        entry.actor,
        entry.verb,
        entry.object,
        entry.detail,
        entry.at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def broken_at(programme: Programme) -> int | None:
    """Primary key of the first entry that does not fit its predecessor or its own hash; None when the chain holds."""
    before = ""
    for entry in AuditEntry.objects.filter(programme=programme).order_by("pk").iterator():
        if entry.previous != before or entry.digest != digest(entry):
            return entry.pk
        before = entry.digest
    return None
