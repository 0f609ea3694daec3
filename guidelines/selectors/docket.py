"""Reads on the docket: proposals with their notation, clashes and evidence; the whole text clean or in brackets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from guidelines.choices import ACCEPTED_STATES, AmendmentKind, AmendmentState, CommentState, EvidenceKind
from guidelines.models import Amendment, AmendmentComment, DocumentVersion, GuidelineDocument, ProvisionVersion
from guidelines.selectors.reading import Reading
from guidelines.text.differences import Piece, compare
from guidelines.text.notation import Marked, bracketed, conflicts, in_notation, merge
from guidelines.text.recasting import Piece as NewPlace
from guidelines.text.recasting import in_one_line, lines_of, pieces_of
from search import sources
from search.sources import Card


@dataclass
class Clash:
    """Another open proposal on the same words."""

    other: Amendment
    words: str


@dataclass
class DocketLine:
    """A proposal ready to be shown. address: where its provision stands today, "" when it is gone. becomes: the
    provisions that would take its place."""

    amendment: Amendment
    pieces: list[Piece]
    notation: str
    address: str = ""
    clashes: list[Clash] = field(default_factory=list)

    @property
    def becomes(self) -> list[NewPlace]:
        amendment = self.amendment
        recasts = amendment.kind == AmendmentKind.RECAST
        return pieces_of(amendment.base_wording, amendment.outcome_wording) if recasts else []


def docket_lines(document: GuidelineDocument, amendments: Sequence[Amendment]) -> list[DocketLine]:
    """Proposals with their notation, address and clashes among the open ones: two queries."""
    rows = (
        ProvisionVersion.objects.filter(
            provision__in={a.provision_id for a in amendments}, version__translation_of=None
        )
        .order_by("version__number")
        .values_list("provision_id", "address", "version__number")
    )
    latest: dict[int, tuple[str, int]] = {provision: (address, number) for provision, address, number in rows}
    newest = max((number for _, number in latest.values()), default=0)
    open_ones = list(Amendment.objects.filter(document=document).open().select_related("provision"))
    lines = []
    for amendment in amendments:
        address, number = latest.get(amendment.provision_id, ("", 0))
        lines.append(
            DocketLine(
                amendment,
                compare(amendment.base_wording, shown_wording(amendment)),
                in_notation(amendment.base_wording, shown_wording(amendment)),
                address if number == newest or not newest else "",
                clashes_of(amendment, open_ones) if amendment.state == AmendmentState.OPEN else [],
            )
        )
    return lines


def shown_wording(amendment: Amendment) -> str:
    """What the provision would read; an added provision follows the wording it is added after."""
    if amendment.kind == AmendmentKind.ADD:
        return f"{amendment.base_wording} {amendment.outcome_wording}".strip()
    if amendment.kind == AmendmentKind.DELETE:
        return ""
    if amendment.kind == AmendmentKind.RECAST:
        return in_one_line(amendment.outcome_wording)
    return amendment.outcome_wording


def clashes_of(amendment: Amendment, others: Sequence[Amendment]) -> list[Clash]:
    """Open proposals that change the same words of the same wording."""
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
            words = conflicts(amendment.base_wording, amendment.proposed, other.proposed)
            found += [Clash(other, w or a or b) for w, a, b in words[:1]]
    return found


def evidence_cards(amendment: Amendment, language: str) -> list[Card]:
    """The practices and tools a proposal rests on, through their rooms' gates."""
    wanted: dict[str, list[int]] = {}
    for item in amendment.evidence.all():
        kind, _, key = item.record.partition(":")
        if key.isdigit():
            wanted.setdefault(kind, []).append(int(key))
    known = sources.all_sources()
    return [
        card
        for kind, keys in wanted.items()
        if kind in known
        for card in known[kind].cards(keys, language[:2]).values()
    ]


def studies(amendment: Amendment) -> list[object]:
    """The studies among the evidence."""
    return [item for item in amendment.evidence.all() if item.kind == EvidenceKind.STUDY]


def shown_comments(amendment: Amendment) -> list[AmendmentComment]:
    """The discussion as everybody may read it."""
    return list(amendment.comments.filter(state=CommentState.SHOWN))


@dataclass
class TextLine:
    """A provision in the clean or bracketed text. marked: words with their proposals; new: provisions added
    after it."""

    row: ProvisionVersion
    marked: list[Marked]
    added: list[tuple[str, str, bool]] = field(default_factory=list)
    deleted_by: list[str] = field(default_factory=list)
    unsettled: str = ""


def text_lines(text: Reading, *, clean: bool) -> list[tuple[object, list[TextLine]]]:
    """The whole text by section: clean carries out what was accepted, bracketed shows every open or accepted proposal.

    An earlier version shows what was proposed on it, carried out since or not. A clash between accepted proposals
    leaves the wording as it is and says so.
    """
    states = ACCEPTED_STATES if clean else (*ACCEPTED_STATES, AmendmentState.OPEN)
    rows = Amendment.objects.filter(document=text.document, state__in=states).exclude(kind=AmendmentKind.KEEP)
    rows = rows.filter(base=text.version) if text.superseded else rows.filter(applied_in=None)
    by_provision: dict[int, list[Amendment]] = {}
    for amendment in rows:
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
            bracketed(row.wording, [(a.proposer, shown_wording(a)) for a in rewordings]),
            [(a.proposer, a.outcome_wording, True) for a in additions],
            [a.proposer for a in deletions],
        )
    line = TextLine(row, [Marked("equal", row.wording)], [(a.proposer, a.outcome_wording, False) for a in additions])
    if len(rewordings) == 1 and recasts:
        first, *others = lines_of(recasts[0].outcome_wording)
        line.marked = [Marked("equal", first)]
        line.added = [*((recasts[0].proposer, words, False) for words in others), *line.added]
        return line
    try:
        line.marked = [Marked("equal", merge(row.wording, [shown_wording(a) for a in rewordings]))]
    except ValueError as clash:
        line.unsettled = str(clash)
    return line
