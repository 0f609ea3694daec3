"""What a person asked for: single words and quoted phrases. No character of a query is an operator but the quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|(\S+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word, or a phrase whose words must follow each other."""

    text: str
    phrase: bool = False


def wanted(text: str) -> tuple[Wanted, ...]:
    """The words and phrases of a query, in order. An unbalanced quote counts as a space.

    >>> wanted('safe "school street"')
    (Wanted(text='safe', phrase=False), Wanted(text='school street', phrase=True))
    """
    found = []
    for match in _PARTS.finditer(text):
        word = match.group(5)
        if word is not None:
            found.append(Wanted(word))
        else:
            found.append(Wanted(next(g for g in match.groups()[:4] if g is not None), phrase=True))
    return tuple(item for item in found if item.text.strip())
