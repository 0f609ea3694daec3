"""The nearest known word to one that occurs nowhere ("did you mean")."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis.terms import surface

SHORTEST = 4


def allowed(word: str) -> int:
    """Edits a word may be away from the one meant: 0 under four letters, 1 for four, else 2."""
    return 0 if len(word) < SHORTEST else 1 if len(word) == SHORTEST else 2


def distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) from a to b, or limit + 1 when more than limit.

    The optimal string alignment distance (Damerau 1964, restricted).
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last = row, before
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def closest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word fewest edits away, the commonest of equals, then the first by alphabet; None when all are far.

    known: (word, documents that hold it).
    """
    limit = allowed(word)
    best: tuple[int, int, str] | None = None
    for candidate, documents in known:
        if candidate == word or abs(len(candidate) - len(word)) > limit:
            continue
        edits = distance(word, candidate, limit)
        if edits <= limit and (best is None or (edits, -documents, candidate) < best):
            best = (edits, -documents, candidate)
    return best[2] if best else None


def replaced(text: str, wrong: str, right: str) -> str:
    """The query with one folded word replaced, whatever its case and accents in the text."""
    parts = text.split(" ")
    return " ".join(right if surface(part) == [wrong] else part for part in parts)
