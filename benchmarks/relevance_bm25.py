"""Plain BM25, the measure everything is compared with: one bag of words per record, nothing else.

Okapi BM25 (Robertson and Zaragoza 2009, section 3) with k1 = 1.2 and b = 0.75 in the form Lucene uses, whose inverse
document frequency cannot be negative:

    score = Σ over the words of the query   ln(1 + (N - n + ½) / (n + ½)) · tf / (tf + k1 · (1 - b + b · length / mean))

N records, n of them with the word, tf occurrences in the record. A word asked for twice counts twice. Title and text
are one bag, its length counted without stop words. Words are runs of letters and digits, lower case, without accents,
cut to their Snowball stem. The English stop words are the 33 of Lucene's StandardAnalyzer and EnglishAnalyzer, which
most published figures use; for the other languages, whose usual lists are long, they are the product's own.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np

from search.analysis import field_language, terms
from search.analysis.folding import fold
from search.analysis.stopwords import STOP_WORDS
from search.analysis.terms import stem, surface

K1, B = 1.2, 0.75
_LUCENE = """a an and are as at be but by for if in into is it no not of on or such that the their then there these they
    this to was will with"""
STOP = {**STOP_WORDS, "en": frozenset(_LUCENE.split())}


def bag(texts: Iterable[tuple[str, str]]) -> list[str]:
    """The words of a record or a query. texts: (language, words) pairs."""
    found: list[str] = []
    for code, words in texts:
        language = field_language(code)
        stop = STOP[language]
        if language == "zh":
            found += [term for term in terms(words, language) if term not in stop]
        else:
            found += [stem(word, language) for word in surface(fold(words, language)) if word not in stop]
    return found


class PlainBM25:
    """An inverted index in arrays: eight bytes for each different word of each record."""

    def __init__(self) -> None:
        self.lengths = array("I")
        self._records: dict[str, array[int]] = {}
        self._often: dict[str, array[int]] = {}

    def add(self, words: Iterable[str]) -> None:
        """The next record, numbered from 0."""
        number, counts = len(self.lengths), Counter(words)
        self.lengths.append(counts.total())
        for word, often in counts.items():
            self._records.setdefault(word, array("I")).append(number)
            self._often.setdefault(word, array("I")).append(often)

    def scores(self, words: Iterable[str]) -> np.ndarray:
        """The score of every record for these words."""
        total = len(self.lengths)
        found = np.zeros(total)
        lengths = np.frombuffer(self.lengths, dtype=np.uint32)
        mean = lengths.mean() if total else 1.0
        for word, asked in Counter(words).items():
            if word not in self._records:
                continue
            records = np.frombuffer(self._records[word], dtype=np.uint32)
            often = np.frombuffer(self._often[word], dtype=np.uint32).astype(float)
            weight = np.log(1 + (total - len(records) + 0.5) / (len(records) + 0.5))
            found[records] += asked * weight * often / (often + K1 * (1 - B + B * lengths[records] / mean))
        return found

    def best(self, words: Iterable[str], most: int) -> list[int]:
        """Numbers of the best records with any of the words, best first, the earlier of equals first."""
        scores = self.scores(words)
        ordered = np.lexsort((np.arange(len(scores)), -scores))[:most]
        return [int(number) for number in ordered if scores[number] > 0]
