"""Arabic letters joined and lines turned the way they are drawn, for a PDF library that does neither. Pure.

Joining is done by arabic-reshaper, the order of a line by python-bidi (the Unicode bidirectional algorithm, UAX #9).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi import algorithm

# A mark is drawn over the letter it follows, so it stands behind its letter in a turned line too (UAX #9, rule L3).
_MARKS = re.compile("([\u064b-\u065f\u0670]+)([\u0600-\u064a\u0671-\u06ff\ufb50-\ufdff\ufe70-\ufefc])")

FIRST_TURNED = "\u0590"
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


@cache
def _reshaper() -> ArabicReshaper:
    """Marks above and below letters stay; of the ligatures only lam with alef, which every Arabic font has."""
    return ArabicReshaper({"delete_harakat": False, "delete_tatweel": False})


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def has_right_to_left(text: str) -> bool:
    """Whether any letter is written from right to left."""
    return max(text, default="") >= FIRST_TURNED and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )


def clean(text: str) -> str:
    """Without control characters that no file may carry."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def is_arabic_mark(letter: str) -> bool:
    """Whether it is drawn over or under the letter before it."""
    return "\u064b" <= letter <= "\u065f" or letter == "\u0670"


def joined(text: str) -> str:
    """The text with every Arabic letter in the form it has between its neighbours; still in reading order."""
    return str(_reshaper().reshape(text))


def visual(line: str, *, right_to_left: bool) -> str:
    """One line in the order it is drawn, from left to right."""
    turned = str(algorithm.get_display(line, base_dir="R" if right_to_left else "L"))
    return _MARKS.sub(lambda found: found[2] + found[1][::-1], turned)


def placed(line: str, *, right_to_left: bool) -> list[tuple[str, int]]:
    """`visual` for a line of which parts are drawn differently: each letter with its place in the line given."""
    if not right_to_left and not has_right_to_left(line):
        return [(letter, place) for place, letter in enumerate(line)]
    level = int(right_to_left)
    storage = algorithm.get_empty_storage() | {"base_level": level, "base_dir": "LR"[level]}
    algorithm.get_embedding_levels(line, storage)
    for place, letter in enumerate(storage["chars"]):
        letter["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage, debug=False)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    algorithm.reorder_resolved_levels(storage, debug=False)
    algorithm.apply_mirroring(storage, debug=False)
    drawn = [(letter["ch"], letter["place"]) for letter in storage["chars"]]
    for found in _MARKS.finditer("".join(letter for letter, _place in drawn)):
        start, end = found.span()
        drawn[start:end] = [drawn[end - 1], *drawn[start : end - 1][::-1]]
    return drawn


def read_aloud(text: str) -> str:
    """Joined letters as they are typed, for the text a PDF carries beside the drawing."""
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
