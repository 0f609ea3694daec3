"""Publishing a version: the only way a text changes. Rows are added, none is altered; links follow or are flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import LineageKind, VersionStatus
from guidelines.models import DocumentVersion, GuidelineDocument, Lineage, Provision, ProvisionVersion, Section
from guidelines.services.links import carry_links
from guidelines.services.terms import carry_digests
from guidelines.signals import text_published
from guidelines.stored_text import about
from guidelines.text.hashing import chain_hash, content_hash, wording_hash
from guidelines.text.notes import Note, carried_notes, stored_notes
from guidelines.text.tree import Node, Part, all_nodes


class PublishNotPossible(ValueError):
    """The version cannot be published; nothing was changed. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LineageEntry:
    """A split or merger. source: permanent key of the old provision; target: address of the new one in this version."""

    kind: LineageKind
    source: str
    target: str


@transaction.atomic
def publish_version(
    *,
    document: GuidelineDocument,
    parts: Sequence[Part],
    status: str,
    date: calendar_date | None = None,
    reference: str = "",
    language: str = "",
    note: str = "",
    lineage: Sequence[LineageEntry] = (),
    structure_only: bool = False,
    source_name: str = "",
    source_hash: str = "",
    translation_of: DocumentVersion | None = None,
    expected_number: int | None = None,
    notes: Sequence[Note] | None = None,
    by: Any = None,
) -> DocumentVersion:
    """Publish a text as the document's next version.

    parts: with addresses assigned; a node's key names the provision it continues, "" makes a new one. expected_number:
    the number the caller saw as the next; when somebody else published meanwhile the version is refused. notes:
    footnotes; without them, those of the version before are kept where their provisions are.
    Raises PublishNotPossible.
    """
    GuidelineDocument.objects.select_for_update().get(pk=document.pk)
    previous = DocumentVersion.objects.filter(document=document).order_by("-number").first()
    number = previous.number + 1 if previous else 1
    _check(document, parts, status, number, expected_number)
    identities = _identities(document, parts)
    keys = {node.address: node.key for node in all_nodes(parts)}
    lines = [(entry.kind.value, entry.source, keys[entry.target]) for entry in lineage]
    version = DocumentVersion(
        document=document,
        number=number,
        status=status,
        date=date,
        reference=reference,
        language=language or document.language,
        note=note,
        structure_only=structure_only,
        source_name=source_name,
        source_hash=source_hash,
        translation_of=translation_of,
        published_at=timezone.now(),
        published_by=by,
        notes=stored_notes(notes if notes is not None else _notes_before(document, parts), parts),
        previous_hash=previous.chain_hash if previous else "",
    )
    version.content_hash = content_hash(about(version, document.code, lines), parts)
    version.chain_hash = chain_hash(version.previous_hash, version.content_hash)
    version.save(force_insert=True)
    _store_text(version, parts, identities)
    sources = {p.key: p for p in Provision.objects.filter(document=document, key__in=[s for _, s, _ in lines])}
    Lineage.objects.bulk_create(
        [Lineage(version=version, kind=k, source=sources[s], target=identities[t]) for k, s, t in dict.fromkeys(lines)]
    )
    if translation_of is None and not structure_only:
        carry_links(version=version, previous=previous)
        carry_digests(version=version)
    text_published.send(sender=DocumentVersion, version=version)
    return version


def _notes_before(document: GuidelineDocument, parts: Sequence[Part]) -> list[Note]:
    """The footnotes of the version in force, as the new text takes them on."""
    last = DocumentVersion.objects.filter(document=document, translation_of=None).order_by("-number").first()
    return carried_notes(last.notes, parts) if last else []


