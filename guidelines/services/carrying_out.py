"""Carrying accepted amendments out: the text with all of them, numbered again, and what became of each provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guidelines.choices import ACCEPTED_STATES, AmendmentKind, LineageKind
from guidelines.models import Amendment, DocumentVersion, GuidelineDocument
from guidelines.selectors.docket import clash_told
from guidelines.services.publishing import LineageEntry
from guidelines.stored_text import load_tree
from guidelines.text.addresses import assign_addresses
from guidelines.text.notation import Conflict, merge
from guidelines.text.recasting import recast
from guidelines.text.renumbering import renumber_list, renumber_paragraphs
from guidelines.text.tree import Node, Part, fold


class AmendmentNotPossible(ValueError):
    """The docket refuses, with the reason and the remedy. field: the entry to change, "" when it is none alone."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass
class _Work:
    """Amendments still to be carried out, by key of their provision; pieces split off: (old key, new node)."""

    by_key: dict[str, list[Amendment]]
    split: list[tuple[str, Node]] = field(default_factory=list)


def accepted_text(
    document: GuidelineDocument, version: DocumentVersion
) -> tuple[list[Part], list[Amendment], list[LineageEntry]]:
    """The text with every accepted and not yet published amendment carried out, these amendments, and the splits.

    Raises AmendmentNotPossible on a clash.
    """
    parts = load_tree(version)
    accepted = list(
        Amendment.objects.filter(document=document, state__in=ACCEPTED_STATES, applied_in=None).select_related(
            "provision"
        )
    )
    work = _Work({})
    for amendment in accepted:
        work.by_key.setdefault(amendment.provision.key, []).append(amendment)
    changed = False
    for part in parts:
        part.nodes, here = _amended(part.nodes, work)
        changed = changed or here
    if work.by_key:
        gone = ", ".join(sorted(work.by_key))
        raise AmendmentNotPossible(
            _("These provisions are no longer in the text: %(keys)s. Take the decisions on them back.") % {"keys": gone}
        )
    if changed:
        renumber_paragraphs(parts)
    assign_addresses(parts)
    lineage = [LineageEntry(LineageKind.SPLIT, source, node.address) for source, node in work.split]
    return parts, accepted, lineage


def _amended(nodes: list[Node], work: _Work) -> tuple[list[Node], bool]:
    """A list of provisions after its amendments, and whether it has other members; lists inside are numbered again."""
    result: list[Node] = []
    for node in nodes:
        amendments = work.by_key.pop(node.key, [])
        node.children, changed = _amended(node.children, work)
        if changed:
            renumber_list(node.children)
        result += _in_its_place(node, amendments, work)
        for added in (a for a in amendments if a.kind == AmendmentKind.ADD):
            result.append(Node(node.kind, node.number, added.outcome_wording, marker=node.marker))
    return result, len(result) != len(nodes) or any(not node.key for node in result)


def _in_its_place(node: Node, amendments: Sequence[Amendment], work: _Work) -> list[Node]:
    """What stands where a provision stood: itself, reworded; several; or nothing."""
    reword = [a for a in amendments if a.kind == AmendmentKind.REWORD]
    recasts = [a for a in amendments if a.kind == AmendmentKind.RECAST]
    deleted = any(a.kind == AmendmentKind.DELETE for a in amendments)
    if recasts and (deleted or reword or len(recasts) > 1):
        raise AmendmentNotPossible(
            _(
                "%(address)s: one accepted proposal puts several provisions in its place, another changes it too; "
                "accept one wording for both."
            )
            % {"address": node.address}
        )
    _refuse_stale(node, [*reword, *recasts])
    if deleted:
        return []
    if recasts:
        made = recast(node, recasts[0].outcome_wording)
        work.split += [(node.key, piece) for piece, split_off in made if split_off]
        return [piece for piece, _split_off in made]
    if reword:
        try:
            node.wording = merge(node.wording, [a.outcome_wording for a in reword])
        except Conflict as clash:
            raise AmendmentNotPossible(clash_told(node.address, clash)) from clash
    return [node]


def _refuse_stale(node: Node, amendments: Sequence[Amendment]) -> None:
    stale = [a for a in amendments if fold(a.base_wording) != fold(node.wording)]
    if stale:
        raise AmendmentNotPossible(
            _(
                "%(address)s: the wording has changed since %(proposer)s proposed; take the decision back and have it "
                "proposed anew."
            )
            % {"address": node.address, "proposer": stale[0].proposer}
        )
