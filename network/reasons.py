"""The reasons of a gain in sentences: what a city gets, what it gives, what takes away from what it gets.

With a proposal they are kept as codes with parameters, and put into words when somebody reads them, in that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from guidelines.labels import labels_kept
from guidelines.models.terms import pick_label
from network.matching import Gain, Reason
from network.sentences import sentence
from network.words import spread_words
from search.documents import TREE_SEPARATOR

Lines = tuple[str, ...]
PARTS = ("gets", "gives", "lessened")


def in_words(gain: Gain, names: Mapping[str, str]) -> tuple[Lines, Lines, Lines]:
    """(gets, gives, lessened): lines that add to the gain, lines of what it gives, lines that lower the gain."""
    return tuple(tuple(sentence(reason, names) for reason in part) for part in _parts(gain))  # type: ignore[return-value]


def _parts(gain: Gain) -> tuple[list[Reason], list[Reason], list[Reason]]:
    """The lines of a gain as in_words orders them."""
    gets = [reason for reason in gain.gets if reason.points >= 0]
    return gets, list(gain.gives), [reason for reason in gain.gets if reason.points < 0]


def kept(gains: Iterable[Gain], cities: Mapping[str, str]) -> dict[str, Any]:
    """The reasons of a group as JSON values, by city key; "names" holds what its cities were called."""
    found: dict[str, Any] = {}
    for gain in gains:
        lines = ([[r.code, r.points, dict(r.params)] for r in part] for part in _parts(gain))
        found[gain.city] = {"points": gain.points, "best": gain.best, **dict(zip(PARTS, lines, strict=True))}
    return {**found, "names": {key: cities[key] for key in found if key in cities}}


def read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What `kept` stored, in words of the active language. Sentences that were stored as such stay as they are."""
    names = {**theme_names(), **spread_words(), **stored.get("names", {})}
    return {
        city: {**body, **{part: tuple(_line(line, names) for line in body.get(part, ())) for part in PARTS}}
        for city, body in stored.items()
        if city != "names"
    }


def _line(line: Any, names: Mapping[str, str]) -> str:
    if isinstance(line, str):
        return line
    code, points, params = line
    return sentence(Reason(code, points, tuple(params.items())), names)


def theme_names() -> dict[str, str]:
    """Theme code → label in the active language, from the labels kept in the process."""
    language = get_language() or "en"
    paths = ((path.rpartition(TREE_SEPARATOR)[2], labels) for path, labels in labels_kept("theme").items())
    return {code: pick_label(labels, language, code) for code, labels in paths}
