"""Finding words within a text: every word must occur, accents and case do not count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from guidelines.selectors.reading import Reading, ReadingNode


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that matches or not; the shape templates/components/pieces.html takes."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class FoundHere:
    """A provision with the words, marked."""

    node: ReadingNode
    pieces: list[Piece]


def plain(text: str) -> str:
    """Lower case without accents, as long as the text itself, so that offsets hold."""
    folded = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0].lower()
        folded.append(base if len(base) == 1 else char)
    return "".join(folded)


def pieces(text: str, words: list[str]) -> list[Piece]:
    """The text cut at the words."""
    found: list[Piece] = []
    end = 0
    for match in re.finditer("|".join(re.escape(w) for w in words), plain(text)):
        if match.start() > end:
            found.append(Piece(text[end : match.start()], False))
        found.append(Piece(text[match.start() : match.end()], True))
        end = match.end()
    return [*found, Piece(text[end:], False)] if end < len(text) else found


def find_within(text: Reading, query: str) -> list[FoundHere]:
    """The provisions whose number, heading, wording or digest holds every word, in the order of the text."""
    words = [w for w in plain(query).split() if w][:10]
    if not words:
        return []
    found = []
    for node in text.walk():
        shown = node.row.wording or node.digest
        haystack = plain(f"{node.row.address} {node.row.heading} {node.row.wording} {node.digest}")
        if all(word in haystack for word in words):
            found.append(FoundHere(node, pieces(shown, words)))
    return found
