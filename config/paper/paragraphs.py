"""A paragraph of words that are drawn differently (bold, struck through, raised), in any script and direction, with
its mark hung in front, and known to screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from config.paper.breaking import lines_of
from config.paper.letters import runs
from config.paper.scripts import clean, has_right_to_left, is_arabic_mark, joined, placed, read_aloud
from config.paper.tagging import Element, Structure

LEADING = 1.45
RAISED = 0.65
MARK = 0.25
"""Where the middle of an Arabic mark of the font stands, of its size."""


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a paragraph and how it is drawn."""

    text: str
    bold: bool = False
    struck: bool = False
    raised: bool = False

    @property
    def font(self) -> str:
        return "Pages-Bold" if self.bold else "Pages"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands. size: of letters, points; indent: of its words from the side where reading begins;
    hang: how far its mark stands before them; right_to_left: the words' direction; at_right: the page's; above:
    space over it."""

    size: float = 10
    indent: float = 0
    hang: float = 0
    right_to_left: bool = False
    at_right: bool = False
    above: float = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline beside the pages. level: 0 is outermost; key: its own in the file."""

    title: str
    level: int
    key: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be drawn."""

    form: str
    words: Words


@cache
def advance(form: str, font: str) -> float:
    """The width of a letter one point high, points."""
    return float(sum(pdfmetrics.stringWidth(piece, name, 1) for name, piece in runs(form, font)))


def letters_of(pieces: Sequence[Words]) -> list[Letter]:
    """The letters of the pieces, joined within each piece."""
    found: list[Letter] = []
    for words in pieces:
        text = clean(words.text.replace("\t", " "))
        found += [Letter(form, words) for form in (joined(text) if has_right_to_left(text) else text)]
    return found


class Paragraph(Flowable):  # type: ignore[misc]
    """Words as lines of a page. mark: what stands before them ("26.", "(a)"); element: its place in the structure."""

    def __init__(
        self,
        letters: list[Letter],
        shape: Shape,
        structure: Structure,
        element: Element,
        *,
        mark: str = "",
        bookmark: Bookmark | None = None,
    ) -> None:
        super().__init__()
        self.letters, self.shape, self.structure, self.element = letters, shape, structure, element
        self.mark, self.bookmark = letters_of([Words(f"{mark} ")]) if mark else [], bookmark
        self.lines: list[tuple[int, int]] = []
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines of that width (points). Returns what the paragraph takes."""
        if self.lines and self.width == width:
            return width, self.height
        room = width - self.shape.indent
        first = room - max(0.0, sum(self._wide(letter) for letter in self.mark) - self.shape.hang)
        wide = [self._wide(letter) for letter in self.letters]
        self.lines = lines_of([letter.form for letter in self.letters], wide.__getitem__, first, room)
        self.width, self.height = width, len(self.lines) * self._leading + self.shape.above
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two paragraphs where a page ends, with at least two lines on either side."""
        self.wrap(width, height)
        fitting = min(int((height - self.shape.above) // self._leading), len(self.lines) - 2)
        if fitting < 2:
            return []
        end = self.lines[fitting - 1][1]
        rest = end + (self.letters[end].form == "\n")
        first = Paragraph(self.letters[:end], self.shape, self.structure, self.element, bookmark=self.bookmark)
        first.mark = self.mark
        second = Paragraph(self.letters[rest:], replace(self.shape, above=0), self.structure, self.element)
        return [first, second]

    def draw(self) -> None:
        """Put the lines on the page and tell the structure what was drawn."""
        if self.bookmark is not None:
            self.canv.bookmarkHorizontal(self.bookmark.key, 0, self.height)
            self.canv.addOutlineEntry(self.bookmark.title, self.bookmark.key, self.bookmark.level)
        shift = 0.0
        if self.mark:
            self._draw_line(self.mark, 0, self.shape.indent - self.shape.hang)
            shift = max(0.0, sum(self._wide(letter) for letter in self.mark) - self.shape.hang)
        for number, (start, end) in enumerate(self.lines):
            self._draw_line(self.letters[start:end], number, self.shape.indent + (0 if number else shift))

    @property
    def _leading(self) -> float:
        return self.shape.size * LEADING

    def _wide(self, letter: Letter) -> float:
        size = self.shape.size * (RAISED if letter.words.raised else 1)
        return advance(letter.form, letter.words.font) * size

    def _draw_line(self, line: list[Letter], number: int, indent: float) -> None:
        text = "".join(letter.form for letter in line)
        y = self.height - self.shape.above - (number + 1) * self._leading + self.shape.size * 0.35
        x, end = indent, len(text)
        if self.shape.at_right:  # spaces at a line's end stand outside the column; readers still hear them
            end = len(text.rstrip())
            x = self.width - indent - sum(self._wide(letter) for letter in line[:end])
        order = placed(text[:end], right_to_left=self.shape.right_to_left)
        said: list[tuple[int, Any]] = []
        for _words, group in groupby(order, key=lambda drawn: id(line[drawn[1]].words)):
            drawn = list(group)
            first, last = min(place for _form, place in drawn), max(place for _form, place in drawn)
            words = line[first].words
            x, kid = self._draw_words(drawn, words, text[first : end if last < end - 1 else len(text)], x, y)
            said.append((first, kid))
        self.element.kids += [kid for _place, kid in sorted(said, key=lambda item: item[0])]

    def _draw_words(
        self, drawn: list[tuple[str, int]], words: Words, text: str, x: float, y: float
    ) -> tuple[float, Any]:
        """Draw letters of one kind; returns where they end, and what the structure holds for them. text: the same in
        reading order, with the space at a line's end."""
        size = self.shape.size * (RAISED if words.raised else 1)
        raised = self.shape.size * 0.35 if words.raised else 0
        turned = has_right_to_left(text)
        apart = turned or words.struck
        owner = Element("Span", struck=words.struck, text=read_aloud(text) if turned else "") if apart else self.element
        begin, last = x, 0.0
        with self.structure.drawing(self.canv, owner) as kid:
            for is_mark, group in groupby((form for form, _place in drawn), key=is_arabic_mark):
                for font, piece in runs("".join(group), words.font):
                    self.canv.setFont(font, size)
                    # The font's marks have no width and stand right of where they begin: over the middle of the letter.
                    self.canv.drawString(x - (last / 2 + MARK * size) if is_mark else x, y + raised, piece)
                    x += 0 if is_mark else pdfmetrics.stringWidth(piece, font, size)
                    last = advance(piece[-1], font) * size
            if words.struck:
                self.canv.setLineWidth(size * 0.07)
                self.canv.line(begin, y + size * 0.3, x, y + size * 0.3)
        if not apart:
            return x, kid
        owner.kids.append(kid)
        return x, owner
