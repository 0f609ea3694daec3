"""From the server's answer to the values the site knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from search.analysis import field_language
from search.engines.elastic.asking import NAMES_LANGUAGE, FacetedRequest
from search.engines.elastic.records import MARK_BEGIN, MARK_END
from search.facets import FacetResult, arrange
from search.queries import SearchUnavailable
from search.results import Hit, Piece, Results

_MARKED = re.compile(f"{MARK_BEGIN}(.*?){MARK_END}", re.DOTALL)


def results(request: FacetedRequest, answer: Mapping[str, Any]) -> Results:
    """One page. Raises KeyError or TypeError when the answer is none of Elasticsearch's."""
    asked = request.asked
    aggregations = answer.get("aggregations", {})
    return Results(
        total=answer["hits"]["total"]["value"],
        hits=tuple(hit(found, asked.language) for found in answer["hits"]["hits"]),
        facets={
            name: _counts(name, aggregations[f"in_{name}"], asked.selected.get(name, ()), asked.facet_values)
            for name in request.counted
        },
    )


def complete(answer: Mapping[str, Any]) -> None:
    """Raises SearchUnavailable when a part of the index did not answer: a wrong number is worse than none."""
    shards = answer.get("_shards", {})
    if answer.get("timed_out") or shards.get("failed", 0):
        raise SearchUnavailable("the search engine answered in part only")


def _counts(name: str, bucket: Mapping[str, Any], ticked: Sequence[str], limit: int) -> FacetResult:
    rows = [*bucket["values"]["buckets"], *bucket.get("ticked", {}).get("buckets", ())]
    counts = {row["key"]: row["doc_count"] for row in rows}
    found = arrange(name, counts, ticked, limit)
    more = len(bucket["values"]["buckets"]) > limit
    return FacetResult(found.name, found.values, truncated=more)


def hit(found: Mapping[str, Any], reader: str) -> Hit:
    """A found document, shown in the text that matched: the reader's language among equals, else the original."""
    titles = found["_source"]["titles"]
    marked = found.get("highlight", {})
    matched = {name.removeprefix(NAMES_LANGUAGE) for name in _named(found)}
    candidates = [t for t in titles if field_language(t["language"]) in matched] or titles
    chosen = next((t for t in candidates if t["language"][:2] == reader), candidates[0])
    language = field_language(chosen["language"])
    return Hit(
        id=found["_id"],
        score=found.get("_score") or 0.0,
        language=chosen["language"],
        title=_title(chosen["title"], marked.get(f"texts.{language}.title", ())),
        snippet=_snippet(marked, language),
    )


def _named(found: Mapping[str, Any]) -> Sequence[str]:
    names: Sequence[str] = found.get("matched_queries", ())
    return names


def _title(title: str, marked: Sequence[str]) -> tuple[Piece, ...]:
    """The title, with its matches when the server marked this very title (texts may share an analysis)."""
    for one in marked:
        cut = pieces(one)
        if "".join(piece.text for piece in cut) == title:
            return cut
    return (Piece(title),) if title else ()


def _snippet(marked: Mapping[str, Sequence[str]], language: str) -> tuple[Piece, ...]:
    """The fragment of summary or body with the most different matches, the summary among equals."""
    fragments = [f for name in ("summary", "body") for f in marked.get(f"texts.{language}.{name}", ())]
    if not fragments:
        return ()
    return pieces(max(fragments, key=lambda f: len({m.lower() for m in _MARKED.findall(f)})))


def pieces(marked: str) -> tuple[Piece, ...]:
    """A marked text as pieces; neighbours of one kind are joined."""
    cut: list[Piece] = []
    for i, part in enumerate(_MARKED.split(marked)):
        if not part:
            continue
        is_match = i % 2 == 1
        if cut and cut[-1].is_match == is_match:
            cut[-1] = Piece(cut[-1].text + part, is_match)
        else:
            cut.append(Piece(part, is_match))
    return tuple(cut)
