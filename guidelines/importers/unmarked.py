"""Lists whose bullets were lost when the text was copied: "…which: Include records; Present a map; Identify
gaps." Pure."""

from __future__ import annotations

import re
from itertools import islice

from guidelines.importers.markers import ABBREVIATION
from guidelines.text.tree import Node

MARK = r"(?:[•▪·‣►*–-]|o)\s+"
BEGINS = re.compile(rf":\s+(?=(?:{MARK})?[\"“‘(]?[^\W\d_])")
BETWEEN = re.compile(rf"(?P<end>;(?:\s+(?:and|or))?)\s+(?=(?:{MARK})?[\"“‘(]?(?P<first>[^\W\d_]))")
MARKED = re.compile(rf"^{MARK}(?=\S)")
COLONS = 40  # of a wording, looked at for the beginning of a list
SENTENCE = re.compile(r"(?<=[\w)”\"’])[.]\s+(?=[^\W\d_])")


def split_list(text: str, *, least: int) -> tuple[str, list[Node]]:
    """The introduction and the bullets of a wording, or the wording and no bullets.

    text: with white space folded. least: how many items make a list. A list begins after a colon with a capital (or a
    mark), its items are parted by semicolons before capitals; marked items ("o …") after a second colon are a list
    inside the item. What follows the full stop of the last item is an item of its own: lists end in a full stop, and in
    the texts at hand a stop there is a slip for a semicolon.
    """
    for match in islice(BEGINS.finditer(text), COLONS):
        if not _opens(text, match.end()):
            continue
        items = _items(text[match.end() :])
        if len(items) >= least:
            return text[: match.start() + 1], _nest(items)
    return text, []


def _opens(text: str, at: int) -> bool:
    mark = MARKED.match(text[at:])
    first = text[at + (mark.end() if mark else 0) :].lstrip('"“‘(')[:1]
    return first.isupper()


def _items(rest: str) -> list[str]:
    """The pieces between semicolons that stand before a capital; the last piece also parts at its full stops."""
    pieces, start = [], 0
    for match in BETWEEN.finditer(rest):
        if match["first"].isupper() or (
            MARKED.match(rest[match.end() :]) and rest[match.end() + 2 : match.end() + 3].isupper()
        ):
            pieces.append(rest[start : match.end("end")])
            start = match.end()
    last = rest[start:]
    if pieces:
        for sentence in _sentences(last):
            pieces.append(sentence)
    else:
        pieces.append(last)
    return pieces


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for match in SENTENCE.finditer(text):
        before = text[start : match.start() + 1]
        if text[match.end() : match.end() + 1].isupper() and not ABBREVIATION.search(before):
            found.append(before)
            start = match.end()
    return [*found, text[start:]]


def _nest(items: list[str]) -> list[Node]:
    """Bullets; items marked "o" go under the unmarked item before them."""
    bullets: list[Node] = []
    all_marked = bool(MARKED.match(items[0]))
    for item in items:
        mark = MARKED.match(item)
        if mark and bullets and not all_marked:
            bullets[-1].children.append(Node("bullet", "", item[mark.end() :], marker=mark[0].strip()))
            continue
        if mark:
            bullets.append(Node("bullet", "", item[mark.end() :], marker=mark[0].strip()))
            continue
        inner = re.search(rf":\s+(?={MARK}[A-Z])", item)
        if inner:
            first = MARKED.match(item[inner.end() :])
            assert first is not None
            child = Node("bullet", "", item[inner.end() + first.end() :], marker=first[0].strip())
            bullets.append(Node("bullet", "", item[: inner.start() + 1], children=[child]))
        else:
            bullets.append(Node("bullet", "", item))
    return bullets
