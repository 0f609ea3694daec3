"""Practices, tools and provisions an exchange works with, as titles and addresses; only what is public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.choices import LinkState
from guidelines.links import Beside
from guidelines.models import Provision, ProvisionVersion
from guidelines.selectors.doubts import Doubt, doubts
from guidelines.selectors.outline import current_rows
from network.models import Exchange, Link
from network.selectors import public_stories
from network.words import names
from practices.models import ToolPage
from practices.selectors import public_by_code
from search.sources import Card

KINDS = ("practice", "tool", "provision")
SUMMARY = 240  # characters of a story on a card


@dataclass(frozen=True, slots=True)
class Shown:
    """A link with what people read. url is empty when what it names is not public (any more). reason: why it asks to be
    checked, "" when it stands; doubt: what changed, for links to provisions that ask."""

    pk: int
    kind: str
    title: str
    url: str
    note: str
    reason: str = ""
    doubt: Doubt | None = None


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
    if len(parts) == 2 and _kept("/".join(parts)):
        return "/".join(parts)
    row = _in_force(parts[-1], document)
    return f"{row.provision.document.code}/{row.provision.key}" if row else parts[-1]


def provision_of(code: str) -> Provision | None:
    """The public provision behind a kept code or an address, in force or not."""
    row = _in_force(code)
    return row.provision if row else _kept(code)


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
    """The links of a room. Provisions cost a constant number of queries, practices and tools one look-up each."""
    links = list(links.select_related("provision__document"))
    provisions = {link.provision_id for link in links if link.provision_id}
    rows = {row.provision_id: row for row in current_rows().filter(provision__in=provisions)} if provisions else {}
    public = (
        set(Provision.objects.public().filter(pk__in=provisions).values_list("pk", flat=True)) if provisions else ()
    )
    asking = [link for link in links if link.state == LinkState.CHECK]
    between = doubts(asking)
    found = []
    for link in links:
        if link.kind == "provision":
            known = _paragraph(link, rows) if link.provision_id in public else None
        else:
            known = resolve(link.kind, link.code)
        title, url = known or (f"{link.kind} {link.code}", "")
        reason = str(link.get_reason_display()) if link.state == LinkState.CHECK else ""
        found.append(Shown(link.pk, link.kind, title, url, link.note, reason, between.get(link.pk) if url else None))
    return found


def _paragraph(link: Link, rows: Mapping[int, ProvisionVersion]) -> tuple[str, str]:
    row = rows.get(link.provision_id)
    return f"§ {row.address if row else link.provision.key}", link.provision.get_absolute_url()


def exchanges_by_provision(provisions: Collection[int]) -> Mapping[int, int]:
    """Provision → how many exchanges with a published story worked on it. Others stay uncounted: a count of one would
    tell who talks about what."""
    return Counter(link.provision_id for link, _exchange in _told(provisions))


def stories_beside(provisions: Collection[int], language: str) -> Mapping[int, Beside]:
    """Provision → the published stories of exchanges that worked on it, as cards; never a link's note."""
    found: dict[int, Beside] = {}
    for link, exchange in _told(provisions):
        group = found.setdefault(link.provision_id, Beside("exchange"))
        card = _card(exchange)
        group.cards.append(card)
        if link.state == LinkState.CHECK:
            group.check.add(card.id)
    return found


def _told(provisions: Collection[int]) -> list[tuple[Link, Exchange]]:
    """Links to these provisions with the public stories they belong to; one query where no story is published."""
    links = list(
        Link.objects.filter(kind="provision", provision__in=provisions, exchange__story_published__isnull=False)
        .order_by("exchange_id", "pk")
    )  # fmt: skip
    told = {one.pk: one for one in public_stories()} if links else {}
    once = {(link.exchange_id, link.provision_id): link for link in links if link.exchange_id in told}
    return [(link, told[link.exchange_id]) for link in once.values()]


def _card(exchange: Exchange) -> Card:
    words = exchange.story if len(exchange.story) <= SUMMARY else exchange.story[:SUMMARY].rsplit(" ", 1)[0] + "…"
    return Card(
        id=f"exchange:{exchange.pk}",
        kind="exchange",
        title=names(exchange.members.all()),
        url=reverse("network:story", args=[exchange.pk]),
        summary=words,
        language="",
        extra={"kind_label": _("Exchange"), "demonstration": exchange.round.programme.demonstration},
        published=exchange.story_published.date() if exchange.story_published else None,
    )


def paragraphs_of_story(exchange: Exchange) -> list[Shown]:
    """Provisions a published exchange worked on, in force or gone, for its public page; without the room's notes."""
    links = shown_links(exchange.links.filter(kind="provision", provision__isnull=False))
    return [Shown(one.pk, one.kind, one.title, one.url, "", one.reason) for one in links if one.url]
