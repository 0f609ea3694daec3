"""A query as tantivy's query objects. The person's words become term and phrase queries of terms, never text that is
parsed, so every text yields the same shape."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import tantivy

from search.analysis import Requirement, field_language, lessened, neighbours, weighed, written_in
from search.analysis.terms import stem
from search.engines.embedded.opened import View
from search.engines.embedded.schema import facet_field, text_field, title_field
from search.engines.weights import APART, IN_TITLE, READERS_LANGUAGE, TOGETHER, repeated
from search.queries import Query

Q = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def text_query(view: View, query: Query) -> tantivy.Query:
    """Documents with every word (or any) in their texts of one analysis; the better language counts."""
    if not query.text.strip():
        return view.everything()
    readers = written_in(query.text) or (field_language(query.language) if query.language else "")
    clauses = []
    for language in view.languages:
        clause = _language_query(view, query, language)
        if clause is not None:
            clauses.append(Q.boost_query(clause, READERS_LANGUAGE) if language == readers else clause)
    if not clauses:
        return Q.empty_query()
    return clauses[0] if len(clauses) == 1 else Q.disjunction_max_query(clauses)


def _language_query(view: View, query: Query, language: str) -> tantivy.Query | None:
    """Texts of one analysis with every word, or any; None when the query has no word in it."""
    less = lessened(query.text, language)
    needed = [
        (one, repeated(often) * max(_weights(one, less)))
        for one, often in weighed(query.text, language, every_word=query.every_word)
    ]
    if not needed:
        return None
    rare = Rarity(view, language)
    holds = [rare.query(text_field(language), one, weight) for one, weight in needed]
    hit = Q.boolean_query([(MUST if query.every_word else SHOULD, held) for held in holds])
    titles = [rare.query(title_field(language), one, IN_TITLE * weight) for one, weight in needed]
    better = [*titles, *_together(rare, query, language, less)]
    return Q.boolean_query([(MUST, hit), *((SHOULD, one) for one in better)])


def _together(rare: Rarity, query: Query, language: str, less: Mapping[str, float]) -> Iterator[tantivy.Query]:
    """Neighbours of the query that stand close together in a text."""
    for pair in neighbours(query.text, language):
        words = tuple((place, stem(word, language)) for place, word in enumerate(pair))
        yield rare.query(text_field(language), words, TOGETHER * min(_weights(words, less)), apart=APART)


def _weights(words: Requirement, less: Mapping[str, float]) -> Iterator[float]:
    return (less.get(term, 1.0) for _, term in words)


class Rarity:
    """Words and phrases as queries, weighed by how rare the words are among the texts of one analysis.

    tantivy counts how rare a word is among all documents. Among English records with some translations every French
    word would look rare, and a record with a French text would win over one without by a word both languages have.
    The rarest word weighs the same in every language, so that a small language is not at a loss either.
    """

    def __init__(self, view: View, language: str) -> None:
        self.view = view
        self.texts = view.spoken(language)
        self.all = max(view.searcher.num_docs, self.texts)

    def query(self, field: str, needed: Requirement, weight: float, *, apart: int = 0) -> tantivy.Query:
        """needed: one word, or the words of a phrase, between which `apart` others may stand."""
        schema = self.view.schema
        if len(needed) == 1:
            found = Q.term_query(schema, field, needed[0][1])
        else:
            found = Q.phrase_query(schema, field, list(needed), apart)
        weight *= self._factor(field, [term for _, term in needed])
        return found if weight == 1 else Q.boost_query(found, float(weight))

    def _factor(self, field: str, terms: Sequence[str]) -> float:
        """What tantivy's weight must be multiplied by."""
        if self.texts == self.all:
            return 1.0
        holding = [self.view.searcher.doc_freq(field, term) for term in terms]
        among, every = max(self.texts, *holding), self.all
        scale = math.log(1 + every) / math.log(1 + among)
        return scale * sum(_rarity(n, among) for n in holding) / sum(_rarity(n, every) for n in holding)


def _rarity(holding: int, texts: int) -> float:
    """The inverse document frequency of BM25."""
    return math.log(1 + (texts - holding + 0.5) / (holding + 0.5))


def filter_query(view: View, facet: str, codes: Sequence[str]) -> tantivy.Query:
    """Documents with any of the codes, without weight."""
    field = facet_field(facet)
    terms = [view.term(field, code) for code in codes]
    either = terms[0] if len(terms) == 1 else Q.boolean_query([(SHOULD, term) for term in terms])
    return Q.const_score_query(either, 0.0)


def narrowed(words: tantivy.Query, filters: Sequence[tantivy.Query]) -> tantivy.Query:
    """The words under all filters."""
    if not filters:
        return words
    return Q.boolean_query([(MUST, words), *((MUST, f) for f in filters)])
