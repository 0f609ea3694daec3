"""From a person's words and ticks to one request. User text only ever stands where a value stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.analysis import FIELD_LANGUAGES, field_language, lessened, neighbours, runs, weighed, written_in
from search.analysis.terms import stem
from search.engines.elastic import library as es
from search.engines.elastic.mapping import FIELDS, WHOLE, fields
from search.engines.elastic.records import MARK_BEGIN, MARK_END, sendable
from search.engines.weights import APART, IN_TITLE, READERS_LANGUAGE, TOGETHER, repeated
from search.facets import Facet
from search.queries import Query

NAMES = ("title", "keywords")
FRAGMENT = 240  # characters of a snippet
LONGEST_MARKED = 50_000  # characters of a text looked at for a snippet
NAMES_LANGUAGE = "language:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text must hold, in one field language: words anywhere in it, and phrases within one value."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]


def asked(text: str, language: str, *, every_word: bool = True) -> Asked:
    """The folded words and phrases of a query, not yet stemmed (the server does that, for index and query alike). The
    rules are those of search.analysis.runs."""
    if language == "zh":
        return _asked_in_characters(text)
    return _sorted_out(runs(text, language, every_word=every_word))


def _asked_in_characters(text: str) -> Asked:
    """Chinese: the terms need no stem. A phrase is asked for character by character, which leaves no gaps."""
    found = []
    for needed, often in weighed(text, "zh"):
        if len(needed) == 1:
            found += [[needed[0][1]]] * often
            continue
        places: dict[int, str] = {}
        for offset, term in needed:
            pair = len(term) == 2 and not term.isascii()
            places.update(enumerate(term, offset) if pair else [(offset, term)])
        found.append([places[at] for at in sorted(places)])
    return _sorted_out(found)


def _sorted_out(found: Iterable[Sequence[str]]) -> Asked:
    found = list(found)
    words = tuple(run[0] for run in found if len(run) == 1)
    phrases = tuple(dict.fromkeys(" ".join(run) for run in found if len(run) > 1))
    return Asked(words, phrases)


def matching(text: str, language: str, *, every_word: bool) -> Any:
    """The query for a person's words: every word within the texts of one analysis, the best language counting.

    language: two-letter code the person reads. Matches all for an empty text, nothing for one without a word.
    """
    if not text.strip():
        return es.query.MatchAll()
    clauses, readers = [], written_in(text) or (field_language(language) if language else "")
    for name in FIELD_LANGUAGES:
        weights = Weights(text, name)
        need = asked(text, name, every_word=every_word)
        parts = _held(need, weights, f"texts.{name}.{WHOLE}", every_word=every_word)
        if not parts:
            continue
        boost = READERS_LANGUAGE if readers == name else 1.0
        options = {"must": parts} if every_word else {"must": es.query.Bool(should=parts, minimum_should_match=1)}
        better = [*_named(need, weights), *_together(text, weights)]
        clauses.append(es.query.Bool(**options, should=better, boost=boost, _name=NAMES_LANGUAGE + name))
    return es.query.DisMax(queries=clauses) if clauses else es.query.MatchNone()


class Weights:
    """How much each word of a query counts in the texts of one analysis."""

    def __init__(self, text: str, language: str) -> None:
        self.language = language
        self._less = lessened(text, language)

    def of(self, words: Iterable[str]) -> list[float]:
        """1 for a word like any other."""
        return [self._less.get(stem(word, self.language), 1.0) for word in words]

    def grouped(self, words: Iterable[str]) -> Mapping[float, str]:
        """Weight → the words that have it, each once, as a query takes them."""
        found: dict[float, list[str]] = {}
        for word, often in Counter(words).items():
            found.setdefault(repeated(often) * self.of([word])[0], []).append(word)
        return {weight: " ".join(alike) for weight, alike in found.items()}


def _held(need: Asked, weights: Weights, field: str, *, every_word: bool) -> list[Any]:
    """The words and phrases in one field. A phrase is found within one title, keyword, summary or body."""
    operator = "and" if every_word else "or"
    return [
        *(
            es.query.Match(**{field: {"query": words, "operator": operator, "boost": weight}})
            for weight, words in weights.grouped(need.words).items()
        ),
        *(
            es.query.MatchPhrase(**{field: {"query": phrase, "boost": max(weights.of(phrase.split()))}})
            for phrase in need.phrases
        ),
    ]


def _named(need: Asked, weights: Weights) -> list[Any]:
    """The words and phrases in title or keywords: only move a hit up."""
    names = fields(weights.language, NAMES)
    return [
        *(
            es.query.CombinedFields(query=words, fields=names, boost=IN_TITLE * weight)
            for weight, words in weights.grouped(need.words).items()
        ),
        *(
            es.query.MultiMatch(
                query=phrase, type="phrase", fields=names, boost=IN_TITLE * max(weights.of(phrase.split()))
            )
            for phrase in need.phrases
        ),
    ]


def _together(text: str, weights: Weights) -> list[Any]:
    """Neighbours of the query that stand close together: only move a hit up."""
    field = f"texts.{weights.language}.{WHOLE}"
    return [
        es.query.MatchPhrase(
            **{field: {"query": " ".join(pair), "slop": APART, "boost": TOGETHER * min(weights.of(pair))}}
        )
        for pair in neighbours(text, weights.language)
    ]


def marking(text: str, *, every_word: bool) -> Any:
    """The words and phrases in every part of a text, for what is marked in title and snippet."""
    clauses: list[Any] = []
    for name in FIELD_LANGUAGES:
        need, weights = asked(text, name, every_word=every_word), Weights(text, name)
        for field in fields(name, FIELDS):
            clauses += _held(need, weights, field, every_word=False)
    return es.query.Bool(should=clauses) if clauses else es.query.MatchNone()


class FacetedRequest(es.FacetedSearch):  # type: ignore[misc]
    """One request for a page of hits and the counts of all facets, each under the ticks of all the others.

    asked: a checked query. facets: those the engine knows. client, index: where to ask.
    """

    def __init__(self, asked: Query, facets: Mapping[str, Facet], client: Any, index: str) -> None:
        self.asked = asked
        self.using = client
        self.index = index
        self.counted = tuple(facets) if asked.facets is None else asked.facets
        self.ticked = {name: sendable(codes) for name, codes in asked.selected.items() if codes}
        self.facets = {
            name: es.TermsFacet(field=f"codes.{name}", size=asked.facet_values + 1)
            for name in {*self.counted, *self.ticked}
        }
        super().__init__(query=asked.text, filters={}, sort=self._order())
        self._s = self._s[asked.offset : asked.offset + asked.size]

    def build_search(self) -> Any:
        # A facet ticked with nothing that can be found must leave nothing; add_filter would leave it out.
        self._filters = {name: es.query.Terms(**{f"codes.{name}": codes}) for name, codes in self.ticked.items()}
        return self.highlight(super().build_search())

    def search(self) -> Any:
        return super().search().source(["titles"]).extra(track_total_hits=True)

    def query(self, search: Any, query: str) -> Any:
        return search.query(matching(query, self.asked.language, every_word=self.asked.every_word))

    def aggregate(self, search: Any) -> None:
        """Counts of each facet; a second look at the ticked codes, which are listed however rare they are."""
        for name in self.counted:
            others = [f for other, f in self._filters.items() if other != name]
            within = es.query.Bool(filter=others) if others else es.query.MatchAll()
            bucket = search.aggs.bucket(f"in_{name}", "filter", filter=within)
            bucket.bucket("values", self.facets[name].get_aggregation())
            if codes := self.ticked.get(name):
                bucket.bucket("ticked", "terms", field=f"codes.{name}", include=codes, size=len(codes))

    def highlight(self, search: Any) -> Any:
        if not self.asked.text.strip():
            return search
        search = search.highlight_options(
            highlight_query=marking(self.asked.text, every_word=self.asked.every_word).to_dict(),
            type="unified",
            pre_tags=[MARK_BEGIN],
            post_tags=[MARK_END],
            max_analyzed_offset=LONGEST_MARKED,
            order="score",
        )
        whole = [f"texts.{language}.title" for language in FIELD_LANGUAGES]
        cut = [f"texts.{language}.{name}" for language in FIELD_LANGUAGES for name in ("summary", "body")]
        search = search.highlight(*whole, number_of_fragments=0)
        return search.highlight(*cut, number_of_fragments=1, fragment_size=FRAGMENT)

    def _order(self) -> list[Any]:
        if self.asked.sort == "city":
            return ["by_city"]
        if self.asked.sort == "newest" or not self.asked.text.strip():
            return ["by_newest"]
        return ["_score", "id"]
