"""Reads a file of digests: the structure of a text with what each provision says in our words. Pure.

Shape: document {code, title, status, date, reference}, sections [{number, title, provisions [{address, kind, heading?,
digest, themes?, sdg?, population?, approaches?, levers?, justice?, children?}]}].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from guidelines.text.tree import Node, Part

TERMS = ("themes", "sdg", "population", "approaches", "levers", "justice")
KINDS = ("paragraph", "letter", "roman", "number", "bullet")


class UnreadableDigests(ValueError):
    """The file is not in the expected shape; the message says where."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One provision's digest. terms: vocabulary name → codes."""

    address: str
    text: str
    terms: Mapping[str, tuple[str, ...]]


@dataclass
class DigestFile:
    """What a file says: about the document, its structure as a tree without wordings, and the digests."""

    document: Mapping[str, Any]
    parts: list[Part] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)


def read_digests(text: str) -> DigestFile:
    """Read a file's contents. Raises UnreadableDigests."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UnreadableDigests(f"this is not YAML: {error}") from error
    if (
        not isinstance(content, Mapping)
        or not isinstance(content.get("document"), Mapping)
        or not content.get("sections")
    ):
        raise UnreadableDigests("expected 'document' and 'sections' at the top")
    missing = [key for key in ("code", "title", "status") if not content["document"].get(key)]
    if missing:
        raise UnreadableDigests(f"document: {', '.join(missing)} missing")
    result = DigestFile(content["document"])
    for section in content["sections"]:
        part = Part(str(section.get("number", "")), str(section.get("title", "")))
        part.nodes = [_read(entry, result) for entry in section.get("provisions", [])]
        result.parts.append(part)
    return result


def _read(entry: Any, result: DigestFile) -> Node:
    address = str(entry.get("address", "")) if isinstance(entry, Mapping) else ""
    if not address:
        raise UnreadableDigests(f"a provision without an address: {str(entry)[:80]}")
    if entry.get("kind") not in KINDS:
        raise UnreadableDigests(f"{address}: kind must be one of {', '.join(KINDS)}")
    terms = {name: tuple(str(code) for code in entry[name]) for name in TERMS if entry.get(name)}
    result.digests.append(Digest(address, " ".join(str(entry.get("digest", "")).split()), terms))
    node = Node(
        entry["kind"],
        _number(address, entry["kind"]),
        heading=str(entry.get("heading", "")),
        marker=_marker(address, entry["kind"]),
    )
    node.children = [_read(child, result) for child in entry.get("children", [])]
    return node


def _number(address: str, kind: str) -> str:
    """The last step of an address: "26(f)(ii)" → "ii", "26(f)(ii).3" → "3"."""
    return address.rpartition(".")[2] if kind == "bullet" else address.rstrip(")").rpartition("(")[2]


def _marker(address: str, kind: str) -> str:
    number = _number(address, kind)
    return {"paragraph": f"{number}.", "bullet": ""}.get(kind, f"({number})")
