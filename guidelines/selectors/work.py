"""What waits for editors: proposals, comments, edits, imports, and the links a new version has put in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidelines.choices import AmendmentState, CommentState, LinkState
from guidelines.links import link_kinds
from guidelines.models import (
    Amendment,
    AmendmentComment,
    DocumentVersion,
    GuidelineDocument,
    PendingImport,
    ProvisionLinkBase,
    ProvisionVersion,
    WorkingEdit,
)


@dataclass
class LinkToCheck:
    """A flagged link. id: of the form ("practiceprovision:12"). address: where its provision stands, "" when
    it is gone."""

    id: str
    kind: str
    link: ProvisionLinkBase
    document: GuidelineDocument
    title: str
    address: str
    reason: str


def links_to_check(limit: int = 500) -> list[LinkToCheck]:
    """Flagged links of every kind, by text and provision; a constant number of queries for each kind."""
    found: list[LinkToCheck] = []
    for link in link_kinds():
        rows = list(
            link.model._default_manager.filter(state=LinkState.CHECK, provision__isnull=False)
            .select_related("provision__document", link.owner)
            .order_by("provision_id", "pk")[:limit]
        )
        addresses = _addresses({row.provision_id for row in rows if row.provision_id})
        for row in rows:
            owner: Any = getattr(row, link.owner)
            found.append(
                LinkToCheck(
                    f"{link.model._meta.model_name}:{row.pk}",
                    link.kind,
                    row,
                    row.provision.document,
                    getattr(owner, "title", str(owner)),
                    addresses.get(row.provision_id, ""),
                    row.get_reason_display(),
                )
            )
    return found


def _addresses(provisions: set[int]) -> dict[int, str]:
    """Provision → its address in the version in force."""
    from guidelines.selectors.outline import current_version_ids

    rows = ProvisionVersion.objects.filter(provision__in=provisions, version__in=current_version_ids())
    return dict(rows.values_list("provision_id", "address"))


def overview() -> list[dict[str, Any]]:
    """Every text with what waits on it."""
    lines = []
    for document in GuidelineDocument.objects.order_by("title"):
        own = Amendment.objects.filter(document=document)
        lines.append(
            {
                "document": document,
                "versions": DocumentVersion.objects.filter(document=document).count(),
                "submitted": own.filter(state=AmendmentState.SUBMITTED).count(),
                "open": own.open().count(),
                "accepted": own.waiting().count(),
                "comments": AmendmentComment.objects.filter(
                    amendment__document=document, state=CommentState.WAITING
                ).count(),
                "edits": WorkingEdit.objects.filter(document=document).count(),
                "imports": PendingImport.objects.filter(document=document, version=None).count(),
            }
        )
    return lines
