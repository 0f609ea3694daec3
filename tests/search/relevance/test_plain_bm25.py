"""The measure everything is compared with, against its formula in plain Python."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from benchmarks.relevance_bm25 import PlainBM25, bag


def by_the_formula(records: list[list[str]], asked: list[str], number: int) -> float:
    """The score of one record, word by word."""
    mean = sum(map(len, records)) / len(records)
    score = 0.0
    for word in asked:
        holding = sum(word in record for record in records)
        often = Counter(records[number])[word]
        rare = math.log(1 + (len(records) - holding + 0.5) / (holding + 0.5))
        score += rare * often / (often + 1.2 * (1 - 0.75 + 0.75 * len(records[number]) / mean))
    return score


def test_the_arrays_follow_the_formula() -> None:
    rng = random.Random(3)
    records = [rng.choices("abcdefghij", k=rng.randrange(1, 30)) for _ in range(40)]
    plain = PlainBM25()
    for record in records:
        plain.add(record)
    for asked in (["a"], ["a", "b"], ["a", "a", "c"], ["z"]):
        expected = [by_the_formula(records, asked, n) for n in range(len(records))]
        assert plain.scores(asked).tolist() == pytest.approx(expected)
        order = sorted((n for n in range(40) if expected[n] > 0), key=lambda n: (-round(expected[n], 12), n))
        assert plain.best(asked, 10) == order[:10]


def test_nothing_to_find() -> None:
    assert PlainBM25().best(["a"], 5) == []


def test_words_are_cut_as_usual() -> None:
    assert bag([("en", "The Policies of a city's POLICE, in 2019")]) == ["polici", "citi", "s", "polic", "2019"]
    assert bag([("fr", "La sécurité des écoles")]) == bag([("fr", "securites ecole")])
    assert bag([("de", "Die Straße")]) == ["die", "strasse"]
