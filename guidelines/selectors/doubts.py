"""What a new version did to the wording a link was made for: the two versions to compare, and where it went on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils.http import urlencode

from guidelines.choices import LinkReason
from guidelines.models import Lineage, ProvisionVersion
from guidelines.selectors.outline import current_versions


@dataclass(frozen=True, slots=True)
class Doubt:
    """One link in doubt. url: the comparison of the wording it was made for with the text in force, or the provision's
    history when that wording is in no version; number: the version in force; address: where the provision stands in
    it, "" when it is gone; became: addresses of what it was split into or merged with."""

    url: str
    number: int
    address: str
    became: tuple[str, ...]


class MadeForWording(Protocol):
    """What was made for a wording of a provision: a link, or a digest with its terms."""

    @property
    def pk(self) -> Any: ...
    @property
    def provision_id(self) -> Any: ...
    @property
    def provision(self) -> Any: ...
    @property
    def wording_hash(self) -> str: ...
    @property
    def reason(self) -> str: ...


def doubts(links: Collection[MadeForWording]) -> Mapping[int, Doubt]:
    """Key of a link → what came between it and the text in force. Links of one model, each with its provision and that
    one's document fetched; three queries however many."""
    provisions = {link.provision_id for link in links if link.provision_id}
    if not provisions:
        return {}
    documents = {link.provision.document_id for link in links if link.provision_id}
    latest = dict(current_versions(documents).values_list("document_id", "number"))
    lines = list(Lineage.objects.filter(source__in=provisions).values_list("source_id", "target_id", "version__number"))
    rows: dict[int, dict[int, tuple[str, str]]] = {}
    for provision, number, wording, address in ProvisionVersion.objects.filter(
        provision__in=provisions | {target for _source, target, _number in lines},
        version__translation_of=None,
        version__structure_only=False,
    ).values_list("provision_id", "version__number", "wording_hash", "address"):
        rows.setdefault(provision, {})[number] = wording, address
    found = {}
    for link in links:
        if link.provision_id:
            own = [(target, at) for source, target, at in lines if source == link.provision_id]
            found[link.pk] = _doubt(link, latest.get(link.provision.document_id, 0), rows, own)
    return found


def _doubt(
    link: MadeForWording, now: int, rows: Mapping[int, Mapping[int, tuple[str, str]]], lines: list[tuple[int, int]]
) -> Doubt:
    own = rows.get(link.provision_id, {})
    parted = link.reason in (LinkReason.SPLIT, LinkReason.MERGED)
    before = max((at for _target, at in lines), default=0) if parted else 0
    made_for = [n for n, (wording, _address) in own.items() if wording == link.wording_hash and n < (before or now)]
    document, key = link.provision.document.code, link.provision.key
    url = reverse("guidelines:history", args=[document, key]) + "?key=1"
    if made_for:
        asked = urlencode({"from": max(made_for), "to": now})
        url = f"{reverse('guidelines:compare', args=[document])}?{asked}#change-{key}"
    others = {target for target, _at in lines if target != link.provision_id}
    became = tuple(sorted(rows[target][now][1] for target in others if now in rows.get(target, {})))
    return Doubt(url, now, own[now][1] if now in own else "", became)
