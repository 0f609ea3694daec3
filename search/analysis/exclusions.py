"""What a question says it does *not* want ("measures against theft that do not use cameras"): those words tell little
of what to show first, so they are weighed lower. They are never left out and never an operator: which records are found
stays the same.

Read from left to right: an excluding expression, then the words up to the next punctuation mark. A word that also
stands outside counts in full. Only expressions that hardly ever mean something else are listed ("excluded youth",
"areas not covered by buses" and "how to avoid robbery" are subjects), in five languages of the United Nations and, by
characters, in Chinese. "Without" alone halves only: "streets without lighting" asks for lighting. Measured:
docs/algorithms/relevance.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from search.analysis.folding import fold
from search.analysis.terms import positions, stem, surface

EXCLUDED = 0.1  # weight of a word the question excludes, and of the words that say so
LACKING = 0.5  # of one that something is without, or instead of which something is done
REACH = 12  # words an expression reaches at most

_ENDS = re.compile(r"[.,;:!?()\[\]{}…\n\r–—،؛؟。，；：！？（）、]+")

_EXCEPT = """
    excluding|with the exception of|except for|except|excepting|apart from|aside from|other than|but not|leaving out
    leaving aside|omitting
    sauf|excepté|hormis|à l'exception|en excluant
    excepto|salvo|exceptuando|excluyendo|a excepción|con excepción
    кроме|за исключением|исключая
    باستثناء|ما عدا|ماعدا|عدا
"""
_NOT = """
    not|do not|don't|does not|doesn't|never|without|without any|avoid|avoid any|avoiding|avoiding any
    ne|n'|ne pas|sans|sin|no|не|без|لا|دون|بدون
"""
_SPOKEN_OF = """
    mention|mentions|mentioning|reference|references|refer|referring|include|including|discuss|discussing|consider
    considering|describe|describing|use|using|involve|involving|require|requiring|rely on|relying on|talk about
    mentionner|mentionne|mentionnez|mentionnent|utiliser|utilise|utilisent|utilisant|recourir|recours|recourent|inclure
    incluent|parler|parlez|évoquer|employer|emploient
    mencionar|mencione|mencionen|usar|usa|usan|usen|utilizar|utilice|utilizan|utilicen|incluir|incluyan|hablar|hable
    emplear|emplean|recurrir|recurren
    использовать|используют|использования|используя|упоминать|упоминая|упоминания|упоминайте|включать|включая|применяют
    применения
    ذكر|تذكر|يذكر|استخدام|تستخدم|يستخدم|استعمال|تستعمل|تشمل|يشمل
"""
_WITHOUT = """
    without|instead of|rather than|sans|au lieu de|plutôt que|sin|en lugar de|en vez de|без|вместо|بدون|دون|بلا|بدلا من
"""
_SOMETHING_ELSE = "but not only|sain et sauf|a salvo|кроме того|кроме этого"
_IN_CHINESE = re.compile("不包括|不包含|不含|不使用|不涉及|不提及|排除")

Words = tuple[str, ...]


def _said(lines: str) -> list[Words]:
    return [tuple(surface(one)) for line in lines.strip().splitlines() for one in line.split("|")]


def _expressions() -> dict[str, list[tuple[Words, float]]]:
    """First word → expressions with what they do to the words that follow, the longest first."""
    strong = [*_said(_EXCEPT), *(a + b for a, b in product(_said(_NOT), _said(_SPOKEN_OF)))]
    known = [(words, 1.0) for words in _said(_SOMETHING_ELSE)]
    known += [*((words, EXCLUDED) for words in strong), *((words, LACKING) for words in _said(_WITHOUT))]
    by_first: dict[str, list[tuple[Words, float]]] = {}
    for words, factor in sorted(known, key=lambda one: -len(one[0])):
        by_first.setdefault(words[0], []).append((words, factor))
    return by_first


_KNOWN = _expressions()


@lru_cache(maxsize=4_096)
def lessened(text: str, language: str) -> Mapping[str, float]:
    """Term → its weight, for the terms of a query that count less than 1. language: a field language, whose analysis
    makes the terms."""
    weights: dict[str, float] = {}
    for part in _ENDS.split(text):
        for term, weight in _chinese(part) if language == "zh" else _weighed(part, language):
            weights[term] = max(weight, weights.get(term, 0.0))
    return MappingProxyType({term: weight for term, weight in weights.items() if weight < 1})


@lru_cache(maxsize=4_096)
def excludes(text: str) -> bool:
    """Whether a question says of something that it is not wanted ("without" alone does not)."""
    for part in _ENDS.split(text):
        said, words = _IN_CHINESE.search(part), surface(part)
        if said and part[said.end() :].strip():
            return True
        for at in range(len(words)):
            expression, weight = _expression(words, at)
            if expression and weight == EXCLUDED and at + len(expression) < len(words):
                return True
    return False


def _expression(words: list[str], at: int) -> tuple[Words, float]:
    """The longest expression that begins there, with what it does to the words that follow; () when none does."""
    for known, weight in _KNOWN.get(words[at], ()):
        if tuple(words[at : at + len(known)]) == known:
            return known, weight
    return (), 1.0


def _weighed(part: str, language: str) -> Iterator[tuple[str, float]]:
    """The terms between two punctuation marks."""
    words = surface(fold(part, language))
    at, now, left = 0, 1.0, 0
    while at < len(words):
        expression, weight = _expression(words, at)
        if expression:
            for word in expression:
                yield stem(word, language), EXCLUDED if weight < 1 else 1.0
            at, now, left = at + len(expression), weight, REACH
            continue
        yield stem(words[at], language), now if left else 1.0
        at, left = at + 1, max(left - 1, 0)


def _chinese(part: str) -> Iterator[tuple[str, float]]:
    """The characters and pairs between two punctuation marks; what follows the expression counts less."""
    said = _IN_CHINESE.search(part)
    begin = said.start() if said else len(part)
    for _, term, _, end in positions(part):
        yield term, 1.0 if end <= begin else EXCLUDED
