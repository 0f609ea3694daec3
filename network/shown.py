"""Practices, tools and provisions an exchange works with, as titles and addresses; only what is public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guidelines.models import Provision, ProvisionVersion
from guidelines.selectors.outline import current_rows
from network.models import Link
from network.selectors import public_stories
from practices.models import ToolPage
from practices.selectors import public_by_code

KINDS = ("practice", "tool", "provision")


@dataclass(frozen=True, slots=True)
class Shown:
    """A link with what people read. url is empty when what it names is not public (any more)."""

    pk: int
    kind: str
    title: str
    url: str
    note: str


def resolve(kind: str, code: str) -> tuple[str, str] | None:
    """Title and address of a public record, or None."""
    if kind == "practice":
        practice = public_by_code(code)
        return (practice.title, practice.get_url() or "") if practice else None
    if kind == "tool":
        tool = ToolPage.objects.public().filter(code=code).first()
        return (tool.title, tool.get_url() or "") if tool else None
    if kind == "provision":
        row = _in_force(code)
        if row is not None:
            return f"§ {row.address}", row.provision.get_absolute_url()
        gone = _kept(code)
        return (f"§ {gone.key}", gone.get_absolute_url()) if gone else None
    return None


def code_of(kind: str, given: str) -> str:
    """What a link keeps of an address or code that was pasted: for a provision the text and the key that renumbering
    does not change ("un-safer-cities-guidelines/25.d"), for the others the last part."""
    parts = given.strip().rstrip("/").split("/")
    if kind != "provision":
        return parts[-1]
    place = parts.index("guidelines") if "guidelines" in parts else -1
    document = parts[place + 1] if 0 <= place < len(parts) - 2 else ""
    if document and "permanent" in parts[place:]:
        return f"{document}/{parts[-1]}"
    row = _in_force(parts[-1], document)
    return f"{row.provision.document.code}/{row.provision.key}" if row else parts[-1]


def _in_force(code: str, document: str = "") -> ProvisionVersion | None:
    """The provision in force behind a kept code ("text/key"), or at an address ("25(d)", "25.d")."""
    rows = current_rows()
    text, _sign, key = code.rpartition("/")
    if text:
        found = rows.filter(provision__document__code=text, provision__key=key)
    else:
        found = rows.filter(Q(address__iexact=code) | Q(slug__iexact=code))
        found = found.filter(provision__document__code=document) if document else found
    row: ProvisionVersion | None = found.order_by("provision__document_id", "position").first()
    return row


def _kept(code: str) -> Provision | None:
    """A provision that is no longer in its text; its page tells its history."""
    text, _sign, key = code.rpartition("/")
    found: Provision | None = Provision.objects.public().filter(document__code=text, key=key).first()
    return found


def shown_links(links: Any) -> list[Shown]:
    """The links of a room."""
    found = []
    for link in links:
        known = resolve(link.kind, link.code)
        title, url = known if known else (f"{link.kind} {link.code}", "")
        found.append(Shown(link.pk, link.kind, title, url, link.note))
    return found


def exchanges_by_provision(provisions: Collection[int]) -> Mapping[int, int]:
    """Provision → how many exchanges with a published story worked on it. Others stay uncounted: a count of one would
    tell who talks about what."""
    told = [exchange.pk for exchange in public_stories()]
    codes = dict.fromkeys(Link.objects.filter(exchange__in=told, kind="provision").values_list("exchange_id", "code"))
    known: dict[str, int | None] = {}
    for _exchange, code in codes:
        if code not in known:
            row = _in_force(code)
            known[code] = row.provision_id if row else None
    worked_on = {(exchange, known[code]) for exchange, code in codes}
    return Counter(provision for _exchange, provision in worked_on if provision in set(provisions))
