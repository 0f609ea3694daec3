"""Reads on calls for practices: each with its provision of today and what is linked to it by now."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidelines.links import Beside, records_beside
from guidelines.models import CallForPractices, Provision, ProvisionVersion
from guidelines.selectors.outline import current_version_ids


@dataclass
class CallLine:
    """A call ready to be shown. row: the provision as it stands today, None when it is gone; beside: its records."""

    call: CallForPractices
    row: ProvisionVersion | None
    beside: list[Beside] = field(default_factory=list)


def call_lines(language: str) -> list[CallLine]:
    """Every call on a public text, the latest first; a constant number of queries."""
    calls = list(
        CallForPractices.objects.filter(provision__in=Provision.objects.public()).select_related("provision__document")
    )
    provisions = {call.provision_id for call in calls}
    rows = {
        row.provision_id: row
        for row in ProvisionVersion.objects.filter(
            provision__in=provisions,
            version__in=current_version_ids([call.provision.document_id for call in calls]),
        )
    }
    beside = records_beside(provisions, language)
    return [CallLine(call, rows.get(call.provision_id), beside.get(call.provision_id, [])) for call in calls]
