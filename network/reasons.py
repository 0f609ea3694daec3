"""The reasons of a gain in sentences: what a city gets, what it gives, what takes away from what it gets."""

from __future__ import annotations

from collections.abc import Mapping

from network.matching import Gain, sentence

Lines = tuple[str, ...]


def in_words(gain: Gain, names: Mapping[str, str]) -> tuple[Lines, Lines, Lines]:
    """(gets, gives, lessened): lines that add to the gain, lines of what it gives, lines that lower the gain."""
    gets = tuple(sentence(reason, names) for reason in gain.gets if reason.points >= 0)
    lessened = tuple(sentence(reason, names) for reason in gain.gets if reason.points < 0)
    return gets, tuple(sentence(reason, names) for reason in gain.gives), lessened
