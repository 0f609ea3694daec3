"""Addresses of provisions: unique in a text, readable by people ("26(f)(i).3") and usable in a URL ("26.f.i.3").

The number alone is not unique (a text may count 22–27 twice), so a repeated top-level number carries its occurrence:
"22~2". The rules are written down in docs/algorithms/provision-numbering.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from guidelines.text.tree import Node, Part

IN_ADDRESS = re.compile(r"[A-Za-z0-9]+")
NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def section_key(number: str, title: str) -> str:
    """The key of a section before it is made unique: its number, or the first words of its title. Latin letters and
    digits only, as it goes into addresses; a name in another script becomes "s", with its digits."""
    key = _plain(number)
    if number and not re.search("[a-z]", key) and not number.isdecimal():
        key = f"s{key}"
    return key or "-".join(_plain(title).split("-")[:5])[:40] or "text"


def _plain(text: str) -> str:
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return NOT_IN_KEYS.sub("-", latin).strip("-")


def slug_of(address: str) -> str:
    """The form of an address for URLs: "26(f)(i).3" → "26.f.i.3", "[4]" → "u4"."""
    text = re.sub(r"\[(\d+)\]", r".u\1", address)
    text = text.replace(")(", ".").replace("(", ".").replace(")", "")
    return text.strip(".")


def assign_addresses(parts: Iterable[Part]) -> None:
    """Give every section its key and every provision its address and slug, in reading order, in place.

    Top-level: the number; "[n]" counting unnumbered paragraphs through the text; section and place for bullets without
    a paragraph above them. Below: "(a)", "(ii)", ".n" for the n-th bullet, "[n]" for unnumbered text after a list.
    """
    keys: dict[str, int] = {}
    used = _Once()
    slugs = _Once()
    unnumbered = 0
    for part in parts:
        part.key = _numbered(section_key(part.number, part.title), keys)
        bullets = 0
        for node in part.nodes:
            if node.kind == "bullet":
                bullets += 1
                node.number = str(bullets)
                base = f"{part.number if IN_ADDRESS.fullmatch(part.number) else part.key}.{bullets}"
            elif node.number:
                base = node.number
            else:
                unnumbered += 1
                base = f"[{unnumbered}]"
            _address(node, base, used, slugs)


class _Once:
    """Hands out each text once, later ones with "~2", "~3"."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.last: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        name, occurrence = text, self.last.get(text, 1)
        while name in self.seen:
            occurrence += 1
            name = f"{text}~{occurrence}"
        self.seen.add(name)
        self.last[text] = occurrence
        return name


def _numbered(key: str, keys: dict[str, int]) -> str:
    keys[key] = keys.get(key, 0) + 1
    return key if keys[key] == 1 else f"{key}-{keys[key]}"


def _address(node: Node, base: str, used: _Once, slugs: _Once) -> None:
    node.address = used(base)
    node.slug = slugs(slug_of(node.address))
    bullets = loose = 0
    for child in node.children:
        if child.kind == "bullet":
            bullets += 1
            child.number = str(bullets)
            _address(child, f"{node.address}.{bullets}", used, slugs)
        elif child.number:
            _address(child, f"{node.address}({child.number})", used, slugs)
        else:
            loose += 1
            _address(child, f"{node.address}[{loose}]", used, slugs)
