"""Reads text in which sections, numbers, letters and bullets begin their own lines. Lines may be wrapped. Pure."""

from __future__ import annotations

import re

from guidelines.importers.line_items import LONGEST_LIST, ItemReader, Line, OpenItem
from guidelines.importers.line_kinds import (
    BARE_BULLET,
    DECIMAL,
    ITEM,
    SectionLine,
    looks_like_title,
    section_lines,
    unmarkdown,
)
from guidelines.importers.lines import lines_of, mark_heads, without_title
from guidelines.importers.markers import all_capitals
from guidelines.importers.named_sections import STYLES, holds_others
from guidelines.importers.nesting import OpenList
from guidelines.importers.running import Running
from guidelines.importers.source import Source, UnreadableText
from guidelines.importers.unmarked import split_list
from guidelines.text.tree import Node, Part, fold

PREAMBULAR = re.compile(
    r"^(?:[A-ZÀ-Þ]\w*(?:ing|ant|ando|endo)|Convinced|Concerned|Determined|Inspired|Alarmed|Conscious|Mindful|Aware|"
    r"Convaincus?|Conscients?|Conscientes?|Convencid[oa]s)\b"
)
OPEN_ENDED = re.compile(r"[,–—-][\"”’')\]*_]*$|\b(and|or|the|of|to|in|for|with|by|a|an)$", re.IGNORECASE)
LIST_GOES_ON = re.compile(r"[;؛](?:\s+(?:and|or|et|ou|y|o))?$")
COMPLETE = re.compile(r"[.!?؟۔][\"”’')\]*_»]*$")


