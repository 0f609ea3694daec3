"""Addresses of provisions: unique in a text, readable by people ("26(f)(i).3") and usable in a URL ("26.f.i.3").

The number alone is not unique: where paragraphs begin again in every section the section belongs to the address
("Article 2(1)", "B.1"), and a number that is counted twice carries its occurrence ("22~2"). The rules are written down
in docs/algorithms/provision-numbering.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from guidelines.importers.named_sections import CITED_WITH_NUMBER, cited_as
from guidelines.text.tree import Node, Part

IN_ADDRESS = re.compile(r"[A-Za-z0-9]+")
NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def section_key(number: str, title: str) -> str:
    """The key of a section before it is made unique: its number, or the first words of its title. Latin letters and
    digits only, as it goes into addresses; named sections have the same key in every language ("article-2"), another
    name in another script becomes "s", with its digits."""
    named = cited_as(number)
    if named:
        return _plain(" ".join(named))
    key = _plain(number)
    if number and not re.search("[a-z]", key) and not number.isdecimal():
        key = f"s{key}"
    return key or "-".join(_plain(title).split("-")[:5])[:40] or "text"


def _plain(text: str) -> str:
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return NOT_IN_KEYS.sub("-", latin).strip("-")


def slug_of(address: str) -> str:
    """The form of an address for URLs: "26(f)(i).3" → "26.f.i.3", "[4]" → "u4", "Article 2(1)" → "article-2.1"."""
    text = re.sub(r"\[(\d+)\]", r".u\1", address)
    text = text.replace(")(", ".").replace("(", ".").replace(")", "")
    return re.sub(r"^[A-Z][a-z]+ .*", lambda found: found[0].replace(" ", "-").lower(), text).strip(".")


def assign_addresses(parts: Iterable[Part]) -> None:
    """Give every section its key and every provision its address and slug, in reading order, in place.

    Top-level: the number, with its section where sections count anew; "[n]" counting unnumbered paragraphs through the
    text; section and place for bullets without a paragraph above them. Below: "(a)", "(ii)", ".n" for the n-th bullet,
    "[n]" for unnumbered text after a list.
    """
    parts = list(parts)
    keys: dict[str, int] = {}
    used = _Once()
    slugs = _Once()
    unnumbered = 0
    anew = _count_anew(parts)
    for part in parts:
        part.key = _numbered(section_key(part.number, part.title), keys)
        name = _name(part)
        bullets = loose = 0
        for node in part.nodes:
            if node.kind == "bullet":
                bullets += 1
                node.number = str(bullets)
                base = f"{part.number if IN_ADDRESS.fullmatch(part.number) else part.key}.{bullets}"
            elif node.number and "." in node.number:
                base = node.number
            elif node.number:
                base = f"{name}({node.number})" if name else f"{_label(part)}.{node.number}" if anew else node.number
            elif name:
                loose += 1
                base = name if loose == 1 else f"{name}[{loose}]"
            else:
                unnumbered += 1
                base = f"[{unnumbered}]"
            _address(node, base, used, slugs)


def _name(part: Part) -> str:
    """How a section is named in the addresses of its provisions ("Article 2"), "" when they are cited without it."""
    style, count, again = cited_as(part.number) or ("", "", "")
    if style not in CITED_WITH_NUMBER:
        return ""
    return " ".join(filter(None, ("Paragraph" if style == "sign" else style.capitalize(), count, _plain(again))))


def _label(part: Part) -> str:
    return part.number if IN_ADDRESS.fullmatch(part.number) else part.key


def _count_anew(parts: list[Part]) -> bool:
    """Whether the paragraphs of at least two sections begin at 1; articles and annexes, cited by name, aside."""
    firsts = [next((n.number for n in part.nodes if n.number and n.kind != "bullet"), "") for part in parts]
    return sum(1 for part, first in zip(parts, firsts, strict=True) if first == "1" and not _name(part)) >= 2


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
