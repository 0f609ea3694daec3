"""Differences of writing that do not matter when words are compared, removed before words are split.

Case and Latin accents are folded by the word splitter (search.analysis.terms); this module does what it cannot:
composed forms, stress marks, Cyrillic yo, the Turkish dotted capital I (whose lower case is two characters in some
libraries and one in others), the Greek final sigma (which some libraries make of a capital and some do not), Arabic
vowel signs, letter variants and the article.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = [*range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0670, 0x0640, 0x00AD, 0x200B, 0x200C, 0x200D]
LETTERS = {
    "ё": "е",
    "Ё": "Е",
    "İ": "I",
    "ς": "σ",
    "Σ": "σ",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ؤ": "و",
    "ئ": "ي",
}
_TABLE: dict[int, str | None] = {**dict.fromkeys(_DROPPED), **{ord(a): b for a, b in LETTERS.items()}}

_FOLDED = re.compile("[" + "".join(map(chr, _TABLE)) + "]")

# The Arabic article, alone or after a one-letter conjunction or preposition, before at least three letters. The light
# stemmer strips it too, but not from words whose ending it has already shortened.
_ARTICLE = re.compile(r"\b(?:[وفبك]?ال)(?=\w{3,})")


def fold(text: str, language: str) -> str:
    """The text as it is compared. language: one of languages.FIELD_LANGUAGES. Not for display."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFC", text)
    if _FOLDED.search(folded):  # translating looks at every letter and is many times slower than looking for one
        folded = folded.translate(_TABLE)
    return _ARTICLE.sub("", folded) if language == "ar" else folded
