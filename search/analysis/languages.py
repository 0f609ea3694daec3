"""Which languages have their own analysis, and where the texts of all the others go."""

from __future__ import annotations

ANALYSED = ("en", "fr", "es", "ru", "ar", "zh")
"""Languages with their own analysis: the six of the United Nations."""

OTHER = "xx"
"""Every other language: words are folded, not stemmed."""

FIELD_LANGUAGES = (*ANALYSED, OTHER)

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
"""Snowball stemmer of each stemmed language (https://snowballstem.org)."""

_CHARACTER_BASED = {"ja": "zh", "ko": "zh"}


def field_language(code: str) -> str:
    """The analysis a text of this language gets: one of FIELD_LANGUAGES.

    code: "en", "pt-br", "zh-hans", any case. Japanese and Korean share the character pairs of Chinese. All texts of a
    document that share an analysis count as one text when the words of a query are looked for.
    """
    base = code.lower().replace("_", "-").split("-", 1)[0]
    base = _CHARACTER_BASED.get(base, base)
    return base if base in ANALYSED else OTHER
