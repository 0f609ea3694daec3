"""Which provision of a local text probably answers which of the text it localizes. Pure; a proposal for a person.

Likeness is the share of words two wordings have in common (Jaccard index of their sets of words): order and repetition
do not matter, since a local text shortens and rearranges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guidelines.text.differences import tokens

LEAST = 0.3  # below it two provisions of one subject share little more than small words


def likely_answers(asked: Sequence[tuple[str, str]], answering: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Address → address of the likeliest answer, each answer once, the likest pairs first.

    asked, answering: (address, wording) each, in the order of the texts; wordings without words get no answer.
    """
    ours = [(address, _words(wording)) for address, wording in asked]
    theirs = [(address, _words(wording)) for address, wording in answering]
    pairs = []
    for n, (address, words) in enumerate(ours):
        for m, (other, other_words) in enumerate(theirs):
            common = len(words & other_words)
            if common:
                likeness = common / len(words | other_words)
                if likeness >= LEAST:
                    pairs.append((-likeness, address != other, n, m))
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _likeness, _elsewhere, n, m in sorted(pairs):
        address = ours[n][0]
        if address not in found and m not in taken:
            found[address] = theirs[m][0]
            taken.add(m)
    return found


def _words(wording: str) -> frozenset[str]:
    return frozenset(token.casefold() for token in tokens(wording) if token.strip() and token[0].isalnum())
