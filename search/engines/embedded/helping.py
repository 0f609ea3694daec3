"""What helps a person who is still looking: suggestions while typing, a better spelling, records like this one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import tantivy

from search.analysis import field_language, terms
from search.analysis.spelling import closest, replaced
from search.analysis.stopwords import STOP_WORDS
from search.analysis.terms import surface
from search.documents import Text
from search.engines.embedded.answering import Asked, hit
from search.engines.embedded.opened import View
from search.engines.embedded.schema import facet_field, text_field, texts_of, title_field
from search.facets import Facet
from search.queries import Query
from search.results import Hit, Suggestion

Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
LOOKED_AT = 60  # records looked at for suggestions
VOCABULARY = 20_000  # words compared for a better spelling
LIKENESS_TERMS = 25
LIKENESS_CHARACTERS = 2_000
CODE_WEIGHT = 1.5


def suggest(view: View, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
    """Titles and keywords whose words begin with the words typed; those that begin as a whole first."""
    asked = surface(prefix)
    if not asked:
        return ()
    whole = " ".join(asked)
    found: dict[str, tuple[tuple[bool, bool, int, str, str], Suggestion]] = {}
    names = view.searcher.terms_with_prefix("names", whole, limit=limit * 4)
    starting = (view.term("names", name) for name, _ in names)
    for query, most in (*((q, 2) for q in starting), (_words_begin(view, asked), LOOKED_AT)):
        for option, words, own in _options(view, query, most, language):
            if not all(any(word.startswith(part) for word in words) for part in asked):
                continue
            key = " ".join(words)
            rank = (not key.startswith(whole), not own, len(key), key, option.id or "")
            if key not in found or rank < found[key][0]:
                found[key] = (rank, option)
    return tuple(option for _, option in sorted(found.values(), key=lambda f: f[0])[:limit])


def _words_begin(view: View, asked: list[str]) -> tantivy.Query:
    fuzzy = Q.fuzzy_term_query
    return Q.boolean_query([(MUST, fuzzy(view.schema, "name_words", w, distance=0, prefix=True)) for w in asked])


def _options(
    view: View, query: tantivy.Query, most: int, language: str
) -> Iterator[tuple[Suggestion, list[str], bool]]:
    """Each title and keyword of the records found: (suggestion, its words, whether in the reader's language)."""
    for _, address in view.searcher.search(query, most, count=False).hits:
        stored = view.searcher.doc(address)
        key = stored.get_first("id")
        for text in texts_of(bytes(stored.get_first("source"))):
            own = text.language[:2] == language
            yield Suggestion(text.title, key.split(":", 1)[0], key), surface(text.title), own
            for keyword in text.keywords:
                yield Suggestion(keyword), surface(keyword), own


def did_you_mean(view: View, query: Query) -> str | None:
    """The query with each word that stands nowhere replaced by the nearest that does, if that finds something."""
    text = query.text
    for word in surface(query.text):
        if view.searcher.doc_freq("words", word) == 0 and (near := closest(word, _vocabulary(view, word))):
            text = replaced(text, word, near)
    if text == query.text:
        return None
    return text if Asked(view, replace(query, text=text, every_word=True)).total() else None


def _vocabulary(view: View, word: str) -> Iterator[tuple[str, int]]:
    """Words that begin with the first letter of this one, or the second (two swapped, or one too many in front)."""
    for letter in dict.fromkeys(word[:2]):
        yield from view.searcher.terms_with_prefix("words", letter, limit=VOCABULARY)


def similar(view: View, facets: Mapping[str, Facet], document_id: str, limit: int) -> tuple[Hit, ...]:
    """Documents of the same kind that share the most telling words and codes with this one."""
    found = view.searcher.search(view.term("id", document_id), 1, count=False).hits
    if not found:
        return ()
    stored = view.searcher.doc(found[0][1])
    source = stored.get_first("source")
    if source is None:  # a tombstone
        return ()
    kind = document_id.split(":", 1)[0]
    alike = [(SHOULD, q) for q in _telling_words(view, next(texts_of(bytes(source))))]
    alike += [(SHOULD, q) for q in _codes(view, facets, document_id)]
    if not alike:
        return ()
    query = Q.boolean_query(
        [
            (MUST, Q.boolean_query(alike)),
            (MUST, Q.const_score_query(view.term("kind", kind), 0.0)),
            (MUST_NOT, view.term("id", document_id)),
        ]
    )
    nearest = view.searcher.search(query, limit, count=False).hits
    return tuple(hit(view, address, Query(), score) for score, address in nearest)


def _telling_words(view: View, text: Text) -> Iterable[tantivy.Query]:
    """The words of a text with the highest tf-idf, stop words and words of no other document left out."""
    language = field_language(text.language)
    body = text.body[:LIKENESS_CHARACTERS]
    tally: Counter[str] = Counter()
    for value, weight in ((text.title, 3), *((k, 3) for k in text.keywords), (text.summary, 2), (body, 1)):
        for term in terms(value, language):
            tally[term] += weight
    documents = max(view.searcher.num_docs, 1)
    scored = []
    for term, often in tally.items():
        holding = 0 if term in STOP_WORDS[language] else view.searcher.doc_freq(text_field(language), term)
        if holding > 1:
            scored.append((often * math.log(1 + documents / holding), term))
    for _, term in sorted(scored, reverse=True)[:LIKENESS_TERMS]:
        yield Q.term_query(view.schema, text_field(language), term)
        yield Q.term_query(view.schema, title_field(language), term)


def _codes(view: View, facets: Mapping[str, Facet], document_id: str) -> Iterable[tantivy.Query]:
    """A query per code of the document: rarer codes tell more, which the engine's own weighing sees to."""
    names = [name for name in facets if name not in ("kind", "language")]
    asked = {name: {"terms": {"field": facet_field(name), "size": 100}} for name in names}
    answer = view.searcher.aggregate(view.term("id", document_id), asked)
    for name in names:
        for bucket in answer[name]["buckets"]:
            yield Q.boost_query(view.term(facet_field(name), bucket["key"]), CODE_WEIGHT)
