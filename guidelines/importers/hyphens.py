"""Words broken at the end of a line: put together, with or without their hyphen, as the text itself writes them. Pure.

Nothing is guessed: a hyphen goes only when the text writes the word without it elsewhere. What the text gives no answer
to keeps its hyphen, without a gap, and is named, so that a person can look.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from guidelines.importers.line_kinds import BARE_BULLET, DECIMAL, ITEM, PUT_IN_LATER, section_lines
from guidelines.importers.source import Source

LETTERS = r"[^\W\d_]"
BROKEN = re.compile(
    rf"(?<![\w‐-])(?P<first>{LETTERS}+(?:[-‐]{LETTERS}+)*)(?P<sign>[-‐\u00ad])[ \t]*\n[ \t]*"
    rf"(?P<rest>(?P<second>{LETTERS}+|\d+)\S*)"
)
WORD = re.compile(rf"{LETTERS}+(?:[-‐]{LETTERS}+)*")
STUCK = re.compile(r"\S+\Z")
SUSPENDED = frozenset(["and", "or", "to", "et", "ou", "y", "e", "o", "u", "und", "oder"])


@dataclass(frozen=True, slots=True)
class Broken:
    """A word at a line's end. before: as printed ("inter- national"); after: as read; reason: what decided. lead, tail:
    signs that stick to it ("(", ")," …)."""

    line: int
    before: str
    after: str
    reason: str
    lead: str = ""
    tail: str = ""

    @property
    def joined(self) -> bool:
        return self.before != self.after

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "before": self.before, "after": self.after, "reason": self.reason}


def join_broken_words(source: Source) -> list[Broken]:
    """Join in place what can be joined surely, keeping every offset; returns all broken words with what was done."""
    breaks = [m for m in BROKEN.finditer(source.body) if _is_broken(m, source.body)]
    if not breaks:
        return []
    known = _known(source.body)
    found: list[Broken] = []
    pieces: list[str] = []
    at = 0
    for match in breaks:
        before = f"{match['first']}{match['sign']} {match['second']}".replace("\u00ad", "-")
        after, reason = _decide(match, known)
        stretch = _moved(source.body, match, after)
        if "\n" not in stretch:
            source.take_out_line_end(source.body.index("\n", match.start()))
        pieces += [source.body[at : match.start()], stretch]
        at = match.end()
        lead = STUCK.search(source.body, max(0, match.start() - 40), match.start())
        tail = match["rest"][len(match["second"]) :]
        line = source.line_of(match.start())
        found.append(Broken(line, before, after, reason, lead[0] if lead else "", tail))
    source.body = "".join([*pieces, source.body[at:]])
    return found


def _is_broken(match: re.Match[str], body: str) -> bool:
    """Whether two lines share a word: "short-" above "and wide" does not, nor what stands above a line with a mark."""
    if match["second"].islower():
        return match["second"] not in SUSPENDED
    end = body.find("\n", match.end())
    line = body[match.start("rest") : end if end >= 0 else len(body)].strip()
    return not (ITEM.match(line) or DECIMAL.match(line) or PUT_IN_LATER.match(line) or section_lines(line))


def _known(body: str) -> Counter[str]:
    """How often each word stands unbroken in the text."""
    return Counter(word.casefold().replace("‐", "-") for word in WORD.findall(BROKEN.sub(" ", body)))


def _decide(match: re.Match[str], known: Counter[str]) -> tuple[str, str]:
    """The word, and why it is written so."""
    whole, hyphened = match["first"] + match["second"], f"{match['first']}-{match['second']}"
    if match["sign"] == "\u00ad":
        return whole, "a soft hyphen parts it"
    without, with_sign = known[whole.casefold()], known[hyphened.casefold().replace("‐", "-")]
    if without > with_sign:
        return whole, "written so elsewhere in the text"
    if with_sign > without:
        return hyphened, "written so elsewhere in the text"
    if without:
        return hyphened, "the text writes it both ways equally often; its hyphen stays"
    return hyphened, "the text does not write it elsewhere; its hyphen stays"


def _moved(body: str, match: re.Match[str], word: str) -> str:
    """The broken stretch with the word on one line, as long as before; the line end goes when a line would be left
    empty."""
    tail = match["rest"][len(match["second"]) :]
    rest_of_line = body[match.end() : (body.find("\n", match.end()) + 1 or len(body) + 1) - 1]
    size = match.end() - match.start()
    following = rest_of_line.strip()
    if following and not (ITEM.match(following) or BARE_BULLET.match(following)):
        return f"{word}{tail}\n".ljust(size)
    start_of_line = body.rfind("\n", 0, match.start()) + 1
    if len(body[start_of_line : match.start()].split()) > 1:
        return f"\n{word}{tail}".rjust(size)
    return f"{word}{tail}".ljust(size)
