"""Reads running text, in which paragraph numbers, letters and headings stand in the middle of long lines. Pure.

1. Find the numbers: of all "12. Capital" take the best chain that counts up by one (dynamic programming; a number after
a sentence's end or a heading weighs more than one in mid-sentence, one after "Goal" or "paragraph" nothing).
2. Find the sections: roman numbers in order, shortly before a number of the chain.
3. Between two numbers find letters, roman numbers and, in what is left, bullets without marks.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from guidelines.importers.headings import LONGEST, lettered, split_heading
from guidelines.importers.line_kinds import OTHER_LETTER
from guidelines.importers.markers import all_capitals, ends_sentence, refers, roman
from guidelines.importers.nesting import OpenList, decide, kind_of, number_of, options_of, refuse_gap
from guidelines.importers.paragraph_numbers import NEAR, STRONG, Candidate, best_chain, candidates
from guidelines.importers.source import Source, UnreadableText
from guidelines.importers.unmarked import split_list
from guidelines.text.tree import Node, Part, fold

SECTION = re.compile(r"(?<!\S)([IVXLC]{1,7})\.\s+(?=[^\W\d_])")
LETTERED_HEAD = re.compile(r"(?<!\S)[A-Z]\.\s+[^\W\d_][^.;!?]{1,110}?\s+(?=1\.\s)")
INNER = re.compile(rf"(?<!\S)(\(([a-z]{{1,4}}|\d{{1,2}}|{OTHER_LETTER})\)|\d{{1,2}}\.(?=\s+[\"“‘(]?[A-Z]))\s*(?=\S)")


@dataclass(slots=True)
class Head:
    """A section mark: where it starts, where its title ends."""

    start: int
    end: int
    number: str
    title: str


@dataclass
class Running:
    """What reading gave: the parts, and notes for the person who looks at the plan."""

    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def beginnings(body: str, found: list[Candidate]) -> list[int]:
    """Offsets after section titles, where the numbers may begin again at 1."""
    return [head.end for head in section_heads(body, found)] + [m.end() for m in LETTERED_HEAD.finditer(body)]


def section_heads(body: str, numbers: list[Candidate]) -> list[Head]:
    """Marks like "IV. BASIC PRINCIPLES" shortly before a number; the title is the run of capitals, or all of a
    short rest."""
    heads = []
    for match in SECTION.finditer(body):
        following = next((n.start for n in numbers if n.start >= match.end()), None)
        before = body[max(0, match.start() - 60) : match.start()]
        if not roman(match[1]) or following is None or following - match.end() > NEAR:
            continue
        if before.strip() and not (
            ends_sentence(before) or before.rstrip(" ").endswith("\n") or all_capitals(before[-20:])
        ):
            continue
        rest = body[match.end() : following]
        capitals = re.match(r"(?:(?![A-Z]\.)[^\sa-z]*[A-Z&/][^\sa-z]*\s+|(?:[&–—-])\s+)+", rest)
        if capitals and all_capitals(capitals[0]):
            end = match.end() + len(capitals[0].rstrip())
        elif len(rest.split()) <= 12 and not re.search(r"[.;!?]\s", rest):
            end = match.end() + len(rest.rstrip())
        else:
            continue
        heads.append(Head(match.start(), end, match[1], fold(body[match.end() : end])))
    return heads


def read_running(source: Source) -> Running:
    """Parts and provisions of a running text. Raises UnreadableText with line and reason."""
    body = source.body
    found = candidates(body)
    every_head = section_heads(body, found)
    chain = best_chain(found, beginnings(body, found))
    if not chain:
        raise UnreadableText(1, "no paragraph number was found")
    chain = _without_noise(source, chain, every_head)
    _refuse_gaps(source, chain, found)
    heads = [head for head in every_head if any(0 <= n.start - head.end <= NEAR for n in chain)]
    _refuse_section_gaps(source, heads)
    result = Running()
    first = min([chain[0].start] + [head.start for head in heads[:1] if head.start < chain[0].start])
    part, heading = _opening(source, first, result)
    _read_paragraphs(source, chain, heads, part, heading, result)
    result.parts = [p for p in result.parts if p.nodes or p.title]
    return result


def _without_noise(source: Source, chain: list[Candidate], heads: list[Head]) -> list[Candidate]:
    """Numbers of the hosting page before section I are no part of the text: other lines, under no section."""
    for head in heads:
        after = [n for n in chain if n.start > head.end]
        before = [n for n in chain if n.start < head.start]
        if roman(head.number) != 1 or not before or not after or after[0].number != 1:
            continue
        line_start = source.body.rfind("\n", 0, head.start) + 1
        under_a_section = any(other.end < before[-1].start for other in heads)
        if all(n.start < line_start for n in before) and not under_a_section:
            return after
    return chain


def _refuse_gaps(source: Source, chain: list[Candidate], found: list[Candidate]) -> None:
    for before, this in itertools.pairwise(chain):
        if this.number not in (before.number + 1, 1):
            raise UnreadableText(
                source.line_of(this.start),
                f"paragraph {this.number} follows paragraph {before.number}; "
                f"{before.number + 1} is missing or unreadable",
            )
    if chain[0].number != 1:
        raise UnreadableText(source.line_of(chain[0].start), f"the first paragraph is {chain[0].number}; 1 is missing")
    for place, this in enumerate(chain):
        end = chain[place + 1].start if place + 1 < len(chain) else len(source.body)
        for stray in found:
            if this.end <= stray.start < end and stray.weight >= STRONG and stray.number > this.number + 1:
                raise UnreadableText(
                    source.line_of(stray.start),
                    f"paragraph {stray.number} follows paragraph {this.number}; {this.number + 1} is missing",
                )


def _refuse_section_gaps(source: Source, heads: list[Head]) -> None:
    for before, this in zip([Head(0, 0, "", ""), *heads], heads, strict=False):
        expected = roman(before.number) + 1 if before.number else 1
        if roman(this.number) != expected:
            raise UnreadableText(
                source.line_of(this.start),
                f"section {this.number} follows {before.number or 'the beginning'}; "
                "a section is missing or out of order",
            )


def _opening(source: Source, first: int, result: Running) -> tuple[Part, str]:
    """What stands before the first mark: lines above are left out, a title too; sentences beside it are a preamble.

    Returns the part the first paragraphs belong to and the heading of the first.
    """
    line_start = source.body.rfind("\n", 0, first) + 1
    source.leave_out(0, line_start, "before the text begins")
    lead = source.body[line_start:first]
    title = re.match(r"(?:(?![A-Z]\.\s)[^\sa-z]+(?:\s+|$))+", lead)
    cut = line_start + (title.end() if title and all_capitals(title[0]) else 0)
    preamble, heading = split_heading(fold(source.body[cut:first]))
    if preamble and not ends_sentence(preamble):
        if cut == line_start or len(preamble.split()) > LONGEST:
            cut, preamble, heading = first, "", ""  # words without a sentence above the first mark are its title
        else:
            preamble, heading = "", preamble
    source.leave_out(line_start, cut, "title")
    part = Part("", "", line=source.line_of(first))
    if preamble:
        part.nodes.append(Node("paragraph", "", preamble, line=source.line_of(cut)))
        result.parts.append(part)
    return part, heading


def _read_paragraphs(
    source: Source, chain: list[Candidate], heads: list[Head], part: Part, heading: str, result: Running
) -> None:
    """Walk the chain; what stands between two numbers is the first one's text, then a section and headings."""
    carried, waiting = heading, list(heads)
    lettered_sections = not heads
    for place, this in enumerate(chain):
        while waiting and waiting[0].start < this.start:
            head = waiting.pop(0)
            part = Part(head.number, head.title, line=source.line_of(head.start))
            result.parts.append(part)
            carried = fold(source.body[head.end : this.start])
        capital = lettered(carried) if lettered_sections else None
        if capital:
            part = Part(capital[0], capital[1], line=source.line_of(this.start))
            result.parts.append(part)
            carried = ""
        if not result.parts:
            result.parts.append(part)
        limit = chain[place + 1].start if place + 1 < len(chain) else len(source.body)
        text_end = min([limit] + [head.start for head in waiting if this.end <= head.start < limit])
        node = Node(
            "paragraph",
            str(this.number),
            marker=source.body[this.start : this.end].strip(),
            heading=carried,
            line=source.line_of(this.start),
        )
        carried = read_inside(source, node, this.end, text_end, is_last=place + 1 == len(chain))
        part.nodes.append(node)