class LineReader(ItemReader):
    """Reads line by line: sections, headings and words here, marks in ItemReader."""

    def read(self) -> Running:
        self.result.parts.append(self.part)
        for place, line in enumerate(self.lines):
            text, marked_heading = unmarkdown(line.text)
            sections = self._sections(place, text)
            if sections:
                self._open_section(sections, line)
            elif self._names_the_part(place, text):
                self.part.title = text
            elif not marked_heading and (self._bullet(place, line) or self._item(place, line)):
                continue
            elif marked_heading or self._is_heading(place):
                self._take_heading(text, line)
            else:
                self._take_text(place, line)
        if self.heading:
            self.result.parts.append(Part("", self.heading, line=self.lines[-1].number))
        for part in self.result.parts:
            for node in part.walk():
                if not node.children:
                    node.wording, node.children = _bullets_of(node.wording)
        self.result.parts = [part for part in self.result.parts if part.nodes or part.title or part.number]
        return self.result

    # sections and headings

    def _sections(self, place: int, text: str) -> list[SectionLine]:
        head = self.lines[place].head
        found = [head] if head else [s for s in section_lines(text) if s.style not in self.leave]
        if not found or (self._text_goes_on(place) and not self.lines[place].gap):
            return []
        return found

    def _open_section(self, options: list[SectionLine], line: Line) -> None:
        """The way of counting that goes on wins; the top style opens a part, others are headings inside it."""
        going_on = [o for o in options if self.counts.get(o.style, 0) + (0 if o.again else 1) == o.ordinal]
        going_on.sort(key=lambda option: option.style not in self.counts)  # after A to H, "I." is the ninth letter
        begins = [o for o in options if o.ordinal == 1]
        known = [o for o in options if o.style in self.counts]
        choice = (going_on or begins or known or options)[0]
        top = choice.style in (self.top_style, "annex", "appendix")
        inner = not top and choice.style in STYLES and (going_on or begins or choice.style in self.opened)
        if (top or inner) and not going_on and not begins:
            last = self.counts.get(choice.style, 0)
            raise UnreadableText(
                line.number,
                f"{_named(choice.number)} follows {_named(choice.number, last) if last else 'the beginning'}; "
                f"{_named(choice.number, last + 1)} is missing, or the order is wrong",
            )
        if (top or inner) and not going_on and self.counts.get(choice.style):
            self.result.notes.append(f"line {line.number}: sections begin again at {choice.number}")
        self.counts[choice.style] = choice.ordinal
        if not top and not inner:
            self._close_lists()  # a numbered heading ends the lists above it; paragraphs may count on
            self._take_heading(line.text, line)
            return
        if self.heading:
            self.result.parts.append(Part("", self.heading, line=line.number))
        self.opened.add(choice.style)
        self._start_part(Part(choice.number, choice.title, line=line.number))
        kept = {self.top_style, "annex", "appendix", *STYLES}  # articles may count on from chapter to chapter
        self.counts = {style: count for style, count in self.counts.items() if style in kept}

    def _start_part(self, part: Part) -> None:
        self._close_lists()
        self.part, self.heading, self.loose = part, "", None
        self.result.parts.append(part)

    def _names_the_part(self, place: int, text: str) -> bool:
        """Whether a line is the title of the section whose number stands alone on the line above: "Article 1" above
        "Definitions". It is short, and what follows it is set apart or a list."""
        line = self.lines[place]
        above = self.part
        if not above.number or above.title or above.nodes or self.heading or place + 1 >= len(self.lines):
            return False
        if self.lines[place - 1].number != above.line or not looks_like_title(text):
            return False
        if ITEM.match(line.text) or BARE_BULLET.match(line.text) or DECIMAL.match(line.text):
            return False
        following = self.lines[place + 1]
        if section_lines(following.text):
            return holds_others(above.number)
        return all_capitals(text) or following.gap or bool(ITEM.match(following.text))

    def _close_lists(self) -> None:
        """End every list; the numbering at the top is remembered, because paragraphs may count on."""
        for open_list in self.stack[:1]:
            self.carried[open_list.style] = open_list.last
        self.stack.clear()
        self.items.clear()
        self.expecting_bullets = False

    def _is_heading(self, place: int) -> bool:
        """A short line that ends in no punctuation, with a gap around it, after a finished sentence; or one in
        capitals."""
        line = self.lines[place]
        if not looks_like_title(line.text) or self._text_goes_on(place):
            return False
        if all_capitals(line.text):
            return True
        following = self.lines[place + 1] if place + 1 < len(self.lines) else None
        if following is None or not (line.gap or place == 0):
            return False
        return following.gap or bool(ITEM.match(following.text) or BARE_BULLET.match(following.text))

    def _text_goes_on(self, place: int) -> bool:
        """Whether the words above are an unfinished sentence, so that this line continues them."""
        if place == 0 or self.heading:
            return False
        open_text = self._open_text()
        before = self.lines[place - 1]
        if open_text is None or not before.text:
            return False
        if not self.lines[place].gap:
            return not COMPLETE.search(before.text) and not before.text.endswith((";", ":"))
        return (
            bool(re.search(r"[\w,–-]$", before.text))
            and not COMPLETE.search(before.text)
            and len(before.text) > 60
            and (self.lines[place].text[:1].islower())
        )

    def _take_heading(self, text: str, line: Line) -> None:
        if self.top_style == "plain":
            self._start_part(Part("", text, line=line.number))
            return
        self.heading = f"{self.heading} – {text}" if self.heading else text
        self.loose = None
        self.expecting_bullets = False

    # words

    def _open_text(self) -> Node | None:
        return self.items[-1].node if self.items else self.loose

    def _take_text(self, place: int, line: Line) -> None:
        """Words without a mark: the rest of the text above, a bullet that lost its mark, or a paragraph of its own."""
        node = self._open_text()
        clause = node is self.loose and (PREAMBULAR.match(line.text) or self._agrees(node, line))
        if node is None or self.heading or (clause and node.wording.endswith((",", ";"))):
            self._loose_paragraph(line)
        elif not line.gap and not self.expecting_bullets and not node.wording.endswith((":", ";", "؛")):
            node.wording = f"{node.wording} {line.text}"
        elif node.wording.endswith(":") or self.expecting_bullets:
            self._lost_bullet(node, place, line)
        elif line.text[:1].islower() or OPEN_ENDED.search(node.wording):
            node.wording = f"{node.wording} {line.text}"
        elif self.items and self.items[0].node.number:
            self._after_list(line)
        else:
            self._loose_paragraph(line)

    @staticmethod
    def _agrees(node: Node | None, line: Line) -> bool:
        """Whether a line set apart ends the clauses of a preamble: "Have agreed as follows:" is no part of the last."""
        return bool(node and line.gap and line.text[:1].isupper() and PREAMBULAR.match(node.wording))

    def _lost_bullet(self, node: Node, place: int, line: Line) -> None:
        """After a colon, lines that each end in a semicolon are bullets; the one that ends in a full stop is
        the last."""
        if not self.expecting_bullets:
            if not line.text[:1].isupper() and not self._list_below(place):
                node.wording = f"{node.wording} {line.text}"
                return
            self.expecting_bullets = True
            self.items.append(OpenItem(node, -1))  # the parent keeps its place while its bullets come
            self.stack.append(OpenList("lost", 0))
        parent = self.items[-1].node
        open_bullet = parent.children[-1] if parent.children else None
        ended = open_bullet is None or open_bullet.wording.endswith(".") or LIST_GOES_ON.search(open_bullet.wording)
        if open_bullet is not None and not ended and not line.gap:
            open_bullet.wording = f"{open_bullet.wording} {line.text}"
        else:
            parent.children.append(Node("bullet", "", line.text, line=line.number))
        if COMPLETE.search(line.text):
            self.expecting_bullets = False
            self._close_innermost()

    def _list_below(self, place: int) -> bool:
        """Whether the lines from here to a full stop are a list in small letters: two at least end in a semicolon."""
        ends = 0
        for line in self.lines[place : place + LONGEST_LIST]:
            if ITEM.match(line.text) or BARE_BULLET.match(line.text):
                return False
            ends += bool(LIST_GOES_ON.search(line.text))
            if COMPLETE.search(line.text):
                break
        return ends >= 2

    def _after_list(self, line: Line) -> None:
        """A further paragraph of a numbered provision: part of its text, or, after its list, a child without number."""
        top = self.items[0].node
        del self.items[1:], self.stack[1:]
        if top.children:
            child = Node("paragraph", "", line.text, line=line.number)
            top.children.append(child)
            self.items.append(OpenItem(child, line.indent))
            self.stack.append(OpenList("loose", 0))
        else:
            top.wording = f"{top.wording}\n{line.text}"

    def _loose_paragraph(self, line: Line) -> None:
        self._close_lists()
        self.loose = Node("paragraph", "", line.text, heading=self.heading, line=line.number)
        self.heading = ""
        self.part.nodes.append(self.loose)


