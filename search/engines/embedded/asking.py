"""A query as tantivy's query objects. The person's words become term and phrase queries of terms, never text that is
parsed, so every text yields the same shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tantivy

from search.analysis import Requirement, field_language, neighbours, weighed
from search.analysis.terms import stem
from search.engines.embedded.opened import View
from search.engines.embedded.schema import facet_field, text_field, title_field
from search.engines.weights import APART, READERS_LANGUAGE, TOGETHER, title_weight
from search.queries import Query

Q = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def text_query(view: View, query: Query) -> tantivy.Query:
    """Documents with every word (or any) in their texts of one analysis; the better language counts."""
    if not query.text.strip():
        return view.everything()
    readers = field_language(query.language)
    clauses = []
    for language in view.languages:
        clause = _language_query(view.schema, query, language)
        if clause is not None:
            clauses.append(Q.boost_query(clause, READERS_LANGUAGE) if language == readers else clause)
    if not clauses:
        return Q.empty_query()
    return clauses[0] if len(clauses) == 1 else Q.disjunction_max_query(clauses)


def _language_query(schema: tantivy.Schema, query: Query, language: str) -> tantivy.Query | None:
    """Texts of one analysis with every word, or any; None when the query has no word in it."""
    needed = weighed(query.text, language, every_word=query.every_word)
    if not needed:
        return None
    holds = [(_requirement(schema, text_field(language), one), often) for one, often in needed]
    hit = Q.boolean_query([(MUST if query.every_word else SHOULD, _boosted(*held)) for held in holds])
    return Q.boolean_query([(MUST, hit), *((SHOULD, better) for better in _better(schema, query, language))])


def _better(schema: tantivy.Schema, query: Query, language: str) -> Iterator[tantivy.Query]:
    """What only moves a hit up: words and phrases in title or keywords, and neighbours that stand close together."""
    needed = weighed(query.text, language, every_word=query.every_word)
    weight = title_weight(len(needed))
    for one, often in needed:
        yield _boosted(_requirement(schema, title_field(language), one), weight * often)
    for pair in neighbours(query.text, language):
        words = [stem(word, language) for word in pair]
        yield _boosted(Q.phrase_query(schema, text_field(language), words, APART), TOGETHER)


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return query if weight == 1 else Q.boost_query(query, float(weight))


def _requirement(schema: tantivy.Schema, field: str, needed: Requirement) -> tantivy.Query:
    if len(needed) == 1:
        return Q.term_query(schema, field, needed[0][1])
    return Q.phrase_query(schema, field, list(needed))


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
