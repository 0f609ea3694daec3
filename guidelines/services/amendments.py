"""The docket's verbs: submit, moderate, decide, take back, withdraw; and publish what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.choices import (
    ACCEPTED_STATES,
    ActionKind,
    AmendmentState,
    EvidenceKind,
)
from guidelines.models import (
    Amendment,
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
from guidelines.services.docket_checks import check_accepted, check_words, folded
from guidelines.services.docket_record import check_day, next_number, record
from guidelines.services.publishing import publish_version

UNDECIDED = (AmendmentState.SUBMITTED, AmendmentState.OPEN)
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
    that is open on the text today. A form sent twice makes one proposal. Raises AmendmentNotPossible, PermissionDenied.
    """
    require(may_propose(by))
    version = current_version(document)
    row = ProvisionVersion.objects.filter(version=version, provision=provision).first() if version else None
    if version is None or row is None:
        raise AmendmentNotPossible(_("This provision is not in the version in force."))
    check_words(kind, proposed, row.wording)
    if not proposer.strip():
        raise AmendmentNotPossible(_("Name the city or organisation that proposes."), "proposer")
    if not reason.strip():
        raise AmendmentNotPossible(_("Say why you propose it; whoever decides reads the reason first."), "reason")
    wording = folded(kind, proposed)
    twice: Amendment | None = Amendment.objects.filter(
        provision=provision, kind=kind, proposed=wording, proposer=proposer.strip(), submitted_by=by, base=version
    ).first()
    if twice is not None and twice.state in UNDECIDED:
        return twice
    amendment: Amendment = Amendment.objects.create(
        document=document,
        provision=provision,
        base=version,
        kind=kind,
        base_wording=row.wording,
        proposed=wording,
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


def _locked(amendment: Amendment) -> Amendment:
    locked: Amendment = Amendment.objects.select_for_update().get(pk=amendment.pk)
    return locked


@transaction.atomic
def moderate_amendment(*, amendment: Amendment, publish: bool, by: Any, reason: str = "") -> Amendment:
    """Publish a submitted proposal under the next number, or not. reason: why not, for its proposer.

    Raises AmendmentNotPossible when it is not waiting."""
    require(may_decide(by))
    stored = _locked(amendment)
    if stored.state != AmendmentState.SUBMITTED:
        raise AmendmentNotPossible(_("This proposal is not waiting for moderation."))
    stored.state = AmendmentState.OPEN if publish else AmendmentState.REFUSED
    stored.number = next_number(stored.document) if publish else None
    stored.revision += 1
    stored.save()
    kind = ActionKind.PUBLISHED if publish else ActionKind.REFUSED
    record(stored, kind, by=by, text="" if publish else reason.strip())
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
    day: calendar_date | None = None,
    seen_revision: int | None = None,
) -> Amendment:
    """Accept, accept as amended (wording: the one accepted) or reject an open proposal.

    day: when the body decided, where that is not today. seen_revision: what the decider looked at; another decision
    meanwhile is not overwritten. What could not be carried out because the text has changed since is not accepted.
    Raises AmendmentNotPossible.
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
    accepted = folded(stored.kind, wording)
    if decision in ACCEPTED_STATES:
        check_accepted(stored, decision, accepted)
    if not body.strip():
        raise AmendmentNotPossible(_("Name the body that decided."), "body")
    check_day(day)
    stored.state, stored.decided_on = decision, day
    stored.decided_wording = accepted if decision == AmendmentState.AMENDED else ""
    stored.decision_reason, stored.decided_by_body = reason.strip(), body.strip()
    stored.decided_by, stored.decided_at = by, timezone.now()
    stored.latest_action = _action(stored, body.strip())
    stored.revision += 1
    stored.save()
    record(stored, decision, by=by, body=body.strip(), text=reason.strip(), day=day)
    return stored


def _action(amendment: Amendment, who: str) -> str:
    """The latest action in words, in the language of the text: everybody reads the same record of it."""
    with translation.override(amendment.document.language):
        return f"{AmendmentState(amendment.state).label}: {who}"[:400]


@transaction.atomic
def reopen_amendment(*, amendment: Amendment, by: Any, seen_revision: int | None = None) -> Amendment:
    """Take a decision back that no version carries yet, so that the proposal can be decided anew; its record
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
    with translation.override(stored.document.language):
        stored.latest_action = (_("Decision taken back; it was: %(action)s") % {"action": stored.latest_action})[:400]
    stored.state = AmendmentState.OPEN
    stored.decided_wording = stored.decision_reason = stored.decided_by_body = ""
    stored.decided_by = stored.decided_at = stored.decided_on = None
    stored.revision += 1
    stored.save()
    record(stored, ActionKind.REOPENED, by=by)
    return stored


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Any) -> Amendment:
    """The one who submitted a proposal, or an editor for them, takes it back before it is decided. A public one keeps
    when that was and that its proposer did it; one that was never shown just goes."""
    stored = _locked(amendment)
    require(may_decide(by) or (by.is_authenticated and stored.submitted_by_id == by.pk))
    if stored.state not in UNDECIDED:
        raise AmendmentNotPossible(_("A decided proposal cannot be withdrawn."))
    if stored.state == AmendmentState.OPEN:
        stored.state, stored.decided_by_body = AmendmentState.WITHDRAWN, stored.proposer
        stored.decided_by, stored.decided_at = by, timezone.now()
        stored.latest_action = _action(stored, stored.proposer)
    else:
        stored.state = AmendmentState.REFUSED
    stored.revision += 1
    stored.save()
    record(stored, ActionKind.WITHDRAWN, by=by, body=stored.proposer)
    return stored


def _note(document: GuidelineDocument, accepted: Sequence[Amendment]) -> str:
    """What a version says of itself when nobody wrote it: in the language of the text, it never changes again."""
    addresses = ", ".join(sorted({a.provision.key for a in accepted}))
    with translation.override(document.language):
        told = ngettext("One amendment: %(addresses)s", "%(count)s amendments: %(addresses)s", len(accepted))
        return told % {"count": len(accepted), "addresses": addresses}


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
    told = note or _note(document, accepted)
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
    for amendment in accepted:
        record(amendment, ActionKind.APPLIED, by=by, text=str(published.number))
    return published


__all__ = [
    "AmendmentNotPossible",
    "accepted_text",
    "decide_amendment",
    "moderate_amendment",
    "publish_accepted",
    "reopen_amendment",
    "submit_amendment",
    "withdraw_amendment",
]
