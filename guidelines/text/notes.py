"""Footnotes of a text: printed apart, kept with each version beside the provision that refers to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.text.tree import Part, all_nodes


@dataclass(frozen=True, slots=True)
class Note:
    """mark: as printed ("²", "[3]", "*"). address: of the provision that refers to it, "" when none is known."""

    mark: str
    text: str
    address: str = ""


def stored_notes(notes: Iterable[Note], parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Notes as a version keeps them: at the permanent key of their provision, which lasts through renumbering."""
    keys = {node.address: node.key for node in all_nodes(parts)}
    return [{"mark": note.mark, "text": note.text, "key": keys.get(note.address, "")} for note in notes]


def carried_notes(stored: Sequence[Mapping[str, Any]], parts: Iterable[Part]) -> list[Note]:
    """The notes of an earlier version for the text that follows it; those of deleted provisions go with them."""
    addresses = {node.key: node.address for node in all_nodes(parts) if node.key}
    return [
        Note(note["mark"], note["text"], addresses.get(note["key"], ""))
        for note in stored
        if not note["key"] or note["key"] in addresses
    ]
