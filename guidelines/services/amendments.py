"""The docket's verbs: submit, moderate, decide, withdraw, comment; and publish what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import (
    ACCEPTED_STATES,
    AmendmentKind,
    AmendmentState,
    CommentState,
    EvidenceKind,
)
from guidelines.models import (
    Amendment,
    AmendmentComment,
    AmendmentEvidence,
    DocumentVersion,
    GuidelineDocument,
    Provision,
    ProvisionVersion,
    ReviewRound,
)
from guidelines.permissions import may_decide, may_propose, may_publish, require
from guidelines.selectors import current_version
from guidelines.services.publishing import publish_version
from guidelines.stored_text import load_tree
from guidelines.text.addresses import assign_addresses
from guidelines.text.notation import Conflict, merge
from guidelines.text.renumbering import renumber_list, renumber_paragraphs
from guidelines.text.tree import Node, Part, fold


class AmendmentNotPossible(ValueError):
    """The docket refuses, with the reason and the remedy."""


DECISIONS = (AmendmentState.ACCEPTED, AmendmentState.AMENDED, AmendmentState.REJECTED)


@transaction.atomic
def submit_amendment(
    *,
    document: GuidelineDocument,
    provision: Provision,
    kind: str,
    proposed: str,
    proposer: str,
    reason: str,
    by: Any,
    recommendation: str = "",
    evidence: Sequence[tuple[str, str, str, str]] = (),
    review: ReviewRound | None = None,
) -> Amendment:
    """Hand in a proposal; it is shown after moderation.

    evidence: (kind, record "practice:12" or "", title, url) each. Raises AmendmentNotPossible, PermissionDenied.
    """
    require(may_propose(by))
    version = current_version(document)
    row = ProvisionVersion.objects.filter(version=version, provision=provision).first() if version else None
    if version is None or row is None:
        raise AmendmentNotPossible(_("This provision is not in the version in force."))
    if kind != AmendmentKind.DELETE and not proposed.strip():
        raise AmendmentNotPossible(_("Write the wording you propose."))
    if kind == AmendmentKind.REWORD and fold(proposed) == fold(row.wording):
        raise AmendmentNotPossible(_("The proposed wording is the one in force; change at least a word."))
    if not proposer.strip() or not reason.strip():
        raise AmendmentNotPossible(_("Name the city or organisation that proposes, and the reason."))
    amendment: Amendment = Amendment.objects.create(
        document=document,
        provision=provision,
        base=version,
        kind=kind,
        base_wording=row.wording,
        proposed="" if kind == AmendmentKind.DELETE else fold(proposed),
        proposer=proposer.strip(),
        reason=reason.strip(),
        recommendation=recommendation.strip(),
        round=review,
        submitted_by=by,
    )
    AmendmentEvidence.objects.bulk_create(
        [
            AmendmentEvidence(amendment=amendment, kind=EvidenceKind(k).value, record=r, title=t, url=u)
            for k, r, t, u in evidence
        ]
    )
    return amendment


def _locked(amendment: Amendment) -> Amendment:
    locked: Amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    return locked


@transaction.atomic
def moderate_amendment(*, amendment: Amendment, publish: bool, by: Any) -> Amendment:
    """Publish a submitted proposal, or not. Raises AmendmentNotPossible when it is not waiting."""
    require(may_decide(by))
    stored = _locked(amendment)
    if stored.state != AmendmentState.SUBMITTED:
        raise AmendmentNotPossible(_("This proposal is not waiting for moderation."))
    stored.state = AmendmentState.OPEN if publish else AmendmentState.REFUSED
    stored.revision += 1
    stored.save()
    return stored


@transaction.atomic
def decide_amendment(
    *,
    amendment: Amendment,
    decision: str,
    by: Any,
    body: str,
    reason: str = "",
    wording: str = "",
    seen_revision: int | None = None,
) -> Amendment:
    """Accept, accept as amended (wording: the one accepted) or reject an open proposal.

    seen_revision: what the decider looked at; another decision meanwhile is not overwritten. Raises
    AmendmentNotPossible.
    """
    require(may_decide(by))
    stored = _locked(amendment)
    if decision not in DECISIONS:
        raise AmendmentNotPossible(_("Decide to accept, accept as amended or reject."))
    if stored.state != AmendmentState.OPEN or (seen_revision is not None and seen_revision != stored.revision):
        raise AmendmentNotPossible(
            _("This proposal was changed or decided meanwhile (%(state)s); look at it again.")
            % {"state": stored.get_state_display()}
        )
    if decision == AmendmentState.AMENDED and (not wording.strip() or fold(wording) == fold(stored.proposed)):
        raise AmendmentNotPossible(_("Write the accepted wording; it must differ from the proposal."))
    if not body.strip():
        raise AmendmentNotPossible(_("Name the body that decided."))
    stored.state = decision
    stored.decided_wording = fold(wording) if decision == AmendmentState.AMENDED else ""
    stored.decision_reason, stored.decided_by_body = reason.strip(), body.strip()
    stored.decided_by, stored.decided_at = by, timezone.now()
    stored.latest_action = f"{AmendmentState(decision).label}: {body.strip()}"[:400]
    stored.revision += 1
    stored.save()
    return stored


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Any) -> Amendment:
    """The one who submitted a proposal, or an editor for them, takes it back before it is decided."""
    stored = _locked(amendment)
    require(may_decide(by) or (by.is_authenticated and stored.submitted_by_id == by.pk))
    if stored.state not in (AmendmentState.SUBMITTED, AmendmentState.OPEN):
        raise AmendmentNotPossible(_("A decided proposal cannot be withdrawn."))
    stored.state = AmendmentState.WITHDRAWN if stored.state == AmendmentState.OPEN else AmendmentState.REFUSED
    stored.revision += 1
    stored.save()
    return stored


@transaction.atomic
def comment_on_amendment(*, amendment: Amendment, speaker: str, text: str, by: Any) -> AmendmentComment:
    """Add to the discussion; shown after moderation. Raises AmendmentNotPossible for an empty or closed one."""
    require(may_propose(by))
    if amendment.state != AmendmentState.OPEN:
        raise AmendmentNotPossible(_("The discussion of this proposal is closed."))
    if not text.strip() or not speaker.strip():
        raise AmendmentNotPossible(_("Write the comment and the city or organisation it comes from."))
    return AmendmentComment.objects.create(amendment=amendment, speaker=speaker.strip(), text=text.strip(), author=by)


@transaction.atomic
def moderate_comment(*, comment: AmendmentComment, show: bool, by: Any) -> AmendmentComment:
    """Show or hide a comment."""
    require(may_decide(by))
    comment.state = CommentState.SHOWN if show else CommentState.HIDDEN
    comment.save()
    return comment


def accepted_text(document: GuidelineDocument, version: DocumentVersion) -> tuple[list[Part], list[Amendment]]:
    """The text with every accepted and not yet published amendment carried out. Raises AmendmentNotPossible on
    a clash."""
    parts = load_tree(version)
    accepted = list(
        Amendment.objects.filter(document=document, state__in=ACCEPTED_STATES, applied_in=None).select_related(
            "provision"
        )
    )
    by_key: dict[str, list[Amendment]] = {}
    for amendment in accepted:
        by_key.setdefault(amendment.provision.key, []).append(amendment)
    changed = False
    for part in parts:
        part.nodes, here = _amended(part.nodes, by_key)
        changed = changed or here
    if by_key:
        gone = ", ".join(sorted(by_key))
        raise AmendmentNotPossible(_("These provisions are no longer in the text: %(keys)s.") % {"keys": gone})
    if changed:
        renumber_paragraphs(parts)
    assign_addresses(parts)
    return parts, accepted


def _amended(nodes: list[Node], by_key: dict[str, list[Amendment]]) -> tuple[list[Node], bool]:
    """A list of provisions after its amendments, and whether it has other members; lists inside are numbered again."""
    result: list[Node] = []
    for node in nodes:
        amendments = by_key.pop(node.key, [])
        node.children, changed = _amended(node.children, by_key)
        if changed:
            renumber_list(node.children)
        reword = [a for a in amendments if a.kind == AmendmentKind.REWORD]
        if reword:
            node.wording = _merged(node, reword)
        if not any(a.kind == AmendmentKind.DELETE for a in amendments):
            result.append(node)
        for added in (a for a in amendments if a.kind == AmendmentKind.ADD):
            result.append(Node(node.kind, node.number, added.outcome_wording, marker=node.marker))
    return result, len(result) != len(nodes) or any(not node.key for node in result)


def _merged(node: Node, amendments: Sequence[Amendment]) -> str:
    stale = [a for a in amendments if fold(a.base_wording) != fold(node.wording)]
    if stale:
        raise AmendmentNotPossible(
            _("%(address)s: the wording has changed since %(proposer)s proposed; decide on it anew.")
            % {"address": node.address, "proposer": stale[0].proposer}
        )
    try:
        return merge(node.wording, [a.outcome_wording for a in amendments])
    except Conflict as clash:
        raise AmendmentNotPossible(f"{node.address}: {clash}") from clash


@transaction.atomic
def publish_accepted(
    *,
    document: GuidelineDocument,
    status: str,
    by: Any,
    date: calendar_date | None = None,
    reference: str = "",
    note: str = "",
) -> DocumentVersion:
    """Publish the next version with every accepted amendment. Raises AmendmentNotPossible when none waits or
    two clash."""
    require(may_publish(by))
    version = current_version(document)
    if version is None:
        raise AmendmentNotPossible(_("This text has no version yet."))
    parts, accepted = accepted_text(document, version)
    if not accepted:
        raise AmendmentNotPossible(_("No accepted amendment waits to be published."))
    told = note or _("%(count)s amendments: %(addresses)s") % {
        "count": len(accepted),
        "addresses": ", ".join(sorted({a.provision.key for a in accepted})),
    }
    published = publish_version(
        document=document,
        parts=parts,
        status=status,
        date=date,
        reference=reference or version.reference,
        note=told,
        expected_number=DocumentVersion.objects.filter(document=document).count() + 1,
        by=by,
    )
    Amendment.objects.filter(pk__in=[a.pk for a in accepted]).update(applied_in=published)
    return published


__all__ = [
    "AmendmentNotPossible",
    "accepted_text",
    "comment_on_amendment",
    "decide_amendment",
    "moderate_amendment",
    "moderate_comment",
    "publish_accepted",
    "submit_amendment",
    "withdraw_amendment",
]
