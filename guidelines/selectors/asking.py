"""Whom a review may ask: everybody the rooms know, found by words, kind and ready sets, by region and country."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guidelines.asked import Candidate, ReadySet, asked_sources, ready_sets
from guidelines.models import AskedParty, ReviewRound

SHOWN = 400
"""At most so many are shown at once; all that are found can be chosen with one button."""


@dataclass(frozen=True, slots=True)
class Askable:
    """A candidate on the page. party: "kind:key"; asked: it was asked already; chosen: it is ticked."""

    party: str
    kind: str
    candidate: Candidate
    asked: bool
    chosen: bool


@dataclass
class Group:
    """Candidates of one kind and region. countries: country → candidates, "" where it says nothing."""

    kind: str
    region: str
    countries: dict[str, list[Askable]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.countries.values())


@dataclass
class Asking:
    """What the page shows. total: of all who can be asked; found: of those the filter leaves, asked ones too; open: the
    found that were not asked yet; chosen: in all; hidden: chosen ones the filter leaves out."""

    groups: list[Group]
    sets: list[ReadySet]
    kinds: list[tuple[str, Any]]
    total: int
    found: list[Askable]
    chosen: list[Askable]
    hidden: int

    @property
    def open(self) -> list[Askable]:
        return [row for row in self.found if not row.asked]

    @property
    def shown(self) -> list[str]:
        """Parties with a box on the page."""
        return [row.party for row in self.found[:SHOWN] if not row.asked]

    @property
    def more(self) -> int:
        """Found, but not shown."""
        return max(0, len(self.found) - SHOWN)

    @property
    def sets_by_heading(self) -> dict[str, list[ReadySet]]:
        by: dict[str, list[ReadySet]] = {}
        for ready in self.sets:
            by.setdefault(ready.under, []).append(ready)
        return by


def asking(
    review: ReviewRound, user: Any, chosen: Collection[str], *, words: str = "", kind: str = "", ready: str = ""
) -> Asking:
    """Everybody who can be asked, narrowed. words: parts of name, country or region, accents aside; kind: of record;
    ready: the code of a set, an unknown one finds nobody."""
    asked = {f"{party.kind}:{party.key}" for party in AskedParty.objects.filter(round=review)}
    rows = [
        Askable(party, source.kind, candidate, party in asked, party in chosen and party not in asked)
        for source in asked_sources()
        for candidate in source.candidates()
        if (party := f"{source.kind}:{candidate.key}")
    ]
    sets = [*_own_sets(review, rows), *ready_sets(review.document, user)]
    within = next((one.parties for one in sets if one.code == ready), frozenset()) if ready else None
    wanted = plain(words).split()
    found = [
        row
        for row in rows
        if (not kind or row.kind == kind) and (within is None or row.party in within) and _has(row, wanted)
    ]
    found.sort(key=_place)
    ticked = [row for row in rows if row.chosen]
    shown = {row.party for row in found}
    return Asking(
        _groups(found[:SHOWN]),
        sets,
        [(source.kind, source.label) for source in asked_sources()],
        len(rows),
        found,
        ticked,
        sum(row.party not in shown for row in ticked),
    )


def _own_sets(review: ReviewRound, rows: list[Askable]) -> list[ReadySet]:
    """What this room knows: who was asked before, who can be written to."""
    before = AskedParty.objects.filter(round__document=review.document_id).exclude(round=review)
    earlier = frozenset(f"{kind}:{key}" for kind, key in before.values_list("kind", "key"))
    known = frozenset(row.party for row in rows)
    under = _("This review")
    sets = [
        ReadySet("not-asked", _("Not asked yet"), under, frozenset(row.party for row in rows if not row.asked)),
        ReadySet("earlier", _("Asked in an earlier review of this text"), under, earlier & known),
        ReadySet(
            "reachable",
            _("With somebody to write to"),
            under,
            frozenset(row.party for row in rows if row.candidate.reachable),
        ),
    ]
    return [one for one in sets if one.parties]


def _place(row: Askable) -> tuple[str, ...]:
    where = row.candidate
    return (row.kind, plain(where.region), plain(where.country), plain(where.name), row.party)


def _has(row: Askable, wanted: list[str]) -> bool:
    if not wanted:
        return True
    text = plain(f"{row.candidate.name} {row.candidate.country} {row.candidate.region}")
    return all(word in text for word in wanted)


def plain(text: str) -> str:
    """Without accents and capitals, as people type it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _groups(rows: list[Askable]) -> list[Group]:
    groups: list[Group] = []
    for row in rows:
        if not groups or (groups[-1].kind, groups[-1].region) != (row.kind, row.candidate.region):
            groups.append(Group(row.kind, row.candidate.region))
        groups[-1].countries.setdefault(row.candidate.country, []).append(row)
    return groups
