"""The file before it is understood: decoding, lines, and what is put aside as furniture of the page it came from.

Nothing is thrown away: what is put aside is kept with its line and the reason, and blanked in the body so that every
other place keeps its offset. Pure.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_CHARACTERS = 5_000_000
PAGE_LIKE = 600  # characters; a block this long is a scraped page rather than a paragraph
HOSTING = re.compile(
    r"^(similar|related|recommended|more|other|popular) (documents?|articles?|posts?|pages?|content)s?:?$|"
    r"^(start display at page|share this|share on|download( pdf)?|log ?in|sign ?(in|up)|register|cookie[s ].*|"
    r"privacy policy|terms of (use|service).*|skip to .*content|advertisement|comments|leave a reply|view(s|ed)? \d+.*|"
    r"all rights reserved.*|©.*|copyright ©.*)$",
    re.IGNORECASE,
)
NOT_LINE_END = re.compile(r"[^\n]")
TEXT_BEGINS = re.compile(r"^(transcription|transcript|full text|text)\s*:$", re.IGNORECASE)
CONTENTS = re.compile(r"^(table of )?contents$", re.IGNORECASE)
CONTENTS_LINE = re.compile(r"^.{2,160}?(\t+|\.{3,}|…+|\s{3,})\s*\d{1,4}$")
LONE_PAGE = re.compile(
    r"^(?:[-–—]\s*)?(\d{1,4})(?:\s*[-–—])?$|^page (\d{1,4})(?: of \d{1,4})?$|^(\d{1,4})\s*/\s*\d{1,4}$", re.I
)
FINAL_NUMBER = re.compile(r"(?<=\s)(\d{1,4})\s*$")
FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\u00ad(?!\\s*\\n)")
KINDS_OF_FILE = (
    (b"%PDF", "this is a PDF; save its text as a plain text file in UTF-8"),
    (b"PK\x03\x04", "this is a Word or other office file; save it as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "this is an old Word or other office file; save it as plain text in UTF-8"),
    (b"{\\rtf", "this is a rich text file; save it as plain text in UTF-8"),
)


class UnreadableText(ValueError):
    """The text cannot be understood. line: where, from 1; reason: why and what to do, in words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the file that are no part of the text."""

    line: int
    text: str
    reason: str


@dataclass
class Source:
    """The body, the same length as the file, with what was left out replaced by spaces.

    pages: offsets of the form feeds that begin pages; each is a line end in the body, and no line of the file.
    footnotes: (line, words) of each, its wrapped lines joined.
    """

    body: str
    left_out: list[LeftOut] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    footnotes: list[tuple[int, str]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _taken_out: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pages = [match.start() for match in re.finditer("\x0c", self.body)]
        self.body = self.body.replace("\x0c", "\n")
        self._starts = [0] + [match.end() for match in re.finditer("\n", self.body)]

    def line_of(self, offset: int) -> int:
        """The line of the file, from 1, an offset of the body is on."""
        before = bisect_right(self._starts, offset) + bisect_right(self._taken_out, offset)
        return before - bisect_right(self.pages, offset - 1)

    def add_footnote(self, line: int, words: str, *, opens: bool) -> None:
        """Remember a line of a footnote: the first of one, or the next of the one before."""
        if opens or not self.footnotes:
            self.footnotes.append((line, words))
        else:
            first, before = self.footnotes[-1]
            self.footnotes[-1] = (first, f"{before} {words}")

    def take_out_line_end(self, offset: int) -> None:
        """Two lines become one: the caller writes a space in place of the line end at that offset."""
        self._starts.remove(offset + 1)
        insort(self._taken_out, offset + 1)

    def lines(self) -> list[tuple[int, int, str]]:
        """(line number in the file, offset of its start, its text) of every line."""
        return [(self.line_of(s), s, t) for s, t in zip(self._starts, self.body.split("\n"), strict=True)]

    def leave_out(self, start: int, end: int, reason: str) -> None:
        """Put a stretch of the body aside; empty stretches are nothing."""
        self.leave_out_all([(start, end)], reason)

    def leave_out_all(self, stretches: Iterable[tuple[int, int]], reason: str) -> None:
        """Put many stretches aside at once; they do not overlap."""
        pieces, at = [], 0
        for start, end in sorted(stretches):
            words = self.body[start:end]
            if words.strip():
                line = self.line_of(start + len(words) - len(words.lstrip()))
                self.left_out.append(LeftOut(line, " ".join(words.split()), reason))
                pieces += [self.body[at:start], NOT_LINE_END.sub(" ", words)]
                at = end
        self.body = "".join([*pieces, self.body[at:]])


def unicode_of(raw: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as it stands. Raises UnreadableText for other files."""
    for beginning, reason in KINDS_OF_FILE:
        if raw.startswith(beginning):
            raise UnreadableText(1, reason)
    code = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(code)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableText(
            line, f"this is not {code.removesuffix('-sig').upper()} text; save the file as plain text in UTF-8"
        ) from error


