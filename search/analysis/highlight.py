"""Titles and snippets cut into pieces, matched or not; escaping and marking are the template's job."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from search.analysis.folding import fold
from search.analysis.terms import positions, stem, surface
from search.documents import Text
from search.results import Piece

WIDTH = 240  # characters of a snippet
SCANNED = 20_000  # characters of a text looked at

_WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int, str]


@lru_cache(maxsize=200_000)
def _term(word: str, language: str) -> str:
    words = surface(fold(word, language))
    return stem(words[0], language) if len(words) == 1 else ""


def spans(text: str, wanted: Collection[str], language: str) -> list[Span]:
    """(start, end, term) of the words whose term is wanted, in order, without overlaps. language: a field language."""
    if not wanted:
        return []
    if language == "zh":
        return _merged([(start, end, term) for _, term, start, end in positions(text) if term in wanted])
    return [(m.start(), m.end(), term) for m in _WORD.finditer(text) if (term := _term(m.group(), language)) in wanted]


def _merged(found: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end, term in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, term))
    return merged


def pieces(text: str, found: Sequence[Span]) -> tuple[Piece, ...]:
    """The whole text cut at the spans."""
    cut: list[Piece] = []
    at = 0
    for start, end, _ in found:
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], is_match=True))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)


def snippet(text: Text, wanted: Collection[str], language: str) -> tuple[Piece, ...]:
    """The stretch of summary or body with the most different matches; () when there is none in either."""
    best: tuple[int, str, list[Span]] = (0, "", [])
    for source in (text.summary, text.body):
        scanned = source[:SCANNED]
        found = spans(scanned, wanted, language)
        different, window = _window(found)
        if different > best[0]:
            best = (different, scanned, window)
    return _cut(best[1], best[2]) if best[2] else ()


def _window(found: Sequence[Span]) -> tuple[int, list[Span]]:
    """The run of spans within WIDTH with the most different terms, the first of equals."""
    best: tuple[int, int, int] = (0, 0, 0)
    last = 0
    for first in range(len(found)):
        last = max(last, first)
        while last < len(found) and found[last][1] - found[first][0] <= WIDTH * 3 // 4:
            last += 1
        end = max(last, first + 1)
        different = len({term for _, _, term in found[first:end]})
        if different > best[0]:
            best = (different, first, end)
        if end == len(found):
            break
    return best[0], list(found[best[1] : best[2]])


def _cut(text: str, window: Sequence[Span]) -> tuple[Piece, ...]:
    slack = max(WIDTH - (window[-1][1] - window[0][0]), 40)
    start, end = max(window[0][0] - slack // 3, 0), min(window[-1][1] + slack * 2 // 3, len(text))
    if start:
        space = text.find(" ", start, window[0][0])
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", window[-1][1], end)
        end = space if space >= 0 else end
    shifted = [(a - start, b - start, term) for a, b, term in window]
    cut = pieces(text[start:end], shifted)
    return (
        *((Piece("… "),) if start else ()),
        *cut,
        *((Piece(" …"),) if end < len(text) else ()),
    )


def best_text(texts: Sequence[Text], matches: Sequence[int], language: str) -> int:
    """Which text a hit is shown in: most different matches, then the reader's language, then the original.

    texts: at least one. matches: different terms found, per text. language: two-letter code.
    """
    order = [(-matches[i], text.language[:2] != language, i) for i, text in enumerate(texts)]
    return min(order)[2]