def _named(number: str, instead: int = 0) -> str:
    """A section in words: "section III", "Article 5"; instead: the ordinal in its place."""
    name, _, count = number.partition(" ")
    return f"{name} {instead or count}" if count else f"section {instead or number}"


def _bullets_of(wording: str) -> tuple[str, list[Node]]:
    """Bullets lost inside one line need three items here: in tidy text a semicolon before a capital may be prose."""
    if "\n" in wording:
        return wording, []
    return split_list(fold(wording), least=3)


def read_in_lines(source: Source) -> Running:
    """Parts and provisions of a text in lines. Raises UnreadableText with line and reason."""
    lines = lines_of(source)
    leave = mark_heads(lines)
    lines = without_title(source, lines)
    if not lines:
        raise UnreadableText(1, "there is a title but no text")
    return LineReader(lines, _top_style(lines, leave), leave=leave).read()


def _top_style(lines: list[Line], leave: set[str]) -> str:
    """The style of section that comes first is the top one; a text without numbered sections has plain
    headings on top."""
    for line in lines:
        if line.head:
            return line.head.style
        found = [
            s
            for s in section_lines(unmarkdown(line.text)[0])
            if s.style not in ("annex", "appendix") and s.style not in leave
        ]
        begins = [s for s in found if s.ordinal == 1]
        if found:
            return (begins or found)[0].style
    return "plain"
