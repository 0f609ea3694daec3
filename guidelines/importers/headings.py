"""Headings inside running text: the words between the end of a sentence and the next mark. Pure."""

from __future__ import annotations

import re

LONGEST = 14  # words
LETTERED = re.compile(r"(?:^|(?<=[.;:!?]\s))([A-Z]\.\s+[^\W\d_][^.;!?]{1,110})$")
ENDS = re.compile(r"[.;!?][\"”’')\]]*\s+")
CLAUSE_STARTERS = frozenset(
    [
        "the",
        "this",
        "these",
        "those",
        "they",
        "it",
        "its",
        "in",
        "to",
        "for",
        "we",
        "such",
        "each",
        "and",
        "or",
        "as",
        "an",
        "a",
        "with",
        "all",
        "where",
    ]
)


INITIALS = frozenset(["UN", "EU", "OAS", "AU", "SDG", "SDGS", "NUA", "NGO", "NGOS", "ICT", "LGBTI", "COVID-19"])
SMALL = re.compile(
    r"^(an?|and|as|at|by|for|from|in|into|of|on|or|the|to|with|des?|du|et|las?|les?|pour|sur|del|el|los|y|en|par|para|"
    r"por|con|e|o|da|dos?|das|em)$"
)  # en, fr, es, pt


def in_small_letters(title: str) -> str:
    """A title set in capitals as it is written elsewhere: "UN Guidelines on Safer Cities". One word stays as it is: it
    may be initials."""
    words = title.split()
    if len(words) < 2:
        return title
    low = [word if word.strip(".,:()") in INITIALS else word.lower() for word in words]
    return " ".join(
        word if word.isupper() or (place and SMALL.match(word)) else word.title() for place, word in enumerate(low)
    )


def split_heading(text: str, *, inner: bool = False) -> tuple[str, str]:
    """(wording, heading): what comes after the last sentence is a heading when it reads like one.

    text: folded, up to the next mark. inner: before a letter or roman number, where an unfinished clause is as
    likely; a
    clause starter ("the following") is no heading there. A text that is one unfinished clause has no heading.
    """
    labelled = LETTERED.search(text)
    if labelled and labelled.start():
        return text[: labelled.start()].rstrip(), labelled[1]
    for ends in (ENDS, re.compile(r":\s+")):
        last = None
        for last in ends.finditer(text):  # noqa: B007 - the last match is wanted
            pass
        if last is not None and _reads_like_heading(text[last.end() :], inner=inner):
            return text[: last.end()].rstrip(), text[last.end() :]
    return text, ""


def lettered(heading: str) -> tuple[str, str] | None:
    """("B", "Method") of a heading "B. Method", else None."""
    match = re.match(r"([A-Z])\.\s+(\S.*)$", heading)
    return (match[1], match[2]) if match else None


def _reads_like_heading(text: str, *, inner: bool) -> bool:
    words = text.split()
    if not words or len(words) > LONGEST or not text[0].isupper() or (text[-1] in ".;,!?:)" and not text.endswith(")")):
        return False
    if inner and (words[0].lower() in CLAUSE_STARTERS or words[-1].lower() in CLAUSE_STARTERS):
        return False
    return words[-1].lower() not in ("and", "or", "by", "through", "including", "following", "which", "that")
