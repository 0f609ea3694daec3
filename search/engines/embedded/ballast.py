"""Filler that gives each language the right mean length.

tantivy divides the words of a field by *all* documents, also by those that have no text in that language. Where one
record in six is Spanish, every Spanish text then looks six times too long, repeated words count too much, and the
ranking of all languages but the commonest suffers (measured: docs/algorithms/relevance.md). So a rebuilt index gets,
per language, as many words of filler as the missing texts would have. They lie in documents that are gone from the
start, under a word nobody can guess, and are never found, counted or listed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy

from search.analysis import field_language
from search.documents import Document, Tombstone
from search.engines.embedded.schema import grave_of, text_field, title_field

NAME = "lengths.json"
MOST_WORDS = 20_000  # of one filler document


def note(directory: Path, documents: Iterable[Document]) -> None:
    """Add up documents and words per language beside the index being filled."""
    known = _read(directory)
    for document in documents:
        known["all"] = known.get("all", 0) + 1
        spoken = set()
        for text in document.texts:
            language = field_language(text.language)
            names = sum(map(_words, (text.title, *text.keywords)))
            for field, words in (
                (title_field(language), names),
                (text_field(language), names + _words(text.summary) + _words(text.body)),
            ):
                known[field] = known.get(field, 0) + words
                if field not in spoken:
                    spoken.add(field)
                    known[f"with {field}"] = known.get(f"with {field}", 0) + 1
    (directory / NAME).write_text(json.dumps(known))


def _words(text: str) -> int:
    """About as many as the splitter finds: blanks, and in Chinese every letter and every pair of letters."""
    beyond = 0 if text.isascii() else sum(letter > "\u2fff" for letter in text)
    return text.count(" ") + 1 + 2 * beyond if text else 0


def fillers(directory: Path) -> Iterator[tantivy.Document]:
    """The documents that make up for missing texts."""
    known, filler = _read(directory), secrets.token_hex(6)
    missing = {}
    for field, words in known.items():
        holding = known.get(f"with {field}", 0)
        if holding:
            missing[field] = words * (known["all"] - holding) // holding
    number = 0
    while missing:
        number += 1
        document = grave_of(Tombstone(f"filler:{number}", 0))
        for field, words in list(missing.items()):
            document.add_text(field, f"{filler} " * min(words, MOST_WORDS))
            missing[field] = words - MOST_WORDS
        yield document
        missing = {field: words for field, words in missing.items() if words > 0}


def _read(directory: Path) -> dict[str, int]:
    path = directory / NAME
    return dict(json.loads(path.read_text())) if path.exists() else {}
