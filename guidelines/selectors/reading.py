"""A text ready to be read: tree, digests, terms and the records beside each provision, in a constant number of
queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as calendar_date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from guidelines.links import Beside, records_beside
from guidelines.models import DocumentVersion, GuidelineDocument, ProvisionDigest, ProvisionVersion, SdgTarget, Theme
from guidelines.selectors.outline import current_version_ids


@dataclass
class ReadingNode:
    """A provision on a page. row: its wording; digest: in our words, "" for none; stale_digest: for an earlier
    wording; older: the number of the version, when it is not the one in force."""

    row: ProvisionVersion
    older: int | None = None
    children: list[ReadingNode] = field(default_factory=list)
    digest: str = ""
    stale_digest: bool = False
    themes: list[Theme] = field(default_factory=list)
    sdg_targets: list[SdgTarget] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the provision in the page; never begins with a digit."""
        return f"p-{self.row.slug}"

    @property
    def key(self) -> str:
        return self.row.provision.key

    @property
    def url(self) -> str:
        """Its page in the version that is read: the same number may be another provision today."""
        code = self.row.provision.document.code
        if self.older is not None:
            return reverse("guidelines:version_provision", args=[code, self.older, self.row.slug])
        return reverse("guidelines:provision", args=[code, self.row.slug])

    @property
    def count(self) -> int:
        """Records beside it."""
        return sum(len(group.cards) for group in self.beside)

    def walk(self) -> Iterator[ReadingNode]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class ReadingSection:
    """A section with its top-level provisions."""

    key: str
    number: str
    title: str
    nodes: list[ReadingNode] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"

    @property
    def headed(self) -> list[ReadingNode]:
        """Top-level provisions with a heading of their own, for the outline."""
        return [node for node in self.nodes if node.row.heading]

    def walk(self) -> Iterator[ReadingNode]:
        for node in self.nodes:
            yield from node.walk()


@dataclass
class ReadingNote:
    """A footnote with the provision that refers to it, None when none is known."""

    mark: str
    text: str
    node: ReadingNode | None


@dataclass
class Reading:
    """A version as a page shows it. superseded: a later version is in force. versions: all of the text, without their
    footnotes, by number."""

    document: GuidelineDocument
    version: DocumentVersion
    sections: list[ReadingSection]
    latest: DocumentVersion
    versions: list[DocumentVersion] = field(default_factory=list)

    @property
    def superseded(self) -> bool:
        """A translation is superseded when the version it translates is."""
        return (self.version.translation_of_id or self.version.pk) != self.latest.pk

    def walk(self) -> Iterator[ReadingNode]:
        for section in self.sections:
            yield from section.walk()

    @property
    def notes(self) -> list[ReadingNote]:
        """Footnotes of the version, in the order of the source."""
        if not self.version.notes:
            return []
        nodes = {node.key: node for node in self.walk()}
        return [ReadingNote(note["mark"], note["text"], nodes.get(note["key"])) for note in self.version.notes]

    def notes_at(self, node: ReadingNode) -> list[ReadingNote]:
        """Footnotes a provision refers to, or one of those under it."""
        below = {inner.key for inner in node.walk()}
        return [note for note in self.notes if note.node is not None and note.node.key in below]

    def find(self, slug: str) -> ReadingNode | None:
        """The provision at an address, None when the version has none there."""
        return next((node for node in self.walk() if node.row.slug == slug), None)


def public_document(code: str) -> GuidelineDocument | None:
    """A public text by its code."""
    document: GuidelineDocument | None = GuidelineDocument.objects.public().filter(code=code).first()
    return document


def current_version(document: GuidelineDocument) -> DocumentVersion | None:
    """The latest version; translations aside."""
    version: DocumentVersion | None = (
        DocumentVersion.objects.filter(document=document, translation_of=None).order_by("-number").first()
    )
    return version


def version_as_of(document: GuidelineDocument, day: calendar_date) -> DocumentVersion | None:
    """The version that was the text on a day: the last one dated, or without a date published, not after it."""
    version: DocumentVersion | None = (
        DocumentVersion.objects.filter(document=document, translation_of=None)
        .filter(Q(date__lte=day) | Q(date=None, published_at__date__lte=day))
        .order_by("-number")
        .first()
    )
    return version


def document_shelf() -> list[dict[str, Any]]:
    """Public texts with their current version and number of provisions, for the shelf and the API."""
    documents = list(GuidelineDocument.objects.public().order_by("title"))
    ids = current_version_ids([d.pk for d in documents])
    versions = {v.document_id: v for v in DocumentVersion.objects.filter(pk__in=ids)}
    counts: dict[int, int] = {}
    for version_id in ProvisionVersion.objects.filter(version__in=ids).values_list("version_id", flat=True):
        counts[version_id] = counts.get(version_id, 0) + 1
    return [
        {
            "document": d,
            "version": versions.get(d.pk),
            "provisions": counts.get(versions[d.pk].pk, 0) if d.pk in versions else 0,
        }
        for d in documents
    ]


def reading(
    document: GuidelineDocument, version: DocumentVersion, language: str = "en", *, beside: bool = True
) -> Reading:
    """A version with everything the page shows. beside: also the records that implement each provision."""
    version.document = document
    sections = {s.pk: ReadingSection(s.key, s.number, s.title) for s in version.sections.order_by("position")}
    rows = list(ProvisionVersion.objects.filter(version=version).select_related("provision").order_by("position"))
    versions = list(DocumentVersion.objects.filter(document=document).defer("notes").order_by("number"))
    latest = next((v for v in reversed(versions) if v.translation_of_id is None), version)
    older = version.number if version.pk != latest.pk else None
    nodes = {row.pk: ReadingNode(row, older) for row in rows}
    for row in rows:
        row.provision.document = document
        if row.parent_id is None:
            sections[row.section_id].nodes.append(nodes[row.pk])
        else:
            nodes[row.parent_id].children.append(nodes[row.pk])
    by_provision = {node.row.provision_id: node for node in nodes.values()}
    _add_digests(document, by_provision)
    if beside:
        for provision, groups in records_beside(list(by_provision), language).items():
            by_provision[provision].beside = groups
    for other in versions:
        other.document = document
    return Reading(document, version, list(sections.values()), latest, versions)


def _add_digests(document: GuidelineDocument, by_provision: dict[int, ReadingNode]) -> None:
    """Digests with their themes and SDG targets: three queries."""
    digests = ProvisionDigest.objects.filter(provision__document=document).prefetch_related(
        "themes__group", "sdg_targets"
    )
    for digest in digests:
        node = by_provision.get(digest.provision_id)
        if node is None:
            continue
        node.digest = digest.text
        node.stale_digest = bool(digest.for_wording) and digest.for_wording != node.row.wording_hash
        node.themes = list(digest.themes.all())
        node.sdg_targets = list(digest.sdg_targets.all())
