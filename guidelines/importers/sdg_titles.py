"""Reads the official titles of SDG goals and targets from a JSON file. Pure: values in, values out.

Shape: {"goals": [{"code": "1", "title": {"en": "…", "fr": "…"}, "targets": [{"code": "1.1", "title": {…}}]}]}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


class UnreadableSdgFile(ValueError):
    """The file is not in the expected shape; the message says where."""


def read_titles(content: Any) -> dict[str, dict[str, str]]:
    """Code → language → official title, for goals ("11") and targets ("11.7") alike.

    Unknown languages are ignored. Raises UnreadableSdgFile naming the entry when a code or a title is missing.
    """
    if not isinstance(content, Mapping) or not isinstance(content.get("goals"), list):
        raise UnreadableSdgFile('expected an object with a list "goals" at the top')
    titles: dict[str, dict[str, str]] = {}
    for place, goal in enumerate(content["goals"], start=1):
        for where, entry in entries(goal, f"goals[{place}]"):
            code, text = entry.get("code"), entry.get("title")
            if not isinstance(code, str) or not code:
                raise UnreadableSdgFile(f'{where}: "code" is missing')
            if not isinstance(text, Mapping) or not isinstance(text.get("en"), str):
                raise UnreadableSdgFile(f'{where} ({code}): "title" needs at least an English text')
            if code in titles:
                raise UnreadableSdgFile(f"{where}: the code {code} comes a second time")
            titles[code] = {k: " ".join(v.split()) for k, v in text.items() if k in LANGUAGES and isinstance(v, str)}
    return titles


def entries(goal: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The goal itself, then its targets, each with the place to name in an error."""
    if not isinstance(goal, Mapping):
        raise UnreadableSdgFile(f"{where}: expected an object")
    yield where, goal
    targets = goal.get("targets", [])
    if not isinstance(targets, list):
        raise UnreadableSdgFile(f'{where}: "targets" must be a list')
    for place, target in enumerate(targets, start=1):
        if not isinstance(target, Mapping):
            raise UnreadableSdgFile(f"{where}.targets[{place}]: expected an object")
        yield f"{where}.targets[{place}]", target
