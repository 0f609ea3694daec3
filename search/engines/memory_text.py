"""Whether a document holds the words of a query, in the plainest form (for the oracle)."""

from __future__ import annotations

from collections.abc import Iterator

from search.analysis import FIELD_LANGUAGES, field_language, positions, requirements, terms
from search.analysis.terms import Requirement, surface
from search.documents import Document, Text
from search.queries import Query

TITLE_WEIGHT = 4.0
READERS_LANGUAGE = 1.2


class Entry:
    """A document with its words: per field language, the values (title, each keyword, summary, body), each a list of
    the terms at every position."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values: dict[str, list[tuple[float, list[set[str]]]]] = {}
        self.words: set[str] = set()
        for text in document.texts:
            language = field_language(text.language)
            for weight, value in _values(text):
                self.values.setdefault(language, []).append((weight, _placed(value, language)))
                self.words.update(surface(value))

    def terms(self, language: str) -> set[str]:
        """Every term of the texts with this analysis."""
        return {term for _, value in self.values.get(language, ()) for place in value for term in place}

    def weight_of(self, needed: Requirement, language: str) -> float:
        """How well the requirement is met by the texts with this analysis; 0 when it is not."""
        return sum(w * _occurrences(value, needed) for w, value in self.values.get(language, ()))


def _values(text: Text) -> Iterator[tuple[float, str]]:
    yield TITLE_WEIGHT, text.title
    yield from ((TITLE_WEIGHT, word) for word in text.keywords)
    yield 1.0, text.summary
    yield 1.0, text.body


def _placed(value: str, language: str) -> list[set[str]]:
    if language != "zh":
        return [{term} for term in terms(value, language)]
    found: list[set[str]] = []
    for place, term, _, _ in positions(value):
        while len(found) <= place:
            found.append(set())
        found[place].add(term)
    return found


def _occurrences(value: list[set[str]], needed: Requirement) -> int:
    return sum(
        all(at + offset < len(value) and term in value[at + offset] for offset, term in needed)
        for at in range(len(value))
    )


def matches(entry: Entry, query: Query) -> float | None:
    """The relevance of a document, or None when it is not a hit.

    A hit has every word (or any, as the query says) within its texts of one analysis. An empty query matches all; a
    query without a letter or digit matches nothing.
    """
    if not query.text.strip():
        return 0.0
    best: float | None = None
    for language in FIELD_LANGUAGES:
        needed = requirements(query.text, language, every_word=query.every_word)
        weights = [entry.weight_of(requirement, language) for requirement in needed]
        if not weights or not (all(weights) if query.every_word else any(weights)):
            continue
        factor = READERS_LANGUAGE if field_language(query.language) == language else 1.0
        best = max(best or 0.0, factor * sum(weights))
    return best
