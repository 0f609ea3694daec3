"""A thousand random changes of a text: afterwards every link of an exchange and of a tool is right, or it is flagged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from guidelines.choices import LineageKind, VersionStatus
from guidelines.models import GuidelineDocument, GuidelineIndexPage, Provision
from guidelines.services import LineageEntry, confirm_link, publish_version
from guidelines.text.addresses import assign_addresses
from guidelines.text.hashing import wording_hash
from guidelines.text.tree import Node, Part
from network.models import Link
from practices.models import ToolProvision
from tests.factories.records import ToolPageFactory
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db
CHANGES, AT_ONCE = 1000, 8
WORDS = ("lamp", "street", "bench", "bus", "school", "market", "night", "path", "tree", "door", "step", "bell")


@dataclass
class Row:
    """A paragraph as its author knows it: permanent key ("" while new), words, the key it was split off from."""

    key: str
    words: str
    origin: str = ""


@dataclass
class Text:
    """A text with its next changes. merged: key that went → key that took it in; gone: keys once deleted, with words."""

    rng: random.Random
    rows: list[Row] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)
    gone: list[Row] = field(default_factory=list)

    def sentence(self) -> str:
        return " ".join(self.rng.choice(WORDS) for _ in range(9))

    def change(self) -> None:
        kind = self.rng.choice(("reword", "insert", "delete", "move", "split", "merge", "restore"))
        at = self.rng.randrange(len(self.rows))
        row = self.rows[at]
        if kind == "reword":
            row.words = self.sentence()
        elif kind == "insert" and len(self.rows) < 12:
            self.rows.insert(at, Row("", self.sentence()))
        elif kind == "delete" and len(self.rows) > 5:
            self.gone.append(self.rows.pop(at))
        elif kind == "move":
            self.rows.insert(self.rng.randrange(len(self.rows)), self.rows.pop(at))
        elif kind == "split" and row.key and len(self.rows) < 12:
            self.rows.insert(at + 1, Row("", self.sentence(), row.key))
            row.words = self.rng.choice((row.words, row.words[:20]))
        elif kind == "merge" and row.key and len(self.rows) > 5:
            other = self.rows[at - 1]
            if other.key and other is not row:
                self.rows.remove(row)
                other.words, self.merged[row.key] = f"{other.words} {row.words}", other.key
        elif kind == "restore" and self.gone:
            back = self.gone.pop(self.rng.randrange(len(self.gone)))
            if back.key and back.key not in {r.key for r in self.rows} | self.merged.keys():
                self.rows.insert(at, Row(back.key, back.words))

    def publish(self, document: GuidelineDocument) -> set[str]:
        """Publish it; returns the keys that were split or merged."""
        nodes = [Node("paragraph", str(n), r.words, marker=f"{n}.", key=r.key) for n, r in enumerate(self.rows, 1)]
        parts = [Part("I", "All", nodes=nodes)]
        assign_addresses(parts)
        at = {row.key: node.address for row, node in zip(self.rows, nodes, strict=True) if row.key}
        lines = [
            LineageEntry(LineageKind.SPLIT, row.origin, node.address)
            for row, node in zip(self.rows, nodes, strict=True)
            if row.origin
        ]
        lines += [LineageEntry(LineageKind.MERGED, went, at[to]) for went, to in self.merged.items() if to in at]
        publish_version(document=document, parts=parts, status=VersionStatus.DRAFT, lineage=lines)
        for row, node in zip(self.rows, nodes, strict=True):
            row.key, row.origin = node.key, ""
        self.merged = {}
        return {line.source for line in lines}


def links_to(document: GuidelineDocument, exchange: Any, tool: Any, keys: set[str]) -> None:
    """A link of each kind to every provision that has none."""
    for provision in Provision.objects.filter(document=document, key__in=keys).order_by("key"):
        if not Link.objects.filter(provision=provision).exists():
            code = f"{document.code}/{provision.key}"
            Link.objects.create(exchange=exchange, kind="provision", code=code, provision=provision)
            ToolProvision.objects.create(tool=tool, provision=provision, document=document.code, address=provision.key)


def test_after_a_thousand_changes_every_link_is_right_or_flagged(home: Any, memory_search: None, world: World) -> None:
    shelf = home.add_child(instance=GuidelineIndexPage(title="Guidelines", slug="guidelines"))
    document = shelf.add_child(instance=GuidelineDocument(title="Charter", slug="charter", code="charter"))
    exchange, tool = group(world, 0, 1, state="acting"), ToolPageFactory()
    text = Text(random.Random(5))
    text.rows = [Row("", text.sentence()) for _ in range(8)]
    text.publish(document)
    seen: dict[str, int] = {}
    for _publication in range(CHANGES // AT_ONCE):
        links_to(document, exchange, tool, {row.key for row in text.rows})
        for _change in range(AT_ONCE):
            text.change()
        fine = {
            (m, pk)
            for m in (Link, ToolProvision)
            for pk in m.objects.exclude(state="check").values_list("pk", flat=True)
        }
        touched = text.publish(document)
        now = {row.key: wording_hash(row.words) for row in text.rows}
        for model in (Link, ToolProvision):
            for link in model.objects.filter(provision__document=document).order_by("pk").select_related("provision"):
                key, flagged = link.provision.key, link.state == "check"
                right = now.get(key) == link.wording_hash and key not in touched
                assert right or flagged, f"{model.__name__} to {key} is silently wrong"
                if (model, link.pk) in fine and right:
                    assert not flagged, f"{model.__name__} to {key} is flagged though nothing happened to it"
                assert flagged or not link.reason
                seen[link.reason] = seen.get(link.reason, 0) + 1
                if flagged and key in now and text.rng.random() < 0.2:
                    confirm_link(link=link, by=None)
    assert set(seen) == {"", "reworded", "split", "merged", "deleted"}, seen
    assert seen[""] > CHANGES // 2, "links that nothing happened to stand"
