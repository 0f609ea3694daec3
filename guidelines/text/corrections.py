"""A person's corrections of an alignment: what each provision of the new text is, and which old ones are deleted. Pure.

An old provision has one fate: one new provision goes on with it, or takes it in with others; parts of it may stand
elsewhere; or it is deleted. docs/algorithms/alignment.md, "Corrections".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from guidelines.text.aligned import Alignment, Match
from guidelines.text.describing import describe

CONTINUES, SPLIT, MERGED, NEW = "continues", "split", "merged", "new"
KINDS = (CONTINUES, SPLIT, MERGED, NEW)
BY_A_PERSON = "decided by a person"


@dataclass(frozen=True, slots=True)
class Said:
    """What a new provision is. of: addresses of the old version; the first of those merged gives its identity."""

    kind: str
    of: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"is": self.kind, **({"of": list(self.of)} if self.of else {})}


@dataclass(frozen=True)
class Corrections:
    """provisions: address in the new text → what it is, in place of what the alignment found. deleted: addresses of
    the old version, besides those the alignment found deleted."""

    provisions: Mapping[str, Said] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.provisions or self.deleted)

    def as_json(self) -> dict[str, Any]:
        """The stored and exchanged form."""
        return {
            "provisions": {address: said.as_json() for address, said in self.provisions.items()},
            "deleted": list(self.deleted),
        }


class BadCorrections(ValueError):
    """The value has not the form of corrections; the message says where and what belongs there."""


def corrections_from(value: Any) -> Corrections:
    """Corrections from their stored form. A flat mapping of new to old address, "" for a new provision, is read too.

    Raises BadCorrections.
    """
    if not isinstance(value, dict):
        raise BadCorrections("corrections are an object with “provisions” and “deleted”")
    if value and not {"provisions", "deleted"} & set(value) and all(isinstance(v, str) for v in value.values()):
        return Corrections({new: Said(CONTINUES, (old,)) if old else Said(NEW) for new, old in value.items()})
    provisions = value.get("provisions", {})
    if not isinstance(provisions, dict):
        raise BadCorrections("“provisions” is an object: address in the new text → what it is")
    deleted = _addresses(value.get("deleted", []), "deleted")
    return Corrections({address: _said(address, item) for address, item in provisions.items()}, deleted)


def _said(address: str, item: Any) -> Said:
    if not isinstance(item, dict) or item.get("is") not in KINDS or set(item) - {"is", "of"}:
        raise BadCorrections(
            f"{address}: write {{“is”: one of {', '.join(KINDS)}, “of”: addresses of the version in force}}"
        )
    return Said(item["is"], _addresses(item.get("of", []), address))


def _addresses(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(a, str) and 0 < len(a) <= 120 for a in value):
        raise BadCorrections(f"{where}: a list of addresses is needed, each of up to 120 signs")
    return tuple(value)


def found_by(alignment: Alignment) -> dict[str, Said]:
    """What the alignment found, in the words of a correction."""
    return {alignment.new[match.new].address: _found(alignment, match) for match in alignment.matches}


def _found(alignment: Alignment, match: Match) -> Said:
    others = tuple(alignment.old[o].address for o in match.others)
    if match.old is None:
        return Said(SPLIT, others) if others else Said(NEW)
    own = alignment.old[match.old].address
    return Said(MERGED, (own, *others)) if others else Said(CONTINUES, (own,))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why corrections cannot be carried out. code: see services/correcting.py for its words. address: of the paragraph
    it is about, in the new text or (old) in the version in force. others: addresses the words name."""

    code: str
    address: str
    old: bool = False
    others: tuple[str, ...] = ()


def problems_of(alignment: Alignment, corrections: Corrections) -> list[Problem]:
    """All that stands in the way of carrying corrections out, by paragraph; empty when they can be."""
    said = {**found_by(alignment), **corrections.provisions}
    new = {leaf.address for leaf in alignment.new}
    old = {leaf.address for leaf in alignment.old}
    found = [Problem("unknown-new", address) for address in corrections.provisions if address not in new]
    found += [Problem("unknown-old", a, old=True) for a in dict.fromkeys(corrections.deleted) if a not in old]
    for leaf in alignment.new:
        found += _of_one(leaf.address, said[leaf.address], old)
    return [*found, *_of_the_old(alignment, corrections, said)]


