"""Correcting the alignment of an import: words for what cannot be, carrying corrections out, and corrections made
against an earlier version taken over to the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.models import DocumentVersion, ProvisionVersion
from guidelines.text.aligned import Alignment
from guidelines.text.corrections import Corrections, Problem, Said, corrected, problems_of

WORDS: dict[str, Promise] = {
    "unknown-new": gettext_lazy("The new text has no %(address)s. Take this line out, or name a provision it has."),
    "unknown-old": gettext_lazy("%(address)s is said to be deleted, but the version in force has no such provision."),
    "names-unknown": gettext_lazy(
        "%(address)s: the version in force has no %(others)s. Name a provision as it is numbered there."
    ),
    "new-names": gettext_lazy(
        "%(address)s is said to be new, yet it names %(others)s. Empty its field, or choose what it has of %(others)s."
    ),
    "continues-one": gettext_lazy(
        "%(address)s: name the one provision it continues. If it takes in several, choose “merges”; if none, “is new”."
    ),
    "part-of-one": gettext_lazy("%(address)s: name the one provision it is a part of."),
    "merges-two": gettext_lazy(
        "%(address)s: a merger needs two provisions or more. Name them with commas between, or choose “continues”."
    ),
    "named-twice": gettext_lazy("%(address)s names %(others)s twice. Name it once."),
    "claimed-twice": gettext_lazy(
        "%(others)s are both said to continue or merge %(address)s of today; only one can. Say of the others that they "
        "are new, or parts of %(address)s."
    ),
    "split-alone": gettext_lazy(
        "%(address)s is said to be one part of %(others)s, but it is the only one. Mark the other part too, or choose "
        "“continues”."
    ),
    "deleted-claimed": gettext_lazy(
        "%(address)s of today is said to be deleted, but %(others)s comes from it. Take one of the two back."
    ),
    "unaccounted": gettext_lazy(
        "Nothing comes from %(address)s of today any more. Say that it is deleted, or what continues it, is a part of "
        "it or merges it."
    ),
}


class ImportNotPossible(ValueError):
    """The text was read but cannot become a version. The message says where and why; nothing was changed."""


@dataclass
class CorrectionsNotPossible(ImportNotPossible):
    """Corrections contradict the text or each other; nothing was changed. problems: one for each paragraph."""

    problems: list[Problem]

    def __str__(self) -> str:
        return _("The corrections cannot be carried out:") + "\n  " + "\n  ".join(map(in_words, self.problems[:20]))


def in_words(problem: Problem) -> str:
    """A problem with its paragraph and the remedy, in the reader's language."""
    return str(WORDS[problem.code]) % {"address": problem.address, "others": ", ".join(problem.others)}


def correct(alignment: Alignment, corrections: Corrections) -> Alignment:
    """The alignment with a person's corrections. Raises CorrectionsNotPossible."""
    problems = problems_of(alignment, corrections)
    if problems:
        raise CorrectionsNotPossible(problems)
    return corrected(alignment, corrections)


def carried_over(
    corrections: Corrections, *, made_against: DocumentVersion, now: DocumentVersion
) -> tuple[Corrections, list[str]]:
    """Corrections against a version that is no longer in force, said of the one that is; and those that name what it
    no longer has, by address, which are dropped. Two queries."""

    def places(version: DocumentVersion) -> dict[Any, str]:
        return dict(ProvisionVersion.objects.filter(version=version).values_list("provision_id", "address"))

    here = places(now)
    moved = {address: here.get(provision, "") for provision, address in places(made_against).items()}
    kept: dict[str, Said] = {}
    dropped: list[str] = []
    for address, said in corrections.provisions.items():
        of = tuple(moved.get(a, "") for a in said.of)
        if all(of):
            kept[address] = Said(said.kind, of)
        else:
            dropped.append(address)
    gone = tuple(moved[a] for a in corrections.deleted if moved.get(a))
    return Corrections(kept, gone), dropped
