"""Arabic letters joined and lines turned the way they are drawn, for a PDF library that does neither. Pure.

Joining is done by arabic-reshaper, the order of a line by python-bidi (the Unicode bidirectional algorithm, UAX #9).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display

# A mark is drawn over the letter it follows, so it stands behind its letter in a turned line too (UAX #9, rule L3).
_MARKS = re.compile("([\u064b-\u065f\u0670]+)([\u0600-\u064a\u0671-\u06ff\ufb50-\ufdff\ufe70-\ufefc])")


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
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def joined(text: str) -> str:
    """The text with every Arabic letter in the form it has between its neighbours; still in reading order."""
    return str(_reshaper().reshape(text))


def visual(line: str, *, right_to_left: bool) -> str:
    """One line in the order it is drawn, from left to right."""
    turned = str(get_display(line, base_dir="R" if right_to_left else "L"))
    return _MARKS.sub(lambda found: found[2] + found[1][::-1], turned)
