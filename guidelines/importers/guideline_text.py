"""Reads a normative text from plain text: furniture aside, then as running text or as lines, then checked for
loss. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from guidelines.importers.footnotes import footnotes_of, leave_out_footnotes
from guidelines.importers.hyphens import Broken, join_broken_words
from guidelines.importers.in_lines import read_in_lines
from guidelines.importers.line_kinds import BULLETS
from guidelines.importers.page_edges import leave_out_page_edges
from guidelines.importers.paragraph_numbers import best_chain, candidates
from guidelines.importers.running import Running, beginnings, read_running
from guidelines.importers.source import (
    LeftOut,
    Source,
    UnreadableText,
    decode,
    hash_of,
    leave_out_contents,
    leave_out_hosting,
    leave_out_page_numbers,
)
from guidelines.text.addresses import assign_addresses
from guidelines.text.notes import Note
from guidelines.text.tree import Part, all_nodes

MAX_PROVISIONS = 20_000
LEAST_PARAGRAPHS = 3  # of a declaration without any number


@dataclass
class ParsedText:
    """A text that was understood. notes: what a person should look at. broken: words parted at a line's end and how
    they were read. footnotes: with the provisions that refer to them. source_hash: SHA-256 of the file's text in
    UTF-8, however it was encoded."""

    parts: list[Part]
    left_out: list[LeftOut]
    notes: list[str] = field(default_factory=list)
    source_hash: str = ""
    broken: list[Broken] = field(default_factory=list)
    footnotes: list[Note] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The published shape of an import plan."""
        return {
            "sections": [part.as_json() for part in self.parts],
            "left_out": [{"line": item.line, "text": item.text, "reason": item.reason} for item in self.left_out],
            "broken_words": [word.as_json() for word in self.broken],
            "footnotes": [{"mark": n.mark, "text": n.text, "address": n.address} for n in self.footnotes],
            "notes": self.notes,
        }


def parse_guideline(raw: bytes) -> ParsedText:
    """Understand a file. Raises UnreadableText (line, reason) when it cannot, or when any word would be lost."""
    text = decode(raw)
    source, broken = prepare(text)
    if not source.body.strip():
        raise UnreadableText(1, "the file holds only page furniture and no text")
    reading = read_running(source) if is_running(source.body) else read_in_lines(source)
    _refuse_without_structure(reading, has_title=any(item.reason == "title" for item in source.left_out))
    reading.notes += _tables(text)
    assign_addresses(reading.parts)
    if sum(1 for _ in all_nodes(reading.parts)) > MAX_PROVISIONS:
        raise UnreadableText(1, f"more than {MAX_PROVISIONS} provisions; split the text into documents")
    source.left_out.sort(key=lambda item: item.line)
    _refuse_loss(text, reading, source, broken)
    notes = footnotes_of(source, list(all_nodes(reading.parts)))
    return ParsedText(reading.parts, source.left_out, reading.notes, hash_of(raw), broken, notes)


def prepare(text: str) -> tuple[Source, list[Broken]]:
    """The source with its furniture put aside and its broken words joined where the text shows how."""
    source = Source(text)
    leave_out_hosting(source)
    leave_out_contents(source)
    leave_out_page_edges(source, leave_out_page_numbers(source))
    leave_out_footnotes(source)
    source.left_out.sort(key=lambda item: item.line)
    return source, join_broken_words(source)


def is_running(body: str) -> bool:
    """Whether more paragraph numbers of the best chain stand inside lines than at their starts."""
    found = candidates(body)
    chain = best_chain(found, beginnings(body, found))
    inside = [c for c in chain if body[: c.start].rstrip(" \t")[-1:] not in ("", "\n") and c.weight > 1]
    return len(inside) >= 2 and 2 * len(inside) >= len(chain)


def _tables(text: str) -> list[str]:
    """A note for each table drawn with bars: its words are kept, its columns are not."""
    rows = [n for n, row in enumerate(text.split("\n"), start=1) if re.match(r"\s*\|.*\|.*\|\s*$", row)]
    return [f"line {n}: a table is kept as words, row after row" for n in rows if n - 1 not in rows]


def _refuse_without_structure(reading: Running, *, has_title: bool) -> None:
    """Prose with no number, bullet, section or heading is no text of provisions, unless it is a titled declaration of
    several paragraphs."""
    nodes = list(all_nodes(reading.parts))
    if not nodes:
        raise UnreadableText(1, "no provision was found: only headings")
    if any(n.number or n.kind == "bullet" for n in nodes) or any(p.title or p.number for p in reading.parts):
        return
    if has_title and len(nodes) >= LEAST_PARAGRAPHS:
        reading.notes.append("no number, bullet or heading was found; each paragraph is a provision of its own")
        return
    raise UnreadableText(
        nodes[0].line,
        "neither a numbered paragraph nor a letter, bullet, section or heading was found; "
        "this does not look like a normative text",
    )


def words_of(text: str) -> Counter[str]:
    """The words of a text with how often each comes, without marks of markdown headings and horizontal rules."""
    return Counter(w for w in re.sub(r"^#{1,6}\s|\s#+$", " ", text, flags=re.M).split() if w.strip("-–—*#_=~"))


def _refuse_loss(text: str, reading: Running, source: Source, broken: list[Broken]) -> None:
    """Every word of the file is in the tree or among what was left out, exactly as often; of a joined word, its halves
    are in the file."""
    kept: Counter[str] = Counter()
    for part in reading.parts:
        number = f"{part.number}" if part.number else ""
        kept.update(words_of(f"{number} {part.title}"))
        for node in part.walk():
            kept.update(words_of(f"{node.marker} {node.heading} {node.wording}"))
    for item in source.left_out:
        kept.update(words_of(item.text))
    for word in broken:
        if word.joined:
            kept.update(f"{word.lead}{word.before}{word.tail}".split())
            kept.subtract([f"{word.lead}{word.after}{word.tail}"])
    plain = Counter({_bare(w): 0 for w in kept})
    for name, count in kept.items():
        plain[_bare(name)] += count
    there: Counter[str] = Counter()
    for name, count in words_of(text).items():
        there[_bare(name)] += count
    _part_glued_marks(text, reading, there)
    plain.pop("", None)
    there.pop("", None)
    if there == plain:
        return
    lost = sorted((there - plain) or (plain - there))
    line = next((n for n, row in enumerate(text.split("\n"), start=1) if lost[0] in _bare_line(row)), 1)
    raise UnreadableText(
        line, f"words would be lost or doubled ({', '.join(lost[:5])}); the layout here is not understood"
    )


def _part_glued_marks(text: str, reading: Running, there: Counter[str]) -> None:
    """Count "1.Streets" as the mark and the word it was read as."""
    rows = text.split("\n")
    for node in all_nodes(reading.parts):
        first = f"{node.heading} {node.wording}".split()[:1]
        if not (node.marker and first and 0 < node.line <= len(rows)):
            continue
        mark = node.marker.split()[-1]
        if f"{mark}{first[0]}" in rows[node.line - 1].split():
            there.subtract([_bare(f"{mark}{first[0]}")])
            there.update([_bare(mark), _bare(first[0])])


def _bare(word: str) -> str:
    return word.strip(f".:()[]#_=~{BULLETS}").strip(".:()[]#_=~-")


def _bare_line(row: str) -> set[str]:
    return {_bare(word) for word in row.split()}


__all__ = ["ParsedText", "UnreadableText", "is_running", "parse_guideline"]
