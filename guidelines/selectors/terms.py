"""What carries a term: provisions by their digests, records by the search."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guidelines.models import ProvisionDigest, ProvisionVersion, SdgTarget, Theme
from guidelines.selectors.outline import current_version_ids
from guidelines.selectors.terms_to_check import in_doubt
from search import service, sources
from search.finding import drawn
from search.queries import Query, SearchUnavailable
from search.sources import Card

logger = logging.getLogger("safer_cities.guidelines")
SHOWN = 6
MANY = 300  # values counted at once


@dataclass
class Tagged:
    """Records with a term. groups: per kind, its label, total and first cards. available: the search answered."""

    groups: list[tuple[str, str, int, list[Card]]] = field(default_factory=list)
    available: bool = True


def term_counts(facet: str) -> Mapping[str, int]:
    """Facet code → public practices; empty when the search does not answer (no number is better than a wrong one)."""
    try:
        answer = service.get_engine().search(
            Query(selected={"kind": ("practice",)}, size=1, facets=(facet,), facet_values=MANY)
        )
    except SearchUnavailable:
        logger.warning("no counts for %s: the search does not answer", facet)
        return {}
    return {value.value: value.count for value in answer.facets[facet].values} if facet in answer.facets else {}


def records_tagged(facet: str, path: str, language: str) -> Tagged:
    """The first records of every kind but provisions that carry a term, through the rooms' gates."""
    result = Tagged()
    for kind, source in sources.all_sources().items():
        if kind in ("provision", "guideline"):
            continue
        query = Query(
            language=language[:2], selected={"kind": (kind,), facet: (path,)}, size=SHOWN, facets=(), sort="newest"
        )
        try:
            answer = service.get_engine().search(query)
        except SearchUnavailable:
            return Tagged(available=False)
        cards = [card for card, _hit in drawn(answer.hits, language[:2])[0]]
        if cards:
            result.groups.append((kind, str(source.label_plural), answer.total, cards))
    return result


def term_provisions(
    *, themes: Sequence[Theme] = (), targets: Sequence[SdgTarget] = ()
) -> list[tuple[ProvisionVersion, str, bool]]:
    """Provisions in force whose digest carries one of the terms, with the digest and whether both were given to an
    earlier wording, in the order of the text."""
    digests = (
        ProvisionDigest.objects.filter(themes__in=themes)
        if themes
        else ProvisionDigest.objects.filter(sdg_targets__in=targets)
    )
    texts = {pk: (text, made_for) for pk, text, made_for in digests.values_list("provision_id", "text", "for_wording")}
    rows = (
        ProvisionVersion.objects.filter(provision_id__in=texts, version__in=current_version_ids())
        .filter(provision__in=_public_provisions())
        .select_related("provision__document")
        .order_by("version", "position")
    )
    return [
        (row, text, in_doubt(made_for, row.wording_hash))
        for row in rows
        for text, made_for in [texts[row.provision_id]]
    ]


def _public_provisions() -> object:
    from guidelines.models import Provision

    return Provision.objects.public().values("pk")
