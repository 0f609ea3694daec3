"""In which order proposals on one provision are taken up. Pure.

Source of the rule: rules of procedure of the General Assembly, rule 130: of two or more amendments the one furthest
removed in substance from the original is voted on first. How far is measured by what can be counted: a deletion is
furthest, then what puts several provisions in the place of one, then rewordings by the number of words they change;
what adds a provision or keeps the wording changes none. It is a proposal for the chair, not a judgement of substance.
"""

from __future__ import annotations

from guidelines.text.differences import tokens
from guidelines.text.notation import edits

_FIRST = {"delete": 0, "recast": 1, "reword": 2, "add": 3, "keep": 4}


def furthest_first(kind: str, base: str, proposed: str) -> tuple[int, int]:
    """Sort key of a proposal among those on the same wording: smaller is taken up earlier.

    kind: "delete", "recast", "reword", "add" or "keep"; base, proposed: wordings.
    """
    if kind not in ("reword", "recast"):
        return _FIRST[kind], 0
    words = tokens(base)
    changed = sum(
        sum(1 for token in [*words[edit.start : edit.end], *tokens(edit.text)] if token.strip())
        for edit in edits(base, proposed)
    )
    return _FIRST[kind], -changed
