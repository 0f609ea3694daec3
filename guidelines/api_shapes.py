"""The shapes the API gives out. Codes come with their labels; addresses are absolute paths of the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import Any

from django.urls import reverse
from ninja import Schema

from guidelines.comparing import Comparison
from guidelines.models import DocumentVersion, GuidelineDocument
from guidelines.selectors import Reading, ReadingNode


class Term(Schema):
    id: str
    label: str


class RecordLink(Schema):
    id: str
    kind: str
    title: str
    url: str
    role: str
    check: bool


class DocumentSummary(Schema):
    id: str
    title: str
    kind: str
    issuer: str
    language: str
    summary: str
    url: str
    status: str | None
    date: calendar_date | None
    version: int | None
    provisions: int

    @classmethod
    def of(cls, document: GuidelineDocument, version: DocumentVersion | None, provisions: int) -> DocumentSummary:
        return cls(**_about(document, version), provisions=provisions)


def _about(document: GuidelineDocument, version: DocumentVersion | None) -> dict[str, Any]:
    return {
        "id": document.code,
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "language": document.language,
        "summary": document.summary,
        "url": document.get_absolute_url(),
        "status": version.status if version else None,
        "date": version.date if version else None,
        "version": version.number if version else None,
    }


class ProvisionOut(Schema):
    """permanent: the key that never changes; address and slug: as printed in this version."""

    permanent: str
    address: str
    slug: str
    number: str
    kind: str
    marker: str
    heading: str
    wording: str
    wording_hash: str
    digest: str
    themes: list[Term]
    sdg: list[Term]
    url: str
    records: list[RecordLink]
    children: list[ProvisionOut]

    @classmethod
    def of(cls, text: Reading, node: ReadingNode, *, deep: bool = True) -> ProvisionOut:
        """deep: with everything under it."""
        row = node.row
        return cls(
            permanent=row.provision.key,
            address=row.address,
            slug=row.slug,
            number=row.number,
            kind=row.kind,
            marker=row.marker,
            heading=row.heading,
            wording=row.wording,
            wording_hash=row.wording_hash,
            digest=node.digest,
            themes=[Term(id=theme.path, label=theme.label()) for theme in node.themes],
            sdg=[Term(id=target.path, label=target.label()) for target in node.sdg_targets],
            url=reverse("guidelines:version_provision", args=[text.document.code, text.version.number, row.slug]),
            records=[
                RecordLink(
                    id=card.id,
                    kind=group.kind,
                    title=card.title,
                    url=card.url,
                    role=group.roles.get(card.id, ""),
                    check=card.id in group.check,
                )
                for group in node.beside
                for card in group.cards
            ],
            children=[cls.of(text, child) for child in node.children] if deep else [],
        )


class NoteOut(Schema):
    """A footnote. provision: the permanent key of the one that refers to it, null when none is known."""

    mark: str
    text: str
    provision: str | None


class SectionOut(Schema):
    key: str
    number: str
    title: str
    provisions: list[ProvisionOut]


class VersionSummary(Schema):
    """superseded: a later version is in force. translation_of: number of the version it translates."""

    number: int
    status: str
    superseded: bool
    date: calendar_date | None
    reference: str
    language: str
    translation_of: int | None
    structure_only: bool
    note: str
    content_hash: str
    previous_hash: str
    chain_hash: str
    url: str

    @classmethod
    def of(cls, version: DocumentVersion, code: str, versions: Sequence[DocumentVersion]) -> VersionSummary:
        """versions: all of the text."""
        return cls(**_version(version, code, versions))


def _version(version: DocumentVersion, code: str, versions: Sequence[DocumentVersion]) -> dict[str, Any]:
    names = (
        "number",
        "status",
        "date",
        "reference",
        "language",
        "structure_only",
        "note",
        "content_hash",
        "previous_hash",
        "chain_hash",
    )
    url = reverse("guidelines:version", args=[code, version.number])
    original = next((v for v in versions if v.pk == version.translation_of_id), version)
    last = max((v.number for v in versions if v.translation_of_id is None), default=version.number)
    more = {
        "superseded": original.number < last,
        "translation_of": original.number if version.translation_of_id is not None else None,
        "url": url,
    }
    return {**{name: getattr(version, name) for name in names}, **more}


class VersionOut(VersionSummary):
    sections: list[SectionOut]
    footnotes: list[NoteOut]

    @classmethod
    def of(cls, text: Reading) -> VersionOut:  # type: ignore[override]
        about = _version(text.version, text.document.code, text.versions)
        return cls(**about, sections=_sections(text), footnotes=_notes(text))


def _notes(text: Reading) -> list[NoteOut]:
    return [
        NoteOut(mark=note.mark, text=note.text, provision=note.node.key if note.node else None) for note in text.notes
    ]


def _sections(text: Reading) -> list[SectionOut]:
    return [
        SectionOut(
            key=section.key,
            number=section.number,
            title=section.title,
            provisions=[ProvisionOut.of(text, node) for node in section.nodes],
        )
        for section in text.sections
    ]


class DocumentOut(DocumentSummary):
    """A text with the version in force."""

    current: VersionSummary
    sections: list[SectionOut]
    footnotes: list[NoteOut]

    @classmethod
    def of(cls, text: Reading) -> DocumentOut:  # type: ignore[override]
        return cls(
            **_about(text.document, text.version),
            provisions=sum(1 for _ in text.walk()),
            current=VersionSummary.of(text.version, text.document.code, text.versions),
            sections=_sections(text),
            footnotes=_notes(text),
        )


class PieceOut(Schema):
    operation: str
    text: str


class ChangeOut(Schema):
    """from, to: addresses in the two versions, null where the provision is absent."""

    key: str
    old: str | None
    new: str | None
    changes: list[str]
    heading: list[PieceOut]
    pieces: list[PieceOut]


class SectionChangeOut(Schema):
    """A section whose number or title changed; old, new: its keys, null where it is absent."""

    old: str | None
    new: str | None
    pieces: list[PieceOut]


class Difference(Schema):
    old: int
    new: int
    counts: dict[str, int]
    sections: list[SectionChangeOut]
    changes: list[ChangeOut]

    @classmethod
    def of(cls, comparison: Comparison) -> Difference:
        changes = [change.as_json() for change in comparison.changes]
        return cls(
            old=comparison.old.number,
            new=comparison.new.number,
            counts=comparison.counts,
            changes=[
                ChangeOut(
                    key=c["key"],
                    old=c["from"],
                    new=c["to"],
                    changes=c["changes"],
                    heading=c["heading"],
                    pieces=c["pieces"],
                )
                for c in changes
            ],
            sections=[
                SectionChangeOut(
                    old=section.old.key if section.old else None,
                    new=section.new.key if section.new else None,
                    pieces=[PieceOut(operation=p.operation, text=p.text) for p in section.pieces],
                )
                for section in comparison.sections
            ],
        )
