"""What waits for editors: proposals, comments, edits, imports, and the links a new version has put in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

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
from guidelines.selectors.doubts import doubts


@dataclass
class LinkToCheck:
    """A flagged link. id: of the form ("practiceprovision:12"). address: where its provision stands, "" when
    it is gone. changed: address of the page that compares the wording it was made for with the one in force."""

    id: str
    kind: str
    link: ProvisionLinkBase
    document: GuidelineDocument
    title: str
    address: str
    reason: str
    changed: str


def links_to_check(limit: int = 500) -> list[LinkToCheck]:
    """Flagged links of every kind an editor may open, by text and provision; a constant number of queries for each."""
    found: list[LinkToCheck] = []
    for link in link_kinds():
        if link.private:
            continue
        rows = list(
            link.model._default_manager.filter(state=LinkState.CHECK, provision__isnull=False)
            .select_related("provision__document", link.owner)
            .order_by("provision_id", "pk")[:limit]
        )
        addresses = _addresses({row.provision_id for row in rows if row.provision_id})
        between = doubts(rows)
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
                    between[row.pk].url,
                )
            )
    return found


def links_checked_elsewhere() -> list[tuple[GuidelineDocument, str, int]]:
    """(text, kind, how many) of flagged links whose closed group checks them itself. A number per text and no more:
    per provision it would tell who works on what."""
    found = []
    for link in link_kinds():
        if link.private:
            flagged = link.model._default_manager.filter(state=LinkState.CHECK, provision__isnull=False)
            counts = dict(
                flagged.values_list("provision__document")
                .annotate(n=models.Count("pk"))
                .order_by("provision__document")
            )
            texts = GuidelineDocument.objects.in_bulk(counts)
            found += [(texts[pk], link.kind, number) for pk, number in counts.items()]
    return found


def _addresses(provisions: set[int]) -> dict[int, str]:
    """Provision → its address in the version in force."""
    from guidelines.selectors.outline import current_version_ids

    rows = ProvisionVersion.objects.filter(provision__in=provisions, version__in=current_version_ids())
    return dict(rows.values_list("provision_id", "address"))


def comments_waiting(limit: int = 200) -> list[AmendmentComment]:
    """Comments nobody has moderated yet, the longest waiting first: two queries."""
    rows = AmendmentComment.objects.filter(state=CommentState.WAITING).order_by("created", "pk")
    return list(rows.select_related("amendment__document")[:limit])


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
