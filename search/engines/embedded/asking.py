"""A query as tantivy's query objects. The person's words become term and phrase queries of terms, never text that is
parsed, so every text yields the same shape."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from search.analysis import Requirement, field_language, requirements
from search.engines.embedded.opened import View
from search.engines.embedded.schema import facet_field, text_field, title_field
from search.queries import Query

Q = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
TITLE_BOOST = 3.0
READERS_LANGUAGE = 1.2


def text_query(view: View, query: Query) -> tantivy.Query:
    """Documents with every word (or any) in their texts of one analysis; the better language counts."""
    if not query.text.strip():
        return view.everything()
    readers = field_language(query.language)
    clauses = []
    for language in view.languages:
        needed = requirements(query.text, language)
        if needed:
            clause = _language_query(view.schema, needed, language, every=query.every_word)
            clauses.append(Q.boost_query(clause, READERS_LANGUAGE) if language == readers else clause)
    if not clauses:
        return Q.empty_query()
    return clauses[0] if len(clauses) == 1 else Q.disjunction_max_query(clauses)


def _language_query(
    schema: tantivy.Schema, needed: Sequence[Requirement], language: str, *, every: bool
) -> tantivy.Query:
    parts = []
    for requirement in needed:
        parts.append((MUST if every else SHOULD, _requirement(schema, text_field(language), requirement)))
        in_title = _requirement(schema, title_field(language), requirement)
        parts.append((SHOULD, Q.boost_query(in_title, TITLE_BOOST)))
    return Q.boolean_query(parts)


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