def _check(
    document: GuidelineDocument, parts: Sequence[Part], status: str, number: int, expected_number: int | None
) -> None:
    if status not in VersionStatus.values:
        raise PublishNotPossible(
            _("unknown status '%(status)s'; use one of: %(values)s")
            % {"status": status, "values": ", ".join(VersionStatus.values)}
        )
    if expected_number is not None and expected_number != number:
        raise PublishNotPossible(
            _("version %(number)s was published meanwhile; compare your text with it and publish again")
            % {"number": number - 1}
        )
    nodes = list(all_nodes(parts))
    if not nodes:
        raise PublishNotPossible(_("the text has no provision"))
    _check_lengths(parts, nodes)
    for what, values in (
        (_("address"), [n.address for n in nodes]),
        (_("permanent key"), [n.key for n in nodes if n.key]),
    ):
        double = (
            sorted({value for value in values if values.count(value) > 1}) if len(set(values)) != len(values) else []
        )
        if double:
            raise PublishNotPossible(
                _("two provisions have the same %(what)s: %(double)s") % {"what": what, "double": ", ".join(double[:5])}
            )


def _check_lengths(parts: Sequence[Part], nodes: Sequence[Node]) -> None:
    """What a row cannot hold is refused, never cut."""
    for node in nodes:
        for name in ("address", "slug", "number", "marker"):
            value = getattr(node, name)
            most = ProvisionVersion._meta.get_field(name).max_length
            if len(value) > most:
                raise PublishNotPossible(
                    _("%(address)s: its %(name)s has %(n)s signs; at most %(most)s")
                    % {"address": node.address[:60], "name": name, "n": len(value), "most": most}
                )
    for part in parts:
        for name, value in (("number", part.number), ("title", part.title)):
            most = Section._meta.get_field(name).max_length
            if len(value) > most:
                raise PublishNotPossible(
                    _("section “%(value)s…”: its %(name)s has %(n)s signs; at most %(most)s")
                    % {"value": value[:60], "name": name, "n": len(value), "most": most}
                )


def _identities(document: GuidelineDocument, parts: Sequence[Part]) -> dict[str, Provision]:
    """Permanent key → provision for every node, new ones made; sets the key of new nodes. Keys are never given
    again."""
    known = {p.key: p for p in Provision.objects.filter(document=document)}
    fresh: list[Provision] = []
    taken = set(known)
    for node in all_nodes(parts):
        if node.key and node.key not in known:
            raise PublishNotPossible(
                _("%(address)s continues '%(key)s', which this document does not have")
                % {"address": node.address, "key": node.key}
            )
        if node.key:
            continue
        key, occurrence = node.slug, 1
        while key in taken:
            occurrence += 1
            key = f"{node.slug}-{occurrence}"
        node.key = key
        taken.add(key)
        fresh.append(Provision(document=document, key=key))
    Provision.objects.bulk_create(fresh)
    return {**known, **{p.key: p for p in fresh}}


def _store_text(version: DocumentVersion, parts: Sequence[Part], identities: dict[str, Provision]) -> None:
    """Sections, then provisions level by level, because a row must know its parent when it is written."""
    sections = Section.objects.bulk_create(
        [
            Section(version=version, key=part.key, number=part.number, title=part.title, position=place)
            for place, part in enumerate(parts, start=1)
        ]
    )
    position = {id(node): place for place, node in enumerate(all_nodes(parts), start=1)}
    level: list[tuple[Node, Section, ProvisionVersion | None]] = [
        (node, section, None) for part, section in zip(parts, sections, strict=True) for node in part.nodes
    ]
    depth = 0
    while level:
        rows = ProvisionVersion.objects.bulk_create(
            [
                _row(version, node, section, parent, depth, position[id(node)], identities)
                for node, section, parent in level
            ]
        )
        level = [
            (child, section, row)
            for row, (node, section, _) in zip(rows, level, strict=True)
            for child in node.children
        ]
        depth += 1


def _row(
    version: DocumentVersion,
    node: Node,
    section: Section,
    parent: ProvisionVersion | None,
    depth: int,
    position: int,
    identities: dict[str, Provision],
) -> ProvisionVersion:
    return ProvisionVersion(
        version=version,
        provision=identities[node.key],
        section=section,
        parent=parent,
        position=position,
        depth=depth,
        kind=node.kind,
        number=node.number,
        marker=node.marker,
        address=node.address,
        slug=node.slug,
        heading=node.heading,
        wording=node.wording,
        wording_hash=wording_hash(node.wording),
    )
