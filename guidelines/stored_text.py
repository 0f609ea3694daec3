"""From rows to the tree and back: the text of a version as plain values, and what its hash is made of."""

from __future__ import annotations

from typing import Any

from guidelines.models import DocumentVersion, Lineage, ProvisionVersion
from guidelines.text.tree import Node, Part


def load_tree(version: DocumentVersion) -> list[Part]:
    """The text of a version, in two queries. Nodes carry the permanent keys of their provisions."""
    parts = {
        section.pk: Part(section.number, section.title, key=section.key)
        for section in version.sections.order_by("position")
    }
    nodes: dict[int, Node] = {}
    rows = ProvisionVersion.objects.filter(version=version).select_related("provision").order_by("position")
    for row in rows:
        node = nodes[row.pk] = Node(
            row.kind,
            row.number,
            row.wording,
            marker=row.marker,
            heading=row.heading,
            address=row.address,
            slug=row.slug,
            key=row.provision.key,
        )
        if row.parent_id is None:
            parts[row.section_id].nodes.append(node)
        else:
            nodes[row.parent_id].children.append(node)
    return list(parts.values())


def about(version: DocumentVersion, code: str, lineage: list[tuple[str, str, str]]) -> dict[str, Any]:
    """What a version's hash covers besides its text. lineage: (kind, source key, target key)."""
    said = {
        "document": code,
        "number": version.number,
        "status": version.status,
        "date": version.date.isoformat() if version.date else "",
        "reference": version.reference,
        "language": version.language,
        "structure_only": version.structure_only,
        "note": version.note,
        "source": version.source_hash,
        "lineage": sorted(lineage),
    }
    return {**said, "notes": version.notes} if version.notes else said  # versions of before have none in their hash


def stored_lineage(version: DocumentVersion) -> list[tuple[str, str, str]]:
    """The lineage rows of a version as the hash sees them."""
    rows = Lineage.objects.filter(version=version).values_list("kind", "source__key", "target__key")
    return [(kind, source, target) for kind, source, target in rows]
