"""Completions while typing, corrected spellings, and records like a given one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.analysis import FIELD_LANGUAGES
from search.analysis.spelling import SHORTEST, closest, replaced
from search.analysis.terms import surface
from search.engines.elastic import library as es
from search.engines.elastic.asking import FacetedRequest, matching
from search.engines.elastic.mapping import FIELDS
from search.engines.elastic.records import sendable
from search.facets import Facet
from search.results import Suggestion

OPTIONS_SHOWN = ["options.text", "options.kind", "options.id"]
SHARED_CODE = 3.0
SHARED_WORDS = 1.0


def completions(prefix: str, language: str, limit: int) -> es.Search | None:
    """A request whose answer `completed` reads; None when the prefix has no letter.

    Every word of the prefix must begin a word of the option. The order: options that begin with the prefix, options in
    the reader's language, the shorter, by alphabet; each spelling once. A terms aggregation ordered by key gives that
    exactly, however many records share a keyword.
    """
    words = surface("".join(sendable(prefix)))
    if not words:
        return None
    fitting = es.query.Bool(filter=[es.query.Prefix(**{"options.words": word}) for word in words])
    begins = es.query.Prefix(**{"options.whole": " ".join(words)})
    reads = es.query.Term(**{"options.language": language})
    groups = {
        "0": es.query.Bool(filter=[begins, reads]),
        "1": es.query.Bool(filter=[begins], must_not=[reads]),
        "2": es.query.Bool(filter=[reads], must_not=[begins]),
        "3": es.query.Bool(must_not=[begins, reads]),
    }
    search = es.Search().query("nested", path="options", query=fitting)[:0].extra(track_total_hits=False)
    nested = search.aggs.bucket("options", "nested", path="options").bucket("fitting", "filter", filter=fitting)
    for name, query in groups.items():
        group = nested.bucket(name, "filter", filter=query)
        order = group.bucket("order", "terms", field="options.order", size=limit, order={"_key": "asc"})
        order.metric("first", "top_hits", size=1, sort=["options.id"], _source=OPTIONS_SHOWN)
    return search


def completed(answer: Mapping[str, Any], limit: int) -> tuple[Suggestion, ...]:
    """The options of `completions`, in order."""
    found: dict[str, Suggestion] = {}
    groups = answer["aggregations"]["options"]["fitting"]
    for name in "0123":
        for row in groups[name]["order"]["buckets"]:
            option = row["first"]["hits"]["hits"][0]["_source"]
            key = row["key"].split(" ", 1)[-1]
            found.setdefault(key, Suggestion(option["text"], option["kind"], option["id"] or None))
    return tuple(found.values())[:limit]


def spelling(text: str) -> es.Search | None:
    """A request for the near words of those that occur nowhere; `corrected` reads the answer."""
    words = [word for word in dict.fromkeys(surface(text)) if len(word) >= SHORTEST]
    if not words:
        return None
    near = {"field": "spelling", "suggest_mode": "missing", "max_edits": 2, "prefix_length": 0, "size": 20}
    near |= {"string_distance": "damerau_levenshtein", "min_word_length": SHORTEST, "max_inspections": 20}
    search = es.Search()[:0].extra(track_total_hits=False)
    return search.suggest("near", " ".join(words), term=near)


def corrected(text: str, answer: Mapping[str, Any]) -> str | None:
    """The text with its unknown words replaced by the nearest known ones, or None when nothing is near."""
    better = text
    for word in answer["suggest"]["near"]:
        if near := closest(word["text"], [(option["text"], option["freq"]) for option in word["options"]]):
            better = replaced(better, word["text"], near)
    return better if better != text else None


def finds(request: FacetedRequest, text: str) -> es.Search:
    """A request for the number of hits the text would have under the same ticks."""
    asked = request.asked
    filters = list(request._filters.values())
    query = es.query.Bool(must=[matching(text, asked.language, every_word=asked.every_word)], filter=filters)
    return es.Search().query(query)[:0].extra(track_total_hits=1)


def alike(document_id: str, held: Mapping[str, Any], facets: Mapping[str, Facet], limit: int, index: str) -> es.Search:
    """A request for records of the same kind that share codes and telling words with this one.

    held: `kind` and `codes` of its source.
    """
    codes = held.get("codes", {})
    shared: list[Any] = [
        es.query.ConstantScore(filter=es.query.Term(**{f"codes.{name}": code}), boost=SHARED_CODE)
        for name in facets
        if name != "kind"
        for code in codes.get(name, ())
    ]
    shared.append(
        es.query.MoreLikeThis(
            fields=[f"texts.{language}.{name}" for language in FIELD_LANGUAGES for name in FIELDS],
            like=[{"_index": index, "_id": document_id}],
            min_term_freq=1,
            min_doc_freq=2,
            max_query_terms=25,
            minimum_should_match="1",
            boost=SHARED_WORDS,
        )
    )
    query = es.query.Bool(
        filter=[es.query.Term(kind=held["kind"])],
        must_not=[es.query.Term(id=document_id)],
        should=shared,
        minimum_should_match=1,
    )
    search = es.Search().query(query).source(["titles"]).sort("_score", "id")
    return search[:limit]