def hash_of(raw: bytes) -> str:
    """SHA-256 of the text of a file in UTF-8: a mark at its beginning or another encoding makes no difference."""
    return hashlib.sha256(unicode_of(raw).encode()).hexdigest()


def decode(raw: bytes) -> str:
    """The text with line ends as "\\n", without signs nobody sees (marks of direction, soft hyphens inside lines).

    Pages begin with a form feed. Raises UnreadableText for anything that is not plain text.
    """
    text = (
        unicode_of(raw)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x85", "\n")
        .replace("\x0b", "\n")
    )
    text = INVISIBLE.sub("", text)
    found = FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableText(
            line, f"character U+{ord(found.group()):04X} does not belong in plain text; save the file as plain text"
        )
    if not text.strip():
        raise UnreadableText(1, "the file is empty")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableText(1, f"the file has {len(text)} characters; at most {MAX_CHARACTERS}")
    if re.match(r"\s*(<!doctype|<html|<\?xml)", text, re.IGNORECASE):
        raise UnreadableText(1, "this is HTML or XML; save the page as plain text first")
    return text


def leave_out_hosting(source: Source) -> None:
    """What a page around the text says: everything above its beginning, and known lines of hosting pages."""
    _leave_out_front(source)
    _leave_out_hosting(source)


def _leave_out_front(source: Source) -> None:
    """Everything above "Transcription:" and the like: there the hosting page ends and the text begins."""
    for number, start, line in source.lines():
        if TEXT_BEGINS.match(line.strip()) and source.body[start + len(line) :].strip():
            for _, s, above in source.lines()[:number]:
                source.leave_out(s, s + len(above), "page that hosts the text")
            return


def _leave_out_hosting(source: Source) -> None:
    """Known lines of hosting pages; after the text, such a heading also takes the short lines that follow it."""
    lines = source.lines()
    for place, (_, start, line) in enumerate(lines):
        if not HOSTING.match(line.strip()):
            continue
        source.leave_out(start, start + len(line), "page that hosts the text")
        if re.match(r"(similar|related|recommended|more|other|popular)", line.strip(), re.IGNORECASE):
            rest = [item for item in lines[place + 1 :] if item[2].strip()]
            if rest and all(
                len(text) < 250 and not re.match(r"\s*(\(?\w{1,4}[.)]|[-•*])\s", text) for _, _, text in rest
            ):
                for _, s, text in rest:
                    source.leave_out(s, s + len(text), "page that hosts the text")


def leave_out_contents(source: Source) -> None:
    """A table of contents: its heading and the lines that end in a page number."""
    inside, found = False, []
    for _, start, line in source.lines():
        words = line.strip()
        if CONTENTS.match(words):
            inside = True
        elif inside and words and not CONTENTS_LINE.match(words):
            inside = False
        if inside and words:
            found.append((start, start + len(line)))
    source.leave_out_all(found, "table of contents")


def leave_out_page_numbers(source: Source) -> list[int]:
    """Numbers that stand alone on a line or end a page-long block and count up by one; a number on its own does not.

    Returns the offsets of those that stood alone: there a page ends and the next begins.
    """
    lines = [item for item in source.lines() if item[2].strip()]
    alone, ending = [], []
    for place, (_, start, line) in enumerate(lines):
        lone = LONE_PAGE.match(line.strip())
        if lone:
            alone.append((place, int(next(g for g in lone.groups() if g)), start, start + len(line)))
    for place, block in enumerate(re.finditer(r"\S.*?(?=\n[ \t]*\n|\Z)", source.body, re.DOTALL)):
        final = FINAL_NUMBER.search(block[0])
        if final and len(block[0]) >= PAGE_LIKE:
            ending.append((place, int(final[1]), block.start() + final.start(1), block.start() + final.end(1)))
    explicit = [item for item in alone if re.search(r"page|/|[-–—]", source.body[item[2] : item[3]], re.I)]
    source.leave_out_all([(start, end) for _, _, start, end in explicit], "page number")
    known = {item[2] for item in explicit}
    plain = [item for item in alone if item[2] not in known]
    edges = [start for _, _, start, _ in explicit]
    for group in (plain, ending):
        counted = _counting_up(group, every_block=group is ending)
        source.leave_out_all([(start, end) for _, _, start, end in counted], "page number")
        edges += [start for _, _, start, _ in counted] if group is plain else []
    return sorted(edges)


def _counting_up(numbers: list[tuple[int, int, int, int]], *, every_block: bool) -> list[tuple[int, int, int, int]]:
    """Those that belong to a run of at least two: page n, then n + 1 (with every_block, as many more as blocks
    passed)."""
    taken: list[tuple[int, int, int, int]] = []
    run: list[tuple[int, int, int, int]] = []
    for item in numbers:
        step = item[1] - run[-1][1] if run else 0
        if run and step >= 1 and (step == 1 or (every_block and step == item[0] - run[-1][0])):
            run.append(item)
            continue
        taken += run if len(run) > 1 else []
        run = [item]
    return taken + (run if len(run) > 1 else [])
