"""Puts the words of a translation over a record, and says which words stayed in the original language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEAD = ("title", "claim", "summary")
PARTS = ("blocks", "steps", "preconditions", "outcomes", "evaluations", "adoptions", "stakeholders")


def translated(record: Mapping[str, Any], words: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The record in another language.

    record: in the shape of the contract. words: title, claim, summary and `fields` of a translation. Returns the record
    and the names of fields that have a text but no translation. Repeated parts are joined by position; when their
    numbers differ (the record changed since) the part stays in the original and is named.
    """
    result, missing = dict(record), []
    fields = {**(words.get("fields") or {}), **{name: words.get(name) for name in HEAD}}
    cost_note = fields.pop("cost_note", None)
    if cost_note and result.get("cost"):
        result["cost"] = {**result["cost"], "note": cost_note}
    for name, value in record.items():
        if name in PARTS or name == "first_steps":
            if value and not _part(result, name, value, fields.get(name)):
                missing.append(name)
        elif name == "failure" and value:
            result[name] = {**value, **{k: v for k, v in (fields.get(name) or {}).items() if v}}
        elif fields.get(name):
            result[name] = fields[name]
        elif isinstance(value, str) and value and name not in UNTRANSLATED:
            missing.append(name)
    return result, tuple(missing)


UNTRANSLATED = frozenset(
    {"schema", "code", "city", "kind", "scale", "start", "end", "lifecycle", "confirmation", "language", "rights"}
)


def _part(result: dict[str, Any], name: str, value: list[Any], words: list[Any] | None) -> bool:
    if not words or len(words) != len(value):
        return False
    if name == "first_steps":
        result[name] = [new or old for new, old in zip(words, value, strict=True)]
    else:
        result[name] = [
            {**old, **{k: v for k, v in new.items() if v and k in old}} for old, new in zip(value, words, strict=True)
        ]
    return True
