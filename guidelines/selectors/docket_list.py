"""Finding proposals: of one text or of all, narrowed and ordered, a page at a time."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guidelines.choices import AmendmentKind, AmendmentState
from guidelines.models import Amendment, GuidelineDocument, ProvisionVersion
from guidelines.permissions import may_decide
from guidelines.selectors.docket import SETTLED_LAST
from guidelines.selectors.outline import current_version_ids
from guidelines.text.consideration import furthest_first

ORDERS = {
    "": _("Order of consideration"),
    "newest": _("Latest proposed first"),
    "decided": _("Latest decided first"),
    "proposer": _("Proposer"),
}


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of a docket; "" asks nothing. q: words, or a number such as "A.3"; provision: an address,
    with all below it; text: code of a text; review: key of a review."""

    q: str = ""
    state: str = ""
    kind: str = ""
    proposer: str = ""
    provision: str = ""
    text: str = ""
    review: str = ""
    order: str = ""
    mine: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Wanted:
        """From the parameters of an address; what no list knows is ignored, everything is cut to a sane length."""
        given = {f.name: " ".join(values.get(f.name, "").split())[:200].replace("\0", "") for f in fields(cls)}
        known = {"state": AmendmentState.values, "kind": AmendmentKind.values, "order": list(ORDERS)}
        given |= {name: "" for name, values_known in known.items() if given[name] not in values_known}
        return cls(**given)

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked."""
        return any(getattr(self, f.name) for f in fields(self) if f.name != "order")


@dataclass
class Found:
    """Proposals found, in their order. states: state → how many there are with everything else that was asked."""

    rows: list[Amendment]
    states: Mapping[str, int]
    proposers: list[str] = field(default_factory=list)
    total: int = 0


def seen_by(user: Any, document: GuidelineDocument | None) -> QuerySet[Amendment]:
    """The proposals a reader may see: public ones; to editors those that wait; to everybody their own."""
    seen = Q(pk__in=Amendment.objects.public())
    if may_decide(user):
        seen |= Q(state=AmendmentState.SUBMITTED)
    if user.is_authenticated:
        seen |= Q(submitted_by=user)
    rows: QuerySet[Amendment] = Amendment.objects.filter(seen)
    if document is not None:
        return rows.filter(document=document)
    return rows.filter(document__in=GuidelineDocument.objects.public())


def find(user: Any, wanted: Wanted, document: GuidelineDocument | None = None) -> Found:
    """Every proposal that fits, ordered: five queries, however many there are."""
    seen = seen_by(user, document)
    fits = _fitting(seen, wanted, user).select_related("provision", "document").order_by("pk")
    rows = list(fits)
    places = _places(rows)
    if wanted.provision:
        rows = [row for row in rows if _is_at(places.get(row.provision_id), wanted.provision)]
    states = Counter(row.state for row in rows)
    if wanted.state:
        rows = [row for row in rows if row.state == wanted.state]
    proposers = sorted(set(seen.values_list("proposer", flat=True)), key=str.casefold)
    return Found(_ordered(rows, places, wanted.order), states, proposers, seen.count())


def _fitting(rows: QuerySet[Amendment], wanted: Wanted, user: Any) -> QuerySet[Amendment]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.proposer:
        rows = rows.filter(proposer__iexact=wanted.proposer)
    if wanted.text:
        rows = rows.filter(document__code=wanted.text)
    if wanted.review.isascii() and wanted.review.isdecimal() and len(wanted.review) < 18:
        rows = rows.filter(round=int(wanted.review))
    if wanted.mine and user.is_authenticated:
        rows = rows.filter(submitted_by=user)
    number = wanted.q.upper().removeprefix("A.")
    if wanted.q and number.isascii() and number.isdecimal() and len(number) < 7:
        return rows.filter(number=int(number))
    for word in wanted.q.split()[:12]:
        rows = rows.filter(
            Q(proposer__icontains=word)
            | Q(proposed__icontains=word)
            | Q(base_wording__icontains=word)
            | Q(reason__icontains=word)
            | Q(recommendation__icontains=word)
        )
    return rows


@dataclass(frozen=True)
class _Place:
    """Where a provision stands today."""

    address: str
    slug: str
    position: int


def _places(rows: Sequence[Amendment]) -> dict[int, _Place]:
    """Provision → where it stands today; gone ones are left out."""
    versions = current_version_ids({row.document_id for row in rows})
    found = ProvisionVersion.objects.filter(version__in=versions, provision__in={row.provision_id for row in rows})
    return {row.provision_id: _Place(row.address, row.slug, row.position) for row in found.defer("wording")}


def _is_at(place: _Place | None, asked: str) -> bool:
    """Whether a provision has an address or stands below it, written "26(f)(i)" or "26.f.i"."""
    if place is None:
        return False
    slug = asked.replace("(", ".").replace(")", "").strip(". ")
    return place.address == asked or place.slug == slug or place.slug.startswith(f"{slug}.")


def _ordered(rows: list[Amendment], places: Mapping[int, _Place], order: str) -> list[Amendment]:
    if order == "newest":
        return sorted(rows, key=lambda row: (row.created, row.pk), reverse=True)
    if order == "decided":
        decided = [row for row in rows if row.decided_at]
        decided.sort(key=lambda row: (row.decided_at, row.pk), reverse=True)  # type: ignore[arg-type,return-value]
        return [*decided, *(row for row in rows if not row.decided_at)]
    if order == "proposer":
        return sorted(rows, key=lambda row: (row.proposer.casefold(), row.document.title, row.number or sys.maxsize))
    several = {provision for provision, n in Counter(row.provision_id for row in rows).items() if n > 1}

    def key(row: Amendment) -> tuple[Any, ...]:
        place = places.get(row.provision_id)
        far = furthest_first(row.kind, row.base_wording, row.proposed) if row.provision_id in several else (0, 0)
        return (
            row.document.title.casefold(),
            row.document_id,
            row.state not in SETTLED_LAST,
            place.position if place else sys.maxsize,
            *far,
            row.pk,
        )

    return sorted(rows, key=key)
