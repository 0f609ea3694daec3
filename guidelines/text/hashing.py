"""Hashes of wordings and of whole versions, chained so that no published version can be altered unnoticed. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from guidelines.text.tree import Part, fold


def wording_hash(wording: str) -> str:
    """SHA-256 of the folded wording, "" for no wording. Line breaks and double spaces do not count, every
    other sign does."""
    return hashlib.sha256(fold(wording).encode()).hexdigest() if wording.strip() else ""


def content_hash(about: Mapping[str, Any], parts: Iterable[Part]) -> str:
    """SHA-256 of what a version says. about: code, number, status, date (ISO or ""), reference, language … as
    plain values."""
    content = {
        "about": dict(about),
        "sections": [{"key": part.key, **_with_keys(part)} for part in parts],
    }
    return hashlib.sha256(_canonical(content)).hexdigest()


def chain_hash(previous: str, content: str) -> str:
    """The link of the chain: SHA-256 of the previous link and the content. previous: "" for the first version."""
    return hashlib.sha256(f"{previous}:{content}".encode()).hexdigest()


def _with_keys(part: Part) -> dict[str, Any]:
    return {
        "number": part.number,
        "title": part.title,
        "provisions": [
            [node.key, node.address, node.kind, node.number, node.marker, node.heading, node.wording]
            for node in part.walk()
        ],
    }


def _canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
