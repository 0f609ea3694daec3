"""A found document as a hit: which of its texts to show, its title and snippet cut at the matches. For the engines
that mark matches in Python; Elasticsearch marks them itself."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis import field_language, query_terms
from search.analysis.highlight import best_text, pieces, snippet, spans
from search.documents import Text
from search.queries import Query
from search.results import Hit


def shown(document_id: str, texts: Sequence[Text], query: Query, score: float) -> Hit:
    """The hit, in the text that matched best (see highlight.best_text). texts: at least one, the original first."""
    wanted = {language: query_terms(query.text, language) for language in {field_language(t.language) for t in texts}}
    matched = [0] * len(texts)
    if len(texts) > 1 and query.text.strip():
        for i, text in enumerate(texts):
            matched[i] = _different(text, wanted[field_language(text.language)])
    text = texts[best_text(texts, matched, query.language)]
    language = field_language(text.language)
    title = pieces(text.title, spans(text.title, wanted[language], language))
    return Hit(document_id, score, text.language, title, snippet(text, wanted[language], language))


def _different(text: Text, wanted: frozenset[str]) -> int:
    """How many of the wanted terms stand in a text."""
    language, found = field_language(text.language), set[str]()
    for value in (text.title, *text.keywords, text.summary, text.body):
        found.update(term for _, _, term in spans(value, wanted, language))
        if len(found) == len(wanted):
            break
    return len(found)
