"""Which sections of two versions are the same, by what stands in them: a number or a title may change. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence


def same_sections(old: Mapping[int, Hashable], new: Mapping[int, Hashable]) -> set[tuple[Hashable, Hashable]]:
    """Pairs of sections that share at least half of the provisions of the larger of the two.

    old, new: provision → section, of the provisions of either version.
    """
    shared = Counter((section, new[provision]) for provision, section in old.items() if provision in new)
    sizes, others = Counter(old.values()), Counter(new.values())
    return {(a, b) for (a, b), number in shared.items() if 2 * number >= max(sizes[a], others[b])}


def paired(
    old: Sequence[tuple[Hashable, str, str]],
    new: Sequence[tuple[Hashable, str, str]],
    same: set[tuple[Hashable, Hashable]],
) -> list[tuple[int | None, int | None]]:
    """Every section of two versions, by index in its version, in the order of the new one, those that are gone last.

    old, new: (section, key, title) each. same: pairs that hold the same provisions; others are met by their key, then
    by their title.
    """
    free = dict(enumerate(old))
    found: dict[int, int] = {}
    for meets in (
        lambda a, b: (a[0], b[0]) in same,
        lambda a, b: a[1] == b[1],
        lambda a, b: bool(a[2]) and a[2].casefold() == b[2].casefold(),
    ):
        for n, section in enumerate(new):
            if n not in found:
                o = next((o for o, other in free.items() if meets(other, section)), None)
                if o is not None:
                    found[n] = o
                    del free[o]
    return [(found.get(n), n) for n in range(len(new))] + [(o, None) for o in free]
