"""Reads on local texts: every provision of the text localized with what answers it."""

from __future__ import annotations

from dataclasses import dataclass, field

from guidelines.models import GuidelineDocument, LocalProvision, ProvisionVersion
from guidelines.selectors.reading import current_version


@dataclass
class LocalLine:
    """A provision of the localized text. links: how it is answered; rows: wordings of the local provisions by
    identity."""

    row: ProvisionVersion
    links: list[LocalProvision] = field(default_factory=list)
    rows: list[tuple[LocalProvision, ProvisionVersion | None]] = field(default_factory=list)


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
        lines.append(LocalLine(row, links, [(link, local.get(link.local_id)) for link in links]))
    return lines


def answers(line: LocalLine, relation: str) -> bool:
    """Whether a line is one of those answered in a way; "open": not compared yet."""
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
