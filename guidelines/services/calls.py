"""Calls for practices: a gap in the coverage is made public, answered by linking records, and closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.models import CallForPractices, Provision
from guidelines.permissions import may_decide, require
from guidelines.services.reviews import RoundNotPossible


@transaction.atomic
def call_for_practices(*, provision: Provision, text: str, region: str, by: Any) -> CallForPractices:
    """Turn a gap in the coverage into a public call. Raises RoundNotPossible for an empty one or a second one."""
    require(may_decide(by))
    if not text.strip():
        raise RoundNotPossible(_("Write what kind of practice is looked for."), "text")
    if CallForPractices.objects.filter(provision=provision, region=region.strip(), closed_at=None).exists():
        raise RoundNotPossible(_("A call for this provision is open already."))
    return CallForPractices.objects.create(provision=provision, text=text.strip(), region=region.strip(), opened_by=by)


@transaction.atomic
def close_call(*, call: CallForPractices, by: Any) -> CallForPractices:
    """End a call; it stays readable with what was linked since. Closing a closed one changes nothing."""
    require(may_decide(by))
    stored: CallForPractices = CallForPractices.objects.select_for_update().get(pk=call.pk)
    if stored.closed_at is None:
        stored.closed_at = timezone.now()
        stored.save(update_fields=["closed_at"])
    return stored
