"""The docket's verbs: submit, moderate, decide, withdraw, comment; and publish what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import (
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
from guidelines.selectors.rounds import open_review_of
from guidelines.services.carrying_out import AmendmentNotPossible, accepted_text
from guidelines.services.publishing import publish_version
from guidelines.text.recasting import lines_of
from guidelines.text.tree import fold

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

    evidence: (kind, record "practice:12" or "", title, url) each. review: the one it is made in; without it, the one
    that is open on the text today. Raises AmendmentNotPossible, PermissionDenied.
    """
    require(may_propose(by))
    version = current_version(document)
    row = ProvisionVersion.objects.filter(version=version, provision=provision).first() if version else None
    if version is None or row is None:
        raise AmendmentNotPossible(_("This provision is not in the version in force."))
    if kind != AmendmentKind.DELETE and not proposed.strip():
        raise AmendmentNotPossible(_("Write the wording you propose."))
    if kind == AmendmentKind.RECAST and len(lines_of(proposed)) < 2:
        raise AmendmentNotPossible(_("Write at least two provisions, each on a line of its own."))
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
        proposed=_folded(kind, proposed),
        proposer=proposer.strip(),
        reason=reason.strip(),
        recommendation=recommendation.strip(),
        round=review or open_review_of(document),
        submitted_by=by,
    )
    AmendmentEvidence.objects.bulk_create(
        [
            AmendmentEvidence(amendment=amendment, kind=EvidenceKind(k).value, record=r, title=t, url=u)
            for k, r, t, u in evidence
        ]
    )
    return amendment


def _folded(kind: str, wording: str) -> str:
    """A wording as it is kept: white space folded, provisions that take the place of one on lines of their own."""
    if kind == AmendmentKind.DELETE:
        return ""
    return "\n".join(lines_of(wording)) if kind == AmendmentKind.RECAST else fold(wording)


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
    accepted = _folded(stored.kind, wording)
    if decision == AmendmentState.AMENDED and accepted in ("", stored.proposed):
        raise AmendmentNotPossible(_("Write the accepted wording; it must differ from the proposal."))
    if not body.strip():
        raise AmendmentNotPossible(_("Name the body that decided."))
    stored.state = decision
    stored.decided_wording = accepted if decision == AmendmentState.AMENDED else ""
    stored.decision_reason, stored.decided_by_body = reason.strip(), body.strip()
    stored.decided_by, stored.decided_at = by, timezone.now()
    stored.latest_action = f"{AmendmentState(decision).label}: {body.strip()}"[:400]
    stored.revision += 1
    stored.save()
    return stored


@transaction.atomic
def reopen_amendment(*, amendment: Amendment, by: Any, seen_revision: int | None = None) -> Amendment:
    """Take a decision back that no version carries yet, so that the proposal can be decided anew; the latest action
    keeps what was decided before. Raises AmendmentNotPossible."""
    require(may_decide(by))
    stored = _locked(amendment)
    if stored.state not in DECISIONS or stored.applied_in_id is not None:
        raise AmendmentNotPossible(_("Only a decision that no version carries yet can be taken back."))
    if seen_revision is not None and seen_revision != stored.revision:
        raise AmendmentNotPossible(
            _("This proposal was changed or decided meanwhile (%(state)s); look at it again.")
            % {"state": stored.get_state_display()}
        )
    stored.latest_action = (_("Decision taken back; it was: %(action)s") % {"action": stored.latest_action})[:400]
    stored.state = AmendmentState.OPEN
    stored.decided_wording = stored.decision_reason = stored.decided_by_body = ""
    stored.decided_by = stored.decided_at = None
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
    parts, accepted, lineage = accepted_text(document, version)
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
        lineage=lineage,
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
    "reopen_amendment",
    "submit_amendment",
    "withdraw_amendment",
]
