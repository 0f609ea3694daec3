"""Review rounds: open, contribute, close, report. What was not released by name enters the report as a number only."""

from __future__ import annotations

from collections import Counter
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import Progress, RoundState
from guidelines.models import (
    CallForPractices,
    Contribution,
    GuidelineDocument,
    Provision,
    ProvisionVersion,
    ReviewRound,
)
from guidelines.permissions import may_decide, may_propose, require
from guidelines.selectors import current_version
from guidelines.services.letters import queue_letters


class RoundNotPossible(ValueError):
    """The review refuses, with the reason."""


@transaction.atomic
def open_round(
    *, document: GuidelineDocument, title: str, invitation: str, opens: calendar_date, closes: calendar_date, by: Any
) -> ReviewRound:
    """Open a round on the version in force. Raises RoundNotPossible when one is open or the period is wrong."""
    require(may_decide(by))
    version = current_version(document)
    if version is None:
        raise RoundNotPossible(_("This text has no version yet."))
    if ReviewRound.objects.filter(document=document, state=RoundState.OPEN).exists():
        raise RoundNotPossible(_("A review of this text is open already; close it first."))
    if closes < opens:
        raise RoundNotPossible(_("The review must close on or after the day it opens."))
    if not title.strip():
        raise RoundNotPossible(_("Give the review a title."))
    return ReviewRound.objects.create(  # type: ignore[no-any-return]
        document=document,
        version=version,
        title=title.strip(),
        invitation=invitation.strip(),
        opens=opens,
        closes=closes,
        state=RoundState.OPEN,
        opened_by=by,
    )


@transaction.atomic
def contribute(
    *, review: ReviewRound, provision: Provision, contributor: str, progress: str, text: str, named: bool, by: Any
) -> Contribution:
    """Report on one provision, or change one's report. Raises RoundNotPossible outside the period."""
    require(may_propose(by))
    today = timezone.localdate()
    if review.state != RoundState.OPEN or not review.opens <= today <= review.closes:
        raise RoundNotPossible(_("This review is not open for contributions."))
    if not ProvisionVersion.objects.filter(version=review.version, provision=provision).exists():
        raise RoundNotPossible(_("This provision is not part of the reviewed version."))
    if not contributor.strip() or progress not in Progress.values:
        raise RoundNotPossible(_("Name the city or organisation, and how far you are."))
    stored, _made = Contribution.objects.update_or_create(
        round=review,
        provision=provision,
        submitted_by=by,
        defaults={"contributor": contributor.strip(), "progress": progress, "text": text.strip(), "named": named},
    )
    return stored


@transaction.atomic
def close_round(*, review: ReviewRound, by: Any) -> ReviewRound:
    """End the time for contributions."""
    require(may_decide(by))
    if review.state != RoundState.OPEN:
        raise RoundNotPossible(_("Only an open review can be closed."))
    review.state = RoundState.CLOSED
    review.save()
    return review


@transaction.atomic
def publish_report(*, review: ReviewRound, report: str, by: Any) -> ReviewRound:
    """Publish a closed round's report. Raises RoundNotPossible while it is open or without words."""
    require(may_decide(by))
    if review.state != RoundState.CLOSED:
        raise RoundNotPossible(_("Close the review before its report is published."))
    if not report.strip():
        raise RoundNotPossible(_("Write what the review found."))
    review.report, review.state, review.reported_at = report.strip(), RoundState.REPORTED, timezone.now()
    review.save()
    queue_letters(review)
    return review


def figures(review: ReviewRound) -> dict[str, Any]:
    """What may be said of a round: numbers of everybody, names and words of those who released them.

    contributors: their number; named: sorted names; by_progress: progress → number; named_texts: released
    contributions.
    """
    rows = list(Contribution.objects.filter(round=review).select_related("provision").order_by("provision_id", "pk"))
    progress = Counter(row.progress for row in rows)
    return {
        "contributors": len({row.submitted_by_id for row in rows}),
        "provisions": len({row.provision_id for row in rows}),
        "named": sorted({row.contributor for row in rows if row.named}),
        "by_progress": [(Progress(code).label, progress.get(code, 0)) for code in Progress.values],
        "named_texts": [row for row in rows if row.named and row.text],
    }


@transaction.atomic
def call_for_practices(*, provision: Provision, text: str, region: str, by: Any) -> CallForPractices:
    """Turn a gap in the coverage into a public call. Raises RoundNotPossible for an empty one or a second one."""
    require(may_decide(by))
    if not text.strip():
        raise RoundNotPossible(_("Write what kind of practice is looked for."))
    if CallForPractices.objects.filter(provision=provision, region=region, closed_at=None).exists():
        raise RoundNotPossible(_("A call for this provision is open already."))
    return CallForPractices.objects.create(provision=provision, text=text.strip(), region=region, opened_by=by)
