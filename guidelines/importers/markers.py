"""Marks that number a text: what they look like and how they count. Pure."""

from __future__ import annotations

import re

ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
ARABIC = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # the order of the letters in lists (abjad)
HAN_DIGITS = "一二三四五六七八九"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"  # lists leave out ё й ъ ы ь
# Words after which a number is a reference; of the second group the full stop is part of the word.
REFERENCE = re.compile(
    r"\b(goals?|sdgs?|targets?|articles?|paragraphs?|sub-?paragraphs?|sections?|chapters?|parts?|annex(es)?|tables?|"
    r"figures?|pages?|resolutions?|decisions?|numbers?|items?|steps?|clauses?|rules?|principles?|recommendations?|"
    r"commitments?|objectives?|pillars?|measures?|groups?|under|see|in|of|to|and|or|the|with|by|on|from|until|since|"
    r"between|dated|art[ií]culos?|artigos?|artikel|chapitres?|cap[ií]tulos?|parties?|partes?|secci[oó]n|principes?|"
    r"principios?|annexes?|objectifs?|objetivos?|le|du|au|el|del|al|المادة|الفصل|الفقرة|القسم|المبدأ|الهدف|"
    r"стать[яией]|пункт[аеу]?|глав[аеы]|раздел[ае]?)$|"
    r"\b(arts?|paras?|nos?|pp?|figs?|vols?|chaps?|sects?|secs?)\.?$",
    re.IGNORECASE,
)
ENDS_SENTENCE = re.compile(r"[.;:!?؛؟۔。；：！？।][\"”’')\]*_»]*$")
ABBREVIATED_REFERENCE = re.compile(r"\b(arts?|paras?|pp?|figs?|vols?|chaps?|sects?|secs?)\.$", re.IGNORECASE)
ABBREVIATION = re.compile(
    r"\b(e\.g|i\.e|etc|cf|vs|no|nos|mr|mrs|ms|dr|prof|st|art|para|paras|vol|ed|p|pp|fig)\.$", re.IGNORECASE
)


def roman(text: str) -> int:
    """The value of a roman numeral up to 99 in either case; 0 when it is none ("iiii", "vx", "abc")."""
    value, before = 0, 0
    for letter in reversed(text.lower()):
        this = ROMAN_VALUES.get(letter, 0)
        if not this:
            return 0
        value += this if this >= before else -this
        before = max(before, this)
    return value if value < 100 and to_roman(value) == text.lower() else 0


def to_roman(value: int) -> str:
    """The roman numeral of 0 ("") … 99, lower case."""
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return tens[value // 10] + ones[value % 10] if 0 <= value < 100 else ""


def han_number(text: str) -> int:
    """The value of a Chinese number up to 99 ("十二" is 12); 0 when it is none."""
    tens, sign, ones = text.partition("十")
    if not sign:
        return HAN_DIGITS.find(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or any(part not in HAN_DIGITS for part in (tens, ones)):
        return 0
    return 10 * (HAN_DIGITS.index(tens) + 1 if tens else 1) + (HAN_DIGITS.index(ones) + 1 if ones else 0)


def letter(text: str) -> int:
    """1 for "a" … 26 for "z", 27 for "aa", 28 for "bb"; 0 when the text is no such count.

    Letters that number lists in Arabic and Russian count in their own order ("ج" and "в" are 3).
    """
    low = text.lower().replace("ـ", "").replace("ا", "أ")
    for alphabet in (ARABIC, CYRILLIC):
        if len(low) == 1 and low in alphabet:
            return alphabet.index(low) + 1
    if not low or not low.isascii() or not low.isalpha() or len(set(low)) != 1 or len(low) > 3:
        return 0
    return ord(low[0]) - ord("a") + 1 + 26 * (len(low) - 1)


def letters_for(value: int) -> str:
    """The letters that count to a value: 1 → "a", 26 → "z", 27 → "aa"."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def refers(before: str) -> bool:
    """Whether the words before a mark make it a reference ("Goal 11.", "paragraph (a)") and no mark."""
    return bool(REFERENCE.search(before.rstrip()[-24:]))


def ends_sentence(before: str) -> bool:
    """Whether a sentence, clause or heading colon ends here."""
    return bool(ENDS_SENTENCE.search(before.rstrip()[-6:]))


def all_capitals(text: str) -> bool:
    """Whether a line is set in capitals: at least three letters, none of them small; no script without capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and any(c.isupper() for c in letters) and not any(c.islower() for c in letters)


def announces_no_item(before: str, mark: str) -> bool:
    """Whether the line above makes the mark a reference; "…; and" before a letter announces the next item instead."""
    return refers(before) and not (re.search(r"[;,]\s+(and|or)$", before) and not mark[:1].isdigit())
