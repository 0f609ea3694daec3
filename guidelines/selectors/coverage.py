"""How well practice covers a text: per provision the records, cities, best evidence and regions, and what is
missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guidelines.links import counted_kinds, link_kinds
from guidelines.models import CallForPractices
from guidelines.selectors.reading import Reading, ReadingNode
from search import sources
from search.documents import Document

GAPS = ("none", "weak", "one-region")
REGIONS = ("002", "142", "150", "419", "021", "009")  # M49, the Americas told apart, as records name them
WEAK = "E2"  # up to here nothing was compared: evidence counts as weak


@dataclass
class CoverageRow:
    """A provision's coverage. counts: record kind → number; by_region: code of a region → practices there. gap: "none",
    "weak", "one-region" or ""."""

    node: ReadingNode
    counts: dict[str, int] = field(default_factory=dict)
    cities: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    by_region: dict[str, int] = field(default_factory=dict)
    best_grade: str = ""
    calls: list[CallForPractices] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def gap(self) -> str:
        """What is missing most: any record, compared evidence, or a second region."""
        if not self.counts.get("practice"):
            return "none"
        if self.best_grade <= WEAK:
            return "weak"
        return "one-region" if len(self.regions) < 2 else ""


def region_labels(language: str) -> list[tuple[str, str]]:
    """(code, name) of the regions of the world, by name."""
    facet = sources.all_facets().get("region")
    names = facet.labels(REGIONS, language) if facet else {}
    return sorted(((code, str(names.get(code, code))) for code in REGIONS), key=lambda pair: pair[1])


def kinds() -> list[str]:
    """The record kinds that link to provisions, in the order of registration, each once; then what is only counted."""
    shown = [link.kind for link in link_kinds() if not link.private]
    return list(dict.fromkeys([*shown, *counted_kinds()]))


def coverage(text: Reading) -> list[CoverageRow]:
    """A row for every provision of the version, in its order. One query per kind of link, one read of its documents."""
    rows = {node.row.provision_id: CoverageRow(node) for node in text.walk()}
    for link in link_kinds():
        source = sources.all_sources().get(link.kind)
        if source is None or link.private:
            continue
        owner = f"{link.owner}_id"
        pairs = set(link.model._default_manager.filter(provision_id__in=rows).values_list("provision_id", owner))
        documents = {int(d.id.partition(":")[2]): d for d in source.documents({o for _, o in pairs}, {})}
        for provision, record in pairs:
            if record in documents:
                _count(rows[provision], link.kind, documents[record])
    for kind, counted in counted_kinds().items():
        for provision, number in counted.count(rows.keys()).items():
            rows[provision].counts[kind] = number
    for call in CallForPractices.objects.filter(provision__in=rows, closed_at=None):
        rows[call.provision_id].calls.append(call)
    return list(rows.values())


def _count(row: CoverageRow, kind: str, document: Document) -> None:
    row.counts[kind] = row.counts.get(kind, 0) + 1
    codes: Mapping[str, tuple[str, ...]] = document.codes
    regions = {code.partition("/")[0] for code in codes.get("region", ())}
    row.regions |= regions
    for region in regions if kind == "practice" else ():
        row.by_region[region] = row.by_region.get(region, 0) + 1
    if document.place:
        row.cities.add(document.place)
    row.best_grade = max([row.best_grade, *codes.get("grade", ())])
