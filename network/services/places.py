"""The self-assessment of a city's place (urban safety monitor): private, shown to matched cities only when shared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cities.permissions import may_write_for
from network.models import Assessment, Membership
from network.monitor import LEVELS, monitor
from network.services import audit
from network.services.errors import Stale, StepNotPossible
from network.words import word


@transaction.atomic
def assess(*, membership: Membership, answers: Mapping[str, Any], shared: bool, version: int, by: Any) -> Assessment:
    """Keep a city's self-assessment.

    answers: statement code → {"level", "source", "year", "definition"}. version: 0 for the first.
    Raises PermissionDenied for others than the city, StepNotPossible naming the statement, Stale.
    """
    if not may_write_for(by, membership.city):
        raise PermissionDenied
    definition = monitor("1")
    known = definition.statements
    for code, row in answers.items():
        if code not in known:
            raise StepNotPossible(_("%(code)s: no such statement in the self-assessment.") % {"code": code[:40]})
        if row.get("level") not in ("", None, *LEVELS):
            raise StepNotPossible(
                _("%(statement)s: choose one of %(known)s.")
                % {"statement": known[code].label, "known": ", ".join(map(word, LEVELS))}
            )
        year = row.get("year") or ""
        if year and not (year.isascii() and year.isdigit() and 1950 <= int(year) <= 2100):
            raise StepNotPossible(
                _("%(statement)s: give the year with four digits.") % {"statement": known[code].label}
            )
    text = json.dumps({code: dict(row) for code, row in answers.items() if any(row.values())}, ensure_ascii=False)
    found, made = Assessment.objects.get_or_create(
        membership=membership, defaults={"answers": text, "shared": shared, "by": by}
    )
    if not made:
        changed = Assessment.objects.filter(pk=found.pk, version=version).update(
            answers=text, shared=shared, by=by, version=version + 1
        )
        if not changed:
            raise Stale(_("The self-assessment"), found.version)
        found.refresh_from_db()
    audit.note(programme=membership.programme, by=by, verb="self-assessment saved", about=found, shared=shared)
    return found
