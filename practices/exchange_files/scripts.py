"""Arabic letters joined and lines turned the way they are drawn, for a PDF library that does neither. Pure.

The joined forms come from the Unicode character database (compatibility forms FB50–FDFF and FE70–FEFF); the order of a
line follows the Unicode bidirectional algorithm (UAX #9) as far as text without explicit embeddings needs it: strong
letters, numbers with their separators, neutrals, marks, mirrored brackets.
"""

from __future__ import annotations

import unicodedata
from functools import cache

LAM = "\u0644"
MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))
RIGHT, LEFT, NUMBER, NEUTRAL = "R", "L", "N", "-"


@cache
def forms() -> dict[str, dict[str, str]]:
    """Letter (or lam with alef) → {"isolated", "final", "initial", "medial"} → the form drawn there."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFF), *range(0xFE80, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        pair = "".join(chr(int(letter, 16)) for letter in letters)
        if kind in ("<isolated>", "<final>", "<initial>", "<medial>") and (
            len(pair) == 1 or (len(pair) == 2 and pair[0] == LAM and code >= 0xFEF5)
        ):
            found.setdefault(pair, {}).setdefault(kind.strip("<>"), chr(code))
    return found


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def has_right_to_left(text: str) -> bool:
    """Whether any letter is written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def joined(text: str) -> str:
    """The text with every Arabic letter in the form it has between its neighbours; still in reading order."""
    known = forms()
    units = _units(text)
    out: list[str] = []
    for number, unit in enumerate(units):
        if unit not in known:
            out.append(unit)
            continue
        before = _neighbour(units, number, -1)
        behind = _neighbour(units, number, 1)
        joins_before = before == "\u0640" or "initial" in known.get(before, {})
        joins_behind = "initial" in known[unit] and (behind == "\u0640" or "final" in known.get(behind, {}))
        kind = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joins_before, joins_behind), "isolated"
        )
        out.append(known[unit].get(kind) or known[unit].get("final" if joins_before else "isolated") or unit)
    return "".join(out)


def _units(text: str) -> list[str]:
    """Letters, lam and alef taken together."""
    units: list[str] = []
    for letter in text:
        if units and units[-1] == LAM and LAM + letter in forms():
            units[-1] += letter
        else:
            units.append(letter)
    return units


def _neighbour(units: list[str], number: int, step: int) -> str:
    """The next unit that is no mark above or below a letter."""
    number += step
    while 0 <= number < len(units) and unicodedata.category(units[number][0]) == "Mn":
        number += step
    return units[number] if 0 <= number < len(units) else ""


def visual(line: str, *, right_to_left: bool) -> str:
    """One line in the order it is drawn, from left to right."""
    clusters = _clusters(line)
    kinds = _resolved([_kind(cluster[0]) for cluster in clusters], RIGHT if right_to_left else LEFT)
    base = 1 if right_to_left else 0
    levels = [_level(kind, base) for kind in kinds]
    drawn = [
        MIRRORED.get(cluster, cluster) if level % 2 else cluster
        for cluster, level in zip(clusters, levels, strict=True)
    ]
    for level in range(max(levels, default=0), 0, -1):
        drawn, levels = _reversed_at(drawn, levels, level)
    return "".join(drawn)


def _clusters(line: str) -> list[str]:
    """Letters with the marks above and below them."""
    found: list[str] = []
    for letter in line:
        if found and unicodedata.category(letter) == "Mn":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _kind(letter: str) -> str:
    kind = unicodedata.bidirectional(letter)
    if kind in ("R", "AL"):
        return RIGHT
    if kind in ("EN", "AN"):
        return NUMBER
    if kind == "L":
        return LEFT
    return kind if kind in ("ES", "CS", "ET") else NEUTRAL


def _resolved(kinds: list[str], base: str) -> list[str]:
    """Separators inside numbers become numbers, neutrals follow their neighbours, else the line (W4–W7, N1, N2)."""
    kinds = list(kinds)
    for n, kind in enumerate(kinds):
        inside = 0 < n < len(kinds) - 1 and kinds[n - 1] == NUMBER == kinds[n + 1]
        beside = (n > 0 and kinds[n - 1] == NUMBER) or (n < len(kinds) - 1 and kinds[n + 1] == NUMBER)
        if kind in ("ES", "CS"):
            kinds[n] = NUMBER if inside else NEUTRAL
        elif kind == "ET":
            kinds[n] = NUMBER if beside else NEUTRAL
    strong = base
    for n, kind in enumerate(kinds):
        if kind in (LEFT, RIGHT):
            strong = kind
        elif kind == NUMBER and strong == LEFT:
            kinds[n] = LEFT
    for n, kind in enumerate(kinds):
        if kind == NEUTRAL:
            before = next((k for k in reversed(kinds[:n]) if k != NEUTRAL), base)
            behind = next((k for k in kinds[n:] if k != NEUTRAL), base)
            sides = {RIGHT if side == NUMBER else side for side in (before, behind)}
            kinds[n] = sides.pop() if len(sides) == 1 else base
    return kinds


def _level(kind: str, base: int) -> int:
    if kind == RIGHT:
        return 1
    if kind == NUMBER:
        return 2
    return 2 if base else 0


def _reversed_at(drawn: list[str], levels: list[int], level: int) -> tuple[list[str], list[int]]:
    """Every run at this level or above, turned round."""
    out, kept, start = list(drawn), list(levels), None
    for n in range(len(levels) + 1):
        inside = n < len(levels) and levels[n] >= level
        if inside and start is None:
            start = n
        elif not inside and start is not None:
            out[start:n], kept[start:n] = out[start:n][::-1], kept[start:n][::-1]
            start = None
    return out, kept