def _of_one(address: str, said: Said, old: set[str]) -> Iterable[Problem]:
    """Problems of one statement on its own."""
    unknown = tuple(a for a in said.of if a not in old)
    if unknown:
        yield Problem("names-unknown", address, others=unknown)
    if said.kind == NEW and said.of:
        yield Problem("new-names", address, others=said.of)
    elif said.kind == CONTINUES and len(said.of) != 1:
        yield Problem("continues-one", address, others=said.of)
    elif said.kind == SPLIT and len(said.of) != 1:
        yield Problem("part-of-one", address, others=said.of)
    elif said.kind == MERGED and len(set(said.of)) < 2:
        yield Problem("merges-two", address, others=said.of)
    elif len(set(said.of)) < len(said.of):
        yield Problem("named-twice", address, others=tuple(a for a, n in Counter(said.of).items() if n > 1))


def _of_the_old(alignment: Alignment, corrections: Corrections, said: Mapping[str, Said]) -> Iterable[Problem]:
    """Problems of old provisions with more than one fate, or none."""
    goes_on: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for leaf in alignment.new:
        claim = said[leaf.address]
        for address in dict.fromkeys(claim.of):
            (parts if claim.kind == SPLIT else goes_on)[address].append(leaf.address)
    gone = {alignment.old[o].address for o in alignment.deleted}
    for leaf in alignment.old:
        heirs, pieces = goes_on[leaf.address], parts[leaf.address]
        if len(heirs) > 1:
            yield Problem("claimed-twice", leaf.address, old=True, others=tuple(heirs))
        if pieces and len(heirs) + len(pieces) < 2:
            yield Problem("split-alone", pieces[0], others=(leaf.address,))
        if leaf.address in corrections.deleted and heirs + pieces:
            yield Problem("deleted-claimed", leaf.address, old=True, others=tuple(heirs + pieces))
        if not heirs + pieces and leaf.address not in gone and leaf.address not in corrections.deleted:
            yield Problem("unaccounted", leaf.address, old=True)


def corrected(alignment: Alignment, corrections: Corrections) -> Alignment:
    """The alignment with corrections carried out; they must have no problems. Without corrections it is the same.

    Of a split provision that nothing is said to continue, the longest part goes on.
    """
    said = {**found_by(alignment), **corrections.provisions}
    old = {leaf.address: o for o, leaf in enumerate(alignment.old)}
    matches = [_plain(alignment, match, corrections) for match in alignment.matches]
    parts: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        claim = said[alignment.new[match.new].address]
        if claim.kind == SPLIT:
            parts[old[claim.of[0]]].append(match)
        elif claim.kind != NEW:
            match.old, *match.others = (old[a] for a in claim.of)
            match.changes = {"merged"} if claim.kind == MERGED else set()
    holders = {o: match for match in matches for o in (match.old, *match.others) if o is not None}
    for o, pieces in parts.items():
        _part(alignment, o, pieces, holders.get(o))
    describe(alignment.old, alignment.new, matches)
    taken = {o for match in matches for o in (match.old, *match.others) if o is not None}
    return Alignment(alignment.old, alignment.new, matches, [o for o in range(len(alignment.old)) if o not in taken])


def _plain(alignment: Alignment, match: Match, corrections: Corrections) -> Match:
    """A match without its decision; what a person said is sure."""
    plain = replace(match, old=None, changes=set(), others=[], rivals=list(match.rivals))
    if alignment.new[match.new].address in corrections.provisions:
        plain.confidence, plain.rivals, plain.reason = 1.0, [], BY_A_PERSON
    return plain


def _part(alignment: Alignment, o: int, pieces: list[Match], holder: Match | None) -> None:
    """Divide an old provision: one piece goes on with it, the others are split off."""
    if holder is None:
        holder = max(pieces, key=lambda m: (len(alignment.new[m.new].wording), -m.new))
        holder.old = o
    if holder.old == o:
        holder.changes.add("split")
    for match in pieces:
        if match is not holder:
            match.others, match.changes = [o], {"split"}