def read_inside(source: Source, paragraph: Node, start: int, end: int, *, is_last: bool) -> str:
    """Fill a paragraph from a stretch of the body: letters, roman numbers, bullets. Returns the heading left
    at its end."""
    body = source.body
    marks = [m for m in INNER.finditer(body, start, end) if _may_be_mark(body, start, m)]
    stack: list[OpenList] = []
    path = [paragraph]
    text_start = start
    for place, match in enumerate(marks):
        upcoming = options_of(marks[place + 1][1]) if place + 1 < len(marks) else []
        decision = decide(options_of(match[1]), stack, upcoming)
        line = source.line_of(match.start())
        if decision is None:
            if match[1].startswith("(") and _list_like(body, match.start()) and options_of(match[1]):
                raise refuse_gap(options_of(match[1]), stack, f"({match[2]}) in paragraph {paragraph.number}", line)
            continue
        wording, heading = split_heading(fold(body[text_start : match.start()]), inner=True)
        path[-1].wording = wording
        del stack[decision.depth :], path[decision.depth + 1 :]
        stack.append(OpenList(decision.style, decision.ordinal))
        number = number_of(match[1], decision.style, decision.ordinal)
        node = Node(kind_of(decision.style), number, marker=match[1], heading=heading, line=line)
        path[-1].children.append(node)
        path.append(node)
        text_start = match.end()
    wording = fold(body[text_start:end])
    heading = ""
    if not is_last:
        wording, heading = split_heading(wording)
    path[-1].wording = wording
    for node in paragraph.walk():
        if not node.children:
            node.wording, node.children = split_list(node.wording, least=2)
    return heading


def _may_be_mark(body: str, start: int, match: re.Match[str]) -> bool:
    before = body[max(start, match.start() - 120) : match.start()]
    plain = re.sub(r"[;,]\s+(and|or)\s*$", ";", before)
    if not plain.strip() or ends_sentence(plain) or plain.rstrip().endswith(","):
        return True
    if match[1].endswith("."):
        return False
    return not refers(plain) or plain.rstrip(" ").endswith("\n")


def _list_like(body: str, at: int) -> bool:
    return ends_sentence(re.sub(r"[;,]\s+(and|or)\s*$", ";", body[max(0, at - 40) : at]))
