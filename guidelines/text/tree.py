"""A text as a tree of parts and provisions. What parsers make, plans print and publishing stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Node:
    """A provision.

    kind: "paragraph", "letter", "roman", "number" or "bullet". number: as counted ("26", "f", "ii"; a bullet's place;
    "" for a paragraph without a number). marker: as printed ("26.", "(f)", "-"), "" when the source has none.
    heading: words printed above it. line: of the source, from 1. key: the permanent key of the provision it continues,
    "" when new or unknown.
    """

    kind: str
    number: str
    wording: str = ""
    marker: str = ""
    heading: str = ""
    line: int = 0
    children: list[Node] = field(default_factory=list)
    address: str = ""
    slug: str = ""
    key: str = ""

    def walk(self) -> Iterator[Node]:
        """The node and everything under it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_json(self) -> dict[str, Any]:
        """The public shape of a provision in plans and in the API."""
        return {
            "address": self.address,
            "number": self.number,
            "kind": self.kind,
            "marker": self.marker,
            "heading": self.heading,
            "wording": self.wording,
            "children": [child.as_json() for child in self.children],
        }


@dataclass(slots=True)
class Part:
    """A section: number as printed ("IV", "" for none), title, its provisions. key: for addresses, unique in
    the text."""

    number: str
    title: str
    line: int = 0
    nodes: list[Node] = field(default_factory=list)
    key: str = ""

    def walk(self) -> Iterator[Node]:
        for node in self.nodes:
            yield from node.walk()

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "title": self.title, "provisions": [node.as_json() for node in self.nodes]}


def all_nodes(parts: Iterable[Part]) -> Iterator[Node]:
    """Every provision of the text in reading order."""
    for part in parts:
        yield from part.walk()


def fold(text: str) -> str:
    """Runs of white space become one space: the form in which wordings are compared and hashed."""
    return " ".join(text.split())
