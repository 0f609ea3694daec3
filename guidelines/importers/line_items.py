"""The marks of a text in lines: which list each belongs to, and where its item hangs in the tree. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guidelines.importers.line_kinds import BARE_BULLET, DECIMAL, ITEM, PUT_IN_LATER, RESOLVED, SectionLine
from guidelines.importers.markers import announces_no_item
from guidelines.importers.nesting import (
    Decision,
    OpenList,
    decide,
    kind_of,
    number_of,
    options_of,
    refuse_gap,
    too_weak,
)
from guidelines.importers.running import Running
from guidelines.importers.source import UnreadableText
from guidelines.text.tree import Node, Part

DEEPEST = 20  # lists inside one another
LONGEST_LIST = 60  # lines


@dataclass(slots=True)
class Line:
    """A line with words. indent: its leading space; gap: whether a blank line stands above it. start: its offset in
    the source. head: what makes it a section's head, known from the lines after it."""

    number: int
    text: str
    indent: int
    gap: bool
    start: int = 0
    head: SectionLine | None = None


@dataclass(slots=True)
class OpenItem:
    """An item whose text may go on. indent: of its mark."""

    node: Node
    indent: int


@dataclass
class ItemReader:
    """The state of the reading: open lists with their items, and the heading waiting for its provision."""

    lines: list[Line]
    top_style: str
    result: Running = field(default_factory=Running)
    part: Part = field(default_factory=lambda: Part("", ""))
    stack: list[OpenList] = field(default_factory=list)
    items: list[OpenItem] = field(default_factory=list)
    carried: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    heading: str = ""
    loose: Node | None = None
    expecting_bullets: bool = False
    leave: set[str] = field(default_factory=set)  # styles of named sections this text does not count
    opened: set[str] = field(default_factory=set)  # styles of sections that made parts
    cites: bool = False  # the text cites numbered provisions of another text in its bullets

    def _bullet(self, place: int, line: Line) -> bool:
        """A bullet with no number after it: nests by its indentation."""
        match = BARE_BULLET.match(line.text)
        if not match or ITEM.match(line.text):
            return False
        while self.items and self.items[-1].node.kind == "bullet" and self.items[-1].indent > line.indent:
            self._close_innermost()
        self._close_equals(match["bullet"], place, line)
        if self.heading and not (self.items and self.items[-1].node.kind != "bullet" and self._awaits_list()):
            self.stack.clear()
            self.items.clear()
        node = Node("bullet", "", match["rest"], marker=match["bullet"], line=line.number)
        self._attach(node, len(self.items), line, loose_parent=True)
        self.stack.append(OpenList(f"bullet{line.indent}", 0))
        self.expecting_bullets = False
        return True

    def _close_equals(self, sign: str, place: int, line: Line) -> None:
        """A bullet ends the one before it; another sign at the same indentation nests when the first comes back."""
        while self.items and self.items[-1].node.kind == "bullet" and self.items[-1].indent == line.indent:
            above = self.items[-1].node.marker
            is_open = any(i.node.marker == sign and i.indent == line.indent for i in self.items)
            if not is_open and self._comes_back(above, place, line):
                return
            self._close_innermost()
            if above == sign:
                return

    def _comes_back(self, sign: str, place: int, line: Line) -> bool:
        """Whether a bullet with that sign follows before the list ends."""
        for later in self.lines[place + 1 : place + LONGEST_LIST]:
            match = BARE_BULLET.match(later.text)
            if match and match["bullet"].strip() == sign and later.indent == line.indent:
                return True
            if not match and later.gap:
                break
        return False

    def _awaits_list(self) -> bool:
        return bool(self.items) and self.items[-1].node.wording.rstrip().endswith(":")

    def _close_innermost(self) -> None:
        self.items.pop()
        self.stack.pop()

    def _item(self, place: int, line: Line) -> bool:
        """A number, letter or roman number at the start of a line, bulleted or not."""
        decimal = DECIMAL.match(line.text)
        if decimal:
            return self._decimal(decimal["mark"], decimal["rest"], line)
        if self._put_in_later(line) or self._resolved(line):
            return True
        match = ITEM.match(line.text)
        if not match or (place and not line.gap and announces_no_item(self.lines[place - 1].text, match["mark"])):
            return False
        options = options_of(match["mark"])
        self.cites = self.cites or bool(match["bullet"])
        upcoming = self._upcoming(place)
        if too_weak(match["mark"], options, self.stack, upcoming):
            return False
        decision = (
            self._nested_by_indent(options, line)
            or self._back_at_indent(options, line)
            or decide(options, self.stack, upcoming)
        )
        if decision is None or (decision.depth == 0 and not self.stack):
            decision = self._first_of_part(options, upcoming, match["mark"], line)
        if decision is None:
            return False
        self._open_item(decision, match, line)
        return True

    def _nested_by_indent(self, options: list[tuple[str, int]], line: Line) -> Decision | None:
        """ "1." again, further in than the open item, is a list inside it."""
        if self.items and line.indent >= self.items[-1].indent + 2:
            for style, ordinal in options:
                if ordinal == 1 and any(open_list.style == style for open_list in self.stack):
                    return Decision(len(self.stack), style, ordinal)
        return None

    def _back_at_indent(self, options: list[tuple[str, int]], line: Line) -> Decision | None:
        """ "3." goes on both with the list inside and with the one around it: where its mark stands decides."""
        pairs = [(depth, option) for depth in range(len(self.stack)) for option in options]
        going_on = [Decision(d, *option) for d, option in pairs if self._goes_on(d, option)]
        if len(going_on) < 2 or len(self.items) != len(self.stack):
            return None
        same = [decision for decision in going_on if self.items[decision.depth].indent == line.indent]
        return same[0] if len(same) == 1 else None

    def _goes_on(self, depth: int, option: tuple[str, int]) -> bool:
        return (self.stack[depth].style, self.stack[depth].last + 1) == option

    def _announced(self) -> bool:
        """Whether an unnumbered paragraph above ends in a colon, so that a list belongs to it."""
        return self.loose is not None and self.loose.wording.rstrip().endswith((":", "："))

    def _first_of_part(
        self, options: list[tuple[str, int]], upcoming: list[tuple[str, int]], mark: str, line: Line
    ) -> Decision | None:
        """A mark that continues no open list: numbering carried over from the section before, a list counted a second
        time, or paragraphs of another text cited in bullets; anything else is refused or, for a lone word, text."""
        for style, ordinal in options:
            counted = self.stack[0].last if self.stack and self.stack[0].style == style else 0
            if ordinal > max(1, counted) and ordinal == self.carried.get(style, -1) + 1:
                return Decision(0, style, ordinal)  # the numbering at the top goes on
            if ordinal == 1:
                return Decision(0 if not self.stack else len(self.stack), style, ordinal)
        style, ordinal = options[0] if options else ("", 0)
        last = self.stack[0].last if self.stack and self.stack[0].style == style else self.carried.get(style)
        if self.cites and options:
            self.result.notes.append(f"line {line.number}: {mark} is cited out of order")
            same = [depth for depth, open_list in enumerate(self.stack) if open_list.style == style]
            inside = len(self.stack[:1]) if not style.startswith("number") else 0
            return Decision(same[0] if same else inside, style, ordinal)
        if style.startswith("number") and (style, ordinal + 1) in upcoming and (last is None or ordinal < last):
            self.result.notes.append(
                f"line {line.number}: numbering begins at {ordinal}" + (f" after {last}" if last else "")
            )
            return Decision(0, style, ordinal, anew=last is not None)
        if (
            not options
            or (style.endswith(".") and not style.startswith("number"))
            or re.fullmatch(r"[a-z]{2,}\)", mark)
        ):
            return None
        stack = self.stack or ([OpenList(style, last)] if last else [])
        raise refuse_gap(options, stack, mark, line.number)

    def _upcoming(self, place: int) -> list[tuple[str, int]]:
        for line in self.lines[place + 1 :]:
            match = ITEM.match(line.text)
            if match and options_of(match["mark"]):
                return options_of(match["mark"])
        return []

    def _open_item(self, decision: Decision, match: re.Match[str], line: Line) -> None:
        if decision.anew:
            self.result.notes.append(f"line {line.number}: {match['mark']} begins its list again")
        del self.stack[decision.depth :], self.items[decision.depth :]
        self.stack.append(OpenList(decision.style, decision.ordinal))
        kind = kind_of(decision.style)
        if kind == "number" and decision.depth == 0 and not (self._announced() and decision.style[-1:] not in ".．、"):
            kind = "paragraph"
        marker = ((match["bullet"] or "") + match["mark"]).strip()
        number = number_of(match["mark"], decision.style, decision.ordinal)
        node = Node(kind, number, match["rest"], marker=marker, line=line.number)
        self._attach(node, decision.depth, line, loose_parent=kind != "paragraph")
        self.expecting_bullets = False

    def _put_in_later(self, line: Line) -> bool:
        """ "14 bis." stands after 14 and is no part of it; the counting goes on from 14."""
        match = PUT_IN_LATER.match(line.text)
        if not match:
            return False
        number = str(int(match["number"]))
        places = [
            depth
            for depth, (open_list, item) in enumerate(zip(self.stack, self.items, strict=False))
            if open_list.style.startswith("number") and re.match(rf"{number}(?!\d)", item.node.number)
        ]
        if not places:
            if match["again"]:
                self.result.notes.append(
                    f"line {line.number}: {match['mark']} is read as words; no {number} stands right above it"
                )
            return False
        depth = places[-1]
        kind, kept = self.items[depth].node.kind, self.stack[depth]
        del self.stack[depth:], self.items[depth:]
        self.stack.append(kept)
        number += match["again"] or match["letter"]
        node = Node(kind, number, match["rest"], marker=match["mark"], line=line.number)
        self._attach(node, depth, line, loose_parent=kind != "paragraph")
        self.expecting_bullets = False
        return True

    def _resolved(self, line: Line) -> bool:
        """ "PP3" and "OP2 bis", as the drafts of resolutions count their clauses."""
        match = RESOLVED.match(line.text)
        if not match:
            return False
        name, number, again = match["list"], int(match["number"]), (match["again"] or "").strip(" .")
        before = self.carried.get(name, 0)
        if number != before + (0 if again else 1):
            raise UnreadableText(
                line.number, f"{match['mark']} follows {name}{before}; a clause is missing or out of order"
            )
        self.carried[name] = number
        self.stack[:] = [OpenList(name, number)]
        self.items.clear()
        node = Node("paragraph", f"{name}{number}{again}", match["rest"], marker=match["mark"], line=line.number)
        self._attach(node, 0, line, loose_parent=False)
        self.expecting_bullets = False
        return True

    def _decimal(self, mark: str, rest: str, line: Line) -> bool:
        """ "2.1 Text" is a paragraph of its own, numbered as printed; gaps are refused within its parent number."""
        number = mark.rstrip(".")
        parent, _dot, last = number.rpartition(".")
        before = self.carried.get(f"decimal {parent}", 0)
        if int(last) != before + 1:
            if before == 0:
                if rest[:1].isupper():
                    self.result.notes.append(
                        f"line {line.number}: {number} is read as words; no {parent}.1 stands above it"
                    )
                return False
            raise UnreadableText(line.number, f"{number} follows {parent}.{before}; an item is missing or out of order")
        self.carried[f"decimal {parent}"] = int(last)
        for open_list in self.stack[:1]:
            self.carried[open_list.style] = open_list.last
        self.stack[:] = [OpenList("decimal", int(last))]
        self.items.clear()
        self._attach(Node("paragraph", number, rest, marker=mark, line=line.number), 0, line, loose_parent=False)
        return True

    def _attach(self, node: Node, depth: int, line: Line, *, loose_parent: bool) -> None:
        """Put a node under the open item above it, under an unnumbered paragraph that announces it, or in the part."""
        if len(self.items) >= DEEPEST:
            raise UnreadableText(
                line.number, f"lists lie in one another more than {DEEPEST} deep; check the indentation"
            )
        node.heading, self.heading = self.heading, ""
        if depth and self.items:
            self.items[depth - 1].node.children.append(node)
        elif loose_parent and self.loose is not None and self._announced():
            self.loose.children.append(node)
        else:
            self.part.nodes.append(node)
            if not loose_parent:
                self.loose = None
        self.items.append(OpenItem(node, line.indent))
