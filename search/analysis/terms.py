"""From text to comparable terms, and from a query to what a text must hold to be a hit.

Words are runs of letters and digits, lower case, without Latin accents, cut to their Snowball stem where the language
has one. In Chinese (Japanese, Korean) every character and every pair of neighbours is a term.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

import tantivy

from search.analysis.folding import fold
from search.analysis.languages import FIELD_LANGUAGES, STEMMERS
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import Wanted, wanted

LONGEST_TERM = 200
MOST_RUNS = 400  # different words of a passage that are looked for
MOST_PAIRS = 100

Requirement = tuple[tuple[int, str], ...]
"""Terms with their offsets: one (0, term) for a word; several, at those distances, for a phrase."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003134f]+")


def _builder(tokenizer: tantivy.Tokenizer) -> tantivy.TextAnalyzerBuilder:
    return tantivy.TextAnalyzerBuilder(tokenizer)


def text_analyzer(language: str) -> tantivy.TextAnalyzer:
    """The analyzer of one field language, as the embedded engine registers it (not for "zh", see `positions`)."""
    builder = _surface_builder()
    if language in STEMMERS:
        builder = builder.filter(tantivy.Filter.stemmer(STEMMERS[language]))
    return builder.build()


def _surface_builder() -> tantivy.TextAnalyzerBuilder:
    simple = _builder(tantivy.Tokenizer.simple())
    return (
        simple.filter(tantivy.Filter.remove_long(LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )


_SURFACE = _surface_builder().build()
_FULL = {language: text_analyzer(language) for language in FIELD_LANGUAGES}
_STEM = {
    language: _builder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer(name)).build()
    for language, name in STEMMERS.items()
}


def surface(text: str) -> list[str]:
    """The words of a text, folded but not stemmed; the same for every language."""
    return _SURFACE.analyze(fold(text, "xx"))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word. language: a field language."""
    analyzer = _STEM.get(language)
    return (analyzer.analyze(word) or [word])[0] if analyzer else word


def terms(text: str, language: str) -> list[str]:
    """Every term of a text in order. language: a field language."""
    if language == "zh":
        return [term for _, term, _, _ in positions(text)]
    return _FULL[language].analyze(fold(text, language))


def positions(text: str) -> Iterator[tuple[int, str, int, int]]:
    """(position, term, start, end) of a Chinese text: each character, each pair of neighbours at the position of its
    first character, and the words of other scripts, folded."""
    place = 0
    at = 0
    for run in _CJK.finditer(text):
        for word in surface(text[at : run.start()]):
            yield place, word, at, run.start()
            place += 1
        start, end = run.span()
        for i in range(start, end):
            yield place, text[i], i, i + 1
            if i + 1 < end:
                yield place, text[i : i + 2], i, i + 2
            place += 1
        at = end
    for word in surface(text[at:]):
        yield place, word, at, len(text)
        place += 1


@lru_cache(maxsize=4_096)
def written_in(text: str) -> str:
    """The language a query is written in, told by its function words: at least two different ones, and more than of any
    other language; "" when they do not tell. "cómo reducir la violencia" asks no English text for its "la"."""
    words = frozenset(surface(text))
    known = sorted((len(words & stop), language) for language, stop in STOP_WORDS.items())
    (second, _), (most, language) = known[-2:]
    return language if most >= 2 and most > second else ""


@lru_cache(maxsize=4_096)
def _idle(text: str) -> frozenset[str]:
    """Words of a query that no text is asked for, whatever its language: the function words of the language the query
    is in; where that is not known, words that are function words in two languages, or short and in one ("des")."""
    if language := written_in(text):
        return STOP_WORDS[language]
    known = {word: sum(word in stop for stop in STOP_WORDS.values()) for word in surface(text)}
    return frozenset(word for word, languages in known.items() if languages > 1 or (languages and len(word) <= 3))


@lru_cache(maxsize=4_096)
def runs(text: str, language: str, *, every_word: bool = True) -> tuple[tuple[str, ...], ...]:
    """What a query asks for: folded words, not yet stemmed, each run a single word or the words of a phrase, in the
    query's order and as often as they were written; () when it has no word. language: any but "zh".

    every_word: all will have to occur; a word of several parts ("well-lit", "11.7") is then a phrase. When any will do,
    its parts count alone. Stop words (see also `_idle`) are left out unless nothing else is asked; inside quotes they
    count. Of a passage with more than MOST_RUNS different runs those written most often are kept.
    """
    stop = STOP_WORDS[language] | _idle(text)
    items = [(_SURFACE.analyze(fold(item.text, language)), item.phrase) for item in wanted(text)]
    strict = [run for words, phrase in items for run in _runs(words, stop, phrase, every_word)]
    found = strict or [run for words, phrase in items for run in _runs(words, frozenset(), phrase, every_word)]
    kept = _most_written(found)
    return tuple(run for run in found if run in kept)


def _runs(words: list[str], stop: frozenset[str], phrase: bool, every_word: bool) -> list[tuple[str, ...]]:
    if not phrase:
        kept = [i for i, word in enumerate(words) if word not in stop]
        if not every_word:
            return [(words[i],) for i in kept]
        words = words[kept[0] : kept[-1] + 1] if kept else []
    return [tuple(words)] if words else []


def _most_written(found: list[Any]) -> frozenset[Any]:
    counts = Counter(found)
    return frozenset(counts if len(counts) <= MOST_RUNS else (run for run, _ in counts.most_common(MOST_RUNS)))


def neighbours(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of words that follow each other in a query, stop words passed over: a text that has them close together is
    the better hit. Folded, not stemmed; each pair once, at most MOST_PAIRS. None in Chinese, whose terms overlap."""
    if language == "zh":
        return ()
    words = [word for run in runs(text, language, every_word=False) for word in run if word not in STOP_WORDS[language]]
    pairs = dict.fromkeys((a, b) for a, b in pairwise(words) if stem(a, language) != stem(b, language))
    return tuple(islice(pairs, MOST_PAIRS))


@lru_cache(maxsize=4_096)
def weighed(text: str, language: str, *, every_word: bool = True) -> tuple[tuple[Requirement, int], ...]:
    """What a text analysed in `language` must hold for a query to find it, each with how often the query has it; ()
    when the query has no word at all. The rules are those of `runs`."""
    if language == "zh":
        needed = _chinese(text)
    else:
        asked = runs(text, language, every_word=every_word)
        needed = [tuple((offset, stem(word, language)) for offset, word in enumerate(run)) for run in asked]
    return tuple(Counter(needed).items())


def requirements(text: str, language: str, *, every_word: bool = True) -> tuple[Requirement, ...]:
    """What a text analysed in `language` must hold for a query to find it; see `weighed`."""
    return tuple(needed for needed, _ in weighed(text, language, every_word=every_word))


def _chinese(text: str) -> list[Requirement]:
    asked, stop = wanted(text), STOP_WORDS["zh"]
    strict = [r for item in asked for r in _chinese_item(item, stop)]
    found = strict or [r for item in asked for r in _chinese_item(item, frozenset())]
    kept = _most_written(found)
    return [needed for needed in found if needed in kept]


def _chinese_item(item: Wanted, stop: frozenset[str]) -> list[Requirement]:
    found = list(positions(item.text))
    paired = {place for place, term, _, _ in found if _is_pair(term)}
    # A character that begins or ends a pair is asked for with the pair; alone it stands for itself.
    chosen = [
        (place, term)
        for place, term, _, _ in found
        if _is_pair(term) or not (place in paired or (place - 1 in paired and _CJK.fullmatch(term)))
    ]
    if item.phrase and chosen:
        first = chosen[0][0]
        return [tuple((place - first, term) for place, term in chosen)]
    return [((0, term),) for _, term in chosen if term not in stop]


def _is_pair(term: str) -> bool:
    return len(term) == 2 and _CJK.fullmatch(term) is not None


@lru_cache(maxsize=4_096)
def query_terms(text: str, language: str) -> frozenset[str]:
    """The terms a hit is marked for; see `requirements`."""
    return frozenset(term for needed in requirements(text, language) for _, term in needed)
