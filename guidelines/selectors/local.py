"""Reads on local texts: every provision of the text localized with what answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from guidelines.models import GuidelineDocument, LocalProvision, ProvisionVersion
from guidelines.selectors.reading import current_version
from guidelines.text.answering import likely_answers


@dataclass
class LocalLine:
    """A provision of the localized text. links: how it is answered; rows: each with the wording of the local provision
    and whether one of the two wordings has changed since they were compared; likely: a local provision nothing was
    said of yet that may answer it, "" for none; same: whether it does so word by word."""

    row: ProvisionVersion
    links: list[LocalProvision] = field(default_factory=list)
    rows: list[tuple[LocalProvision, ProvisionVersion | None, bool]] = field(default_factory=list)
    likely: str = ""
    same: bool = False

    @property
    def stale(self) -> bool:
        """Whether something said here asks to be compared again."""
        return any(changed for _link, _row, changed in self.rows)


def local_lines(document: GuidelineDocument) -> list[LocalLine]:
    """A line for every provision of the version in force of the localized text, in a constant number of queries."""
    assert document.localizes is not None
    source = current_version(document.localizes)
    own = current_version(document)
    local = {row.provision_id: row for row in ProvisionVersion.objects.filter(version=own).select_related("provision")}
    by_source: dict[int, list[LocalProvision]] = {}
    for link in LocalProvision.objects.filter(document=document).order_by("pk"):
        by_source.setdefault(link.source_id, []).append(link)
    lines = []
    for row in ProvisionVersion.objects.filter(version=source).order_by("position"):
        links = by_source.get(row.provision_id, [])
        rows = [(link, local.get(link.local_id)) for link in links]
        lines.append(LocalLine(row, links, [(link, answer, _changed(link, row, answer)) for link, answer in rows]))
    return lines


def _changed(link: LocalProvision, row: ProvisionVersion, answer: ProvisionVersion | None) -> bool:
    """Whether a wording is another than the one that was compared; what was said before hashes were kept is not known
    to be outdated."""
    if link.local_id and answer is None:
        return True
    return bool(
        (link.source_hash and link.source_hash != row.wording_hash)
        or (answer and link.local_hash and link.local_hash != answer.wording_hash)
    )


def add_likely(document: GuidelineDocument, lines: Sequence[LocalLine]) -> None:
    """Give the lines nothing was said of yet the local provision that may answer them: one query."""
    open_lines = {line.row.address: line for line in lines if not line.links and line.row.wording}
    own = {row.address: row for row in own_provisions(document)}
    found = likely_answers(
        [(address, line.row.wording) for address, line in open_lines.items()],
        [(address, row.wording) for address, row in own.items()],
    )
    for address, local in found.items():
        line = open_lines[address]
        line.likely, line.same = local, own[local].wording_hash == line.row.wording_hash


def no_longer_asked(document: GuidelineDocument) -> list[LocalProvision]:
    """What was said of provisions that are no longer in the text localized."""
    assert document.localizes is not None
    there = ProvisionVersion.objects.filter(version=current_version(document.localizes)).values("provision")
    return list(
        LocalProvision.objects.filter(document=document)
        .exclude(source__in=there)
        .select_related("source", "local")
        .order_by("pk")
    )


def answers(line: LocalLine, relation: str) -> bool:
    """Whether a line is one of those answered in a way; "open": not compared yet; "check": to be compared again."""
    if relation == "check":
        return line.stale
    return not line.links if relation == "open" else any(link.relation == relation for link in line.links)


def own_provisions(document: GuidelineDocument) -> list[ProvisionVersion]:
    """Provisions of the local text in force that answer none of the text localized: what it has added."""
    answering = LocalProvision.objects.filter(document=document, local__isnull=False).values("local")
    rows = ProvisionVersion.objects.filter(version=current_version(document)).exclude(provision__in=answering)
    return list(rows.exclude(wording="").order_by("position"))


def local_options(document: GuidelineDocument) -> list[str]:
    """Addresses of the local text in force."""
    rows = ProvisionVersion.objects.filter(version=current_version(document)).order_by("position")
    return list(rows.values_list("address", flat=True))
