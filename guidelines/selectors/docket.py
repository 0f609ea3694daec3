"""Reads on the docket: proposals with their notation, clashes and evidence; the whole text clean or in brackets."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.choices import ACCEPTED_STATES, AmendmentKind, AmendmentState, CommentState, EvidenceKind
from guidelines.models import Amendment, AmendmentComment, DocumentVersion, ProvisionVersion
from guidelines.permissions import may_decide
from guidelines.selectors.outline import current_version_ids
from guidelines.selectors.reading import Reading, current_version
from guidelines.text.differences import Piece, compare
from guidelines.text.notation import Conflict, Marked, bracketed, conflicts, in_notation, merge
from guidelines.text.recasting import Piece as NewPlace
from guidelines.text.recasting import in_one_line, lines_of, pieces_of
from guidelines.text.tree import fold
from search import sources
from search.sources import Card

SETTLED_LAST = (AmendmentState.SUBMITTED, AmendmentState.OPEN)


@dataclass
class Clash:
    """Another proposal on the same words, open or accepted and not yet in a version. words: what it makes of them."""

    other: Amendment
    words: str


@dataclass
class DocketLine:
    """A proposal ready to be shown. address, position: where its provision stands today, "" and past the end when it is
    gone. becomes: the provisions that would take its place. first: the proposal itself, where it was accepted as
    amended and pieces show what was accepted."""

    amendment: Amendment
    pieces: list[Piece]
    notation: str
    address: str = ""
    position: int = sys.maxsize
    clashes: list[Clash] = field(default_factory=list)
    first: list[Piece] = field(default_factory=list)

    @property
    def becomes(self) -> list[NewPlace]:
        amendment = self.amendment
        recasts = amendment.kind == AmendmentKind.RECAST
        return pieces_of(amendment.base_wording, amendment.outcome_wording) if recasts else []


def docket_lines(amendments: Sequence[Amendment]) -> list[DocketLine]:
    """Proposals, of one text or several, with their notation, address and clashes among those not yet carried out:
    three queries."""
    provisions = {a.provision_id for a in amendments}
    here = {
        provision: (address, position)
        for provision, address, position in ProvisionVersion.objects.filter(
            provision__in=provisions, version__in=current_version_ids({a.document_id for a in amendments})
        ).values_list("provision_id", "address", "position")
    }
    standing = list(
        Amendment.objects.filter(provision__in=provisions)
        .filter(Q(state=AmendmentState.OPEN) | Q(state__in=ACCEPTED_STATES, applied_in=None))
        .select_related("provision", "document")
    )
    lines = []
    for amendment in amendments:
        wording = shown_wording(amendment)
        line = DocketLine(
            amendment,
            compare(amendment.base_wording, wording),
            in_notation(amendment.base_wording, wording),
            *here.get(amendment.provision_id, ("", sys.maxsize)),
        )
        if amendment.state in SETTLED_LAST or (amendment.state in ACCEPTED_STATES and not amendment.applied_in_id):
            line.clashes = clashes_of(amendment, standing)
        if amendment.decided_wording:
            line.first = compare(amendment.base_wording, shown_wording(amendment, decided=False))
        lines.append(line)
    return lines


def address_today(amendment: Amendment) -> str:
    """Where the provision of a proposal stands today; its key when it is gone."""
    row = ProvisionVersion.objects.filter(
        version=current_version(amendment.document), provision=amendment.provision_id
    ).first()
    return row.address if row else amendment.provision.key


def why_not_carried_out(amendment: Amendment) -> str:
    """Why a proposal could not be carried out in the version in force even if it were accepted; "" when it could."""
    row = ProvisionVersion.objects.filter(
        version=current_version(amendment.document), provision=amendment.provision_id
    ).first()
    if row is None:
        return _("The provision is no longer in the text. Reject the proposal, or ask for one on what replaced it.")
    changes = amendment.kind in (AmendmentKind.REWORD, AmendmentKind.RECAST)
    if changes and fold(row.wording) != fold(amendment.base_wording):
        return _(
            "The wording in force has changed since this was proposed. Reject the proposal, or ask for one on the "
            "wording of today."
        )
    return ""


def shown_wording(amendment: Amendment, *, decided: bool = True) -> str:
    """What the provision would read, as it was decided or as it was proposed; an added provision follows the wording it
    is added after."""
    words = amendment.outcome_wording if decided else amendment.proposed
    if amendment.kind == AmendmentKind.ADD:
        return f"{amendment.base_wording} {words}".strip()
    if amendment.kind == AmendmentKind.DELETE:
        return ""
    if amendment.kind == AmendmentKind.RECAST:
        return in_one_line(words)
    return words


def clashes_of(amendment: Amendment, others: Sequence[Amendment]) -> list[Clash]:
    """Of others, the proposals that change the same words of the same wording."""
    found = []
    for other in others:
        if other.pk == amendment.pk or other.provision_id != amendment.provision_id:
            continue
        if other.base_wording != amendment.base_wording:
            continue
        kinds = {other.kind, amendment.kind}
        if kinds & {AmendmentKind.DELETE, AmendmentKind.RECAST} and not kinds & {AmendmentKind.KEEP, AmendmentKind.ADD}:
            found.append(Clash(other, amendment.base_wording[:80]))
            continue
        if AmendmentKind.REWORD in (other.kind,) and amendment.kind == AmendmentKind.REWORD:
            words = conflicts(amendment.base_wording, amendment.outcome_wording, other.outcome_wording)
            found += [Clash(other, b.strip() or w) for w, _a, b in words[:1]]
    return found


def clash_told(address: str, clash: Conflict) -> str:
    """What to tell of two accepted proposals on the same words, and what to do about it."""
    return _(
        "%(address)s: two proposals change “%(words)s”: “%(one)s” and “%(other)s”. Take one of the two decisions back "
        "and decide it anew, with one wording for both."
    ) % {"address": address, "words": clash.words, "one": clash.one.strip(), "other": clash.other.strip()}


def cards_of(amendments: Sequence[Amendment], language: str) -> dict[str, Card]:
    """Record ("practice:12") → its card, of the practices and tools proposals rest on, through their rooms' gates:
    what is not public today is left out. One read for each kind."""
    wanted: dict[str, set[int]] = {}
    for amendment in amendments:
        for item in amendment.evidence.all():
            kind, _sign, key = item.record.partition(":")
            if key.isdigit():
                wanted.setdefault(kind, set()).add(int(key))
    known = sources.all_sources()
    return {
        f"{kind}:{pk}": card
        for kind, keys in wanted.items()
        if kind in known
        for pk, card in known[kind].cards(sorted(keys), language[:2]).items()
    }


def evidence_cards(amendment: Amendment, language: str) -> tuple[list[Card], int]:
    """The practices and tools a proposal rests on, and how many more were named that are not public any more."""
    found = cards_of([amendment], language)
    named = [item.record for item in amendment.evidence.all() if item.record]
    return [found[record] for record in named if record in found], sum(record not in found for record in named)


def studies(amendment: Amendment) -> list[object]:
    """The studies among the evidence."""
    return [item for item in amendment.evidence.all() if item.kind == EvidenceKind.STUDY]


def discussion(amendment: Amendment, user: Any) -> list[AmendmentComment]:
    """The discussion: everybody reads what is shown and that something was taken down, editors all of it, authors their
    own whatever its state. Each says whether it is `readable`; of what is not, the words are left out."""
    comments = amendment.comments.all()
    decides = may_decide(user)
    if not decides:
        own = Q(author=user) if user.is_authenticated else Q(pk__in=[])
        comments = comments.filter(Q(state=CommentState.SHOWN) | Q(taken_down__isnull=False) | own)
    found = list(comments.select_related("author") if decides else comments)
    for comment in found:
        own_words = user.is_authenticated and comment.author_id == user.pk
        comment.readable = decides or own_words or comment.state == CommentState.SHOWN
        if not comment.readable:
            comment.text = comment.speaker = ""
    return found


@dataclass
class TextLine:
    """A provision in the clean or bracketed text. marked: words with their proposals; new: provisions added
    after it."""

    row: ProvisionVersion
    marked: list[Marked]
    added: list[tuple[str, str, bool]] = field(default_factory=list)
    deleted_by: list[str] = field(default_factory=list)
    unsettled: str = ""


def _proposals(text: Reading, *, clean: bool, every: bool) -> Any:
    """The proposals a clean or bracketed text shows, by number."""
    states = ACCEPTED_STATES if clean and not every else (*ACCEPTED_STATES, AmendmentState.OPEN)
    rows = Amendment.objects.filter(document=text.document, state__in=states).exclude(kind=AmendmentKind.KEEP)
    rows = rows.filter(base=text.version) if text.superseded else rows.filter(applied_in=None)
    return rows.order_by("number", "pk")


def proposals_in(text: Reading, *, clean: bool, every: bool = False) -> list[Amendment]:
    """The proposals a clean or bracketed text shows, by number, to be named below it; those made on another wording
    stand in the text of that version."""
    wordings = {node.row.provision_id: node.row.wording for node in text.walk()}
    rows = _proposals(text, clean=clean, every=every).select_related("document", "provision")
    changing = (AmendmentKind.REWORD, AmendmentKind.RECAST)
    return [
        row
        for row in rows
        if row.provision_id in wordings and (row.kind not in changing or row.base_wording == wordings[row.provision_id])
    ]


def text_lines(text: Reading, *, clean: bool, every: bool = False) -> list[tuple[object, list[TextLine]]]:
    """The whole text by section: clean carries out what was accepted (every: and what is open, as if it were),
    bracketed shows every open or accepted proposal under its number.

    An earlier version shows what was proposed on it, carried out since or not. A clash between accepted proposals
    leaves the wording as it is and says so.
    """
    by_provision: dict[int, list[Amendment]] = {}
    for amendment in _proposals(text, clean=clean, every=every):
        by_provision.setdefault(amendment.provision_id, []).append(amendment)
    return [
        (
            section,
            [
                line
                for node in section.walk()
                if (line := _line(node.row, by_provision.get(node.row.provision_id, []), clean=clean)) is not None
            ],
        )
        for section in text.sections
    ]


def versions_with_proposals(text: Reading) -> list[tuple[DocumentVersion, int]]:
    """Other versions of a text on which proposals were made that still stand, with how many; newest first."""
    found = Counter(
        Amendment.objects.filter(document=text.document, state__in=(*ACCEPTED_STATES, AmendmentState.OPEN))
        .exclude(base=text.version)
        .exclude(kind=AmendmentKind.KEEP)
        .values_list("base_id", flat=True)
    )
    versions = DocumentVersion.objects.filter(pk__in=found).order_by("-number")
    return [(version, found[version.pk]) for version in versions]


def _line(row: ProvisionVersion, amendments: Sequence[Amendment], *, clean: bool) -> TextLine | None:
    rewordings = [
        a
        for a in amendments
        if a.kind in (AmendmentKind.REWORD, AmendmentKind.RECAST) and a.base_wording == row.wording
    ]
    recasts = [a for a in rewordings if a.kind == AmendmentKind.RECAST]
    additions = [a for a in amendments if a.kind == AmendmentKind.ADD]
    deletions = [a for a in amendments if a.kind == AmendmentKind.DELETE]
    if clean and deletions:
        return None
    if not clean:
        return TextLine(
            row,
            bracketed(row.wording, [(a.label, shown_wording(a)) for a in rewordings]),
            [(a.label, a.outcome_wording, True) for a in additions],
            [a.label for a in deletions],
        )
    line = TextLine(row, [Marked("equal", row.wording)], [(a.label, a.outcome_wording, False) for a in additions])
    if len(rewordings) == 1 and recasts:
        first, *others = lines_of(recasts[0].outcome_wording)
        line.marked = [Marked("equal", first)]
        line.added = [*((recasts[0].label, words, False) for words in others), *line.added]
        return line
    try:
        line.marked = [Marked("equal", merge(row.wording, [shown_wording(a) for a in rewordings]))]
    except Conflict as clash:
        line.unsettled = clash_told(row.address, clash)
    return line
