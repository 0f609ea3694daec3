"""Where rooms register their links to provisions, so that a new version of a text can move or flag them, and so that
the records that implement a provision can be shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from guidelines.choices import LinkState
from guidelines.models.links import ProvisionLinkBase
from guidelines.models.provisions import ProvisionVersion
from search import sources
from search.sources import Card


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A registered link model. owner: its field that points at the record; kind: the record's kind in the search.
    private: its records belong to a closed group, which checks its own links; editors are told a number only."""

    model: type[ProvisionLinkBase]
    owner: str
    kind: str
    private: bool = False


@dataclass
class Beside:
    """The public records of one kind that stand beside a provision. check: ids whose link asks to be looked at."""

    kind: str
    cards: list[Card] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    check: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Counted:
    """Something public that is counted per provision but is no record of the search. count: provision ids → how many
    each has, in a constant number of queries; provisions without any may be left out. beside: provision ids and a
    language → what stands beside each, likewise; label_one: the word for a single one."""

    kind: str
    label: Any
    count: Callable[[Collection[int]], Mapping[int, int]]
    beside: Callable[[Collection[int], str], Mapping[int, Beside]] | None = None
    label_one: Any = ""


_kinds: dict[type[ProvisionLinkBase], LinkKind] = {}
_counted: dict[str, Counted] = {}


def register(model: type[ProvisionLinkBase], *, owner: str = "", kind: str = "", private: bool = False) -> None:
    """Make a link model known. Call in `AppConfig.ready()`; registering twice changes nothing.

    owner: name of the foreign key to the record, found by itself when only one leads to a page or record. kind: the
    record's kind in the search, by default the model's name without "Page". private: see LinkKind.
    """
    name = owner or _owner_field(model)
    target = model._meta.get_field(name).related_model
    assert isinstance(target, type)
    _kinds[model] = LinkKind(model, name, kind or target.__name__.lower().removesuffix("page"), private)


def register_count(counted: Counted) -> None:
    """Make something known that the coverage counts. Call in `AppConfig.ready()`."""
    _counted[counted.kind] = counted


def counted_kinds() -> Mapping[str, Counted]:
    """What is counted beside the linked records, by kind."""
    return _counted


def _owner_field(model: type[ProvisionLinkBase]) -> str:
    own = [
        f.name
        for f in model._meta.get_fields()
        if isinstance(f, models.ForeignKey) and f.name not in ("provision", "checked_by")
    ]
    if len(own) != 1:
        raise ValueError(f"{model.__name__}: name the field that points at its record (owner=…); found {own}")
    return own[0]


def link_models() -> tuple[type[ProvisionLinkBase], ...]:
    """All registered link models."""
    return tuple(_kinds)


def link_kinds() -> tuple[LinkKind, ...]:
    """All registered kinds of links."""
    return tuple(_kinds.values())


def wording_hash_of(provision_id: int) -> str:
    """The hash of the provision's latest wording, "" when no wording was published."""
    latest = (
        ProvisionVersion.objects.filter(
            provision_id=provision_id, version__structure_only=False, version__translation_of=None
        )
        .order_by("-version__number")
        .values_list("wording_hash", flat=True)
        .first()
    )
    return latest or ""


def records_beside(provisions: Collection[int], language: str) -> Mapping[int, list[Beside]]:
    """Provision → the public records linked to it, per kind, in two queries and one call of the gate per kind.

    Only what a room's `public()` gate gives as a card is shown; everything else does not exist here. Private links are
    never read: what their room lets everybody see it gives itself (`Counted.beside`).
    """
    found: dict[int, list[Beside]] = {}
    for link in _kinds.values():
        source = sources.all_sources().get(link.kind)
        if source is None or link.private or not provisions:
            continue
        rows = list(link.model._default_manager.filter(provision_id__in=provisions).order_by("pk"))
        owner = f"{link.owner}_id"
        cards = source.cards({getattr(row, owner) for row in rows}, language[:2])
        for row in rows:
            card = cards.get(getattr(row, owner))
            if card is not None and row.provision_id is not None:
                _add(found.setdefault(row.provision_id, []), link.kind, card, row)
    for counted in _counted.values():
        if counted.beside is not None and provisions:
            for provision, group in counted.beside(provisions, language).items():
                found.setdefault(provision, []).append(group)
    return found


def _add(beside: list[Beside], kind: str, card: Card, row: Any) -> None:
    group = next((b for b in beside if b.kind == kind), None)
    if group is None:
        group = Beside(kind)
        beside.append(group)
    if card.id not in {c.id for c in group.cards}:
        group.cards.append(card)
    if hasattr(row, "get_role_display"):
        group.roles[card.id] = str(row.get_role_display())
    if row.state == LinkState.CHECK:
        group.check.add(card.id)
