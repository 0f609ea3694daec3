"""How many public pages lie below each city, without knowing what they are (practices live in the room above).

The room above registers its gate here when the site starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from cities.models import CityPage

PathsBelow = Callable[[Iterable[str]], Iterable[str]]
_gates: list[PathsBelow] = []


def register(paths_below: PathsBelow) -> None:
    """Add a function: paths of cities → paths of the public pages below them that name their city."""
    if paths_below not in _gates:
        _gates.append(paths_below)


def public_children(cities: Mapping[str, int]) -> Mapping[int, int]:
    """City id → number of public pages right below it; one query for each gate. cities: path → id."""
    found: Counter[int] = Counter()
    for gate in _gates:
        for path in gate(cities.keys()):
            parent = cities.get(path[: -CityPage.steplen])
            if parent is not None:
                found[parent] += 1
    return found
