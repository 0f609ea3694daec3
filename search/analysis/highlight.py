"""Titles and snippets cut into pieces, matched or not; escaping and marking are the template's job."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from search.analysis.folding import LETTERS, fold
from search.analysis.languages import STEMMERS
from search.analysis.terms import positions, stem, surface
from search.documents import Text
from search.results import Piece

WIDTH = 240  # characters of a snippet
_LINE_END = re.compile(r"\s*\n\s*")
SCANNED = (6_000, 30_000)  # characters of a text looked at, and when nothing matches there

Span = tuple[int, int, str]


_MOST_REMEMBERED = 200_000
_remembered: dict[str, dict[str, str]] = {}

# Letters whose folded form is one letter; a folded text keeps its length, so places in it are places in the text.
_LETTERS = {
    **{chr(c): unicodedata.normalize("NFD", chr(c))[0] for c in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00))},
    **LETTERS,
}
_ACCENTED = re.compile("[" + "".join(_LETTERS) + "]")


def _term(word: str, language: str) -> str:
    """The term of one written word, "" when it is none. Remembered: texts repeat their words."""
    known = _remembered.setdefault(language, {})
    term = known.get(word)
    if term is None:
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        words = surface(fold(word, language))
        term = known[word] = stem(words[0], language) if len(words) == 1 else ""
    return term


def _lowered(text: str) -> str:
    """The text without case and accents, as long as the text."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTED.sub(lambda match: _LETTERS[match.group()], text)
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def spans(text: str, wanted: Collection[str], language: str) -> list[Span]:
    """(start, end, term) of the words whose term is wanted, in order, without overlaps. language: a field language.

    Looks for the beginnings of the wanted terms, which words share with their stem but for a few exceptions (these
    are found but not marked), then compares the whole word's term.
    """
    if not wanted or not text:
        return []
    if language == "zh":
        return _merged([(start, end, term) for _, term, start, end in positions(text) if term in wanted])
    low = _lowered(text)
    found: dict[int, Span] = {}
    for beginning in {term[: max(2, len(term) - 2)] if language in STEMMERS else term for term in wanted}:
        at = low.find(beginning)
        while at >= 0:
            start, end = _word_at(text, at)
            if (term := _term(text[start:end], language)) in wanted:
                found[start] = (start, end, term)
            at = low.find(beginning, max(end, at + 1))
    return [found[start] for start in sorted(found)]


def _word_at(text: str, at: int) -> tuple[int, int]:
    """Where the word around a place begins and ends."""
    start, end, length = at, at, len(text)
    while start and text[start - 1].isalnum():
        start -= 1
    while end < length and text[end].isalnum():
        end += 1
    return start, end


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


def _in_one_line(part: Piece) -> Piece:
    """Lines of a body are the parts of a record; in a snippet a dot keeps them apart."""
    return Piece(_LINE_END.sub(" · ", part.text), part.is_match) if "\n" in part.text else part


def snippet(text: Text, wanted: Collection[str], language: str) -> tuple[Piece, ...]:
    """The stretch of summary or body with the most different matches; () when there is none in either."""
    best: tuple[int, str, list[Span]] = (0, "", [])
    for source in (text.summary, text.body):
        for begin, end in ((0, SCANNED[0]), SCANNED):
            scanned = source[begin:end]
            different, window = _window(spans(scanned, wanted, language))
            if different > best[0]:
                best = (different, scanned, window)
            if different or len(source) <= end:
                break
        if best[0] == len(wanted):
            break
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
        *(_in_one_line(part) for part in cut),
        *((Piece(" …"),) if end < len(text) else ()),
    )


def best_text(texts: Sequence[Text], matches: Sequence[int], language: str) -> int:
    """Which text a hit is shown in: most different matches, then the reader's language, then the original.

    texts: at least one. matches: different terms found, per text. language: two-letter code.
    """
    order = [(-matches[i], text.language[:2] != language, i) for i, text in enumerate(texts)]
    return min(order)[2]
