"""Results of a search as JSON, CSV and Atom: the same records as the page, through the same gate."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from search import limits, sources
from search.cells import neutral
from search.finding import Found, drawn, find
from search.queries import Query
from search.results import Hit
from search.service import get_engine
from search.showing_facets import labels
from search.sources import Card

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BEYOND_ANY_ANSWER = 50  # rows fetched at once for an export


def as_json(found: Found, absolute: Any) -> dict[str, Any]:
    """The documented answer of /api/v1/search. absolute: makes a path an address with host.

    While the index is so far behind that counts would be wrong, there are none and `facets_withheld` says so: as on
    the page, a number is right or absent.
    """
    codes = sources.codes_of(card for card, _hit in found.cards)
    return {
        "total": found.total,
        "page": found.query.page,
        "pages": found.pages,
        "results": [result(card, hit, absolute, codes[card.id]) for card, hit in found.cards],
        "facets": {} if found.stale else facets(found),
        "facets_withheld": found.stale,
        "degraded": found.results.degraded,
    }


def facets(found: Found) -> dict[str, list[dict[str, Any]]]:
    """Facet → its values with labels and counts."""
    names = labels(found, found.query.language)
    return {
        name: [
            {
                "value": v.value,
                "label": names.get(name, {}).get(v.value, v.value),
                "count": v.count,
                "selected": v.selected,
            }
            for v in counted.values
        ]
        for name, counted in found.results.facets.items()
    }


def result(card: Card, hit: Hit, absolute: Any, codes: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """One record of the answer. snippet: plain text, empty when nothing matched in summary or body."""
    return {
        "id": card.id,
        "kind": card.kind,
        "title": card.title,
        "url": absolute(card.url),
        "summary": card.summary,
        "snippet": "".join(piece.text for piece in hit.snippet),
        "codes": {name: list(values) for name, values in codes.items()},
    }


class _Line:
    """A file that hands each written line straight on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(query: Query, absolute: Any) -> Iterator[str]:
    """A CSV of up to limits.EXPORT_ROWS records, codes in one column per facet, with a byte order mark for
    spreadsheets. No cell is taken for a formula."""
    writer = csv.writer(_Line())
    facets = [name for name in sources.all_facets() if name != "kind"]
    head = ["id", "kind", "title", "url", "summary", "place", "latitude", "longitude", *facets]
    yield "\ufeff" + str(writer.writerow(head))
    for card, codes in with_codes(records(query)):
        latitude, longitude = card.location or ("", "")
        row = [card.id, card.kind, card.title, absolute(card.url), card.summary, card.place]
        cells = [neutral(value) for value in row]
        cells += [str(latitude), str(longitude), *(neutral("; ".join(codes.get(name, ()))) for name in facets)]
        yield str(writer.writerow(cells))


def with_codes(cards: Iterator[Card]) -> Iterator[tuple[Card, Mapping[str, tuple[str, ...]]]]:
    """Each card with every code its record is found by; looked up for many at once."""
    while some := list(itertools.islice(cards, BEYOND_ANY_ANSWER)):
        codes = sources.codes_of(some)
        yield from ((card, codes[card.id]) for card in some)


def records(query: Query) -> Iterator[Card]:
    """The public records a search finds, in its order, up to limits.EXPORT_ROWS."""
    engine = get_engine()
    size = BEYOND_ANY_ANSWER
    for page in range(1, limits.EXPORT_ROWS // size + 1):
        results = engine.search(replace(query, page=page, size=size, facets=()))
        yield from (card for card, _hit in drawn(results.hits, query.language)[0])
        if page * size >= results.total:
            return


def _plain(text: str) -> str:
    """Without the characters that no XML document may hold (XML 1.0, 2.2), which would break the whole feed."""
    return _NOT_IN_XML.sub(" ", text)


def atom(query: Query, title: str, page_url: str, feed_url: str, absolute: Any) -> str:
    """The newest records of a search as an Atom feed."""
    found = find(replace(query, sort="newest", page=1, size=limits.FEED_ENTRIES, facets=()), widen=False)
    feed = Atom1Feed(title=_plain(title), link=page_url, feed_url=feed_url, description=_("Newest records of a search"))
    for card, _hit in found.cards:
        day = card.published
        when = datetime.combine(day, time(), UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
        feed.add_item(
            title=_plain(card.title),
            link=absolute(card.url),
            description=_plain(card.summary),
            unique_id=absolute(card.url),
            pubdate=when,
            updateddate=when,
        )
    return str(feed.writeString("utf-8"))
