"""Review rounds: open, contribute, close. What was not released by name enters the report as a number only."""

from __future__ import annotations

from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import Progress, RoundState
from guidelines.models import (
    AskedParty,
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
    """The review refuses, with the reason. field: the entry to change, "" when it is none alone."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


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
    _check_period(title, opens, closes)
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


def _check_period(title: str, opens: calendar_date, closes: calendar_date) -> None:
    if not title.strip():
        raise RoundNotPossible(_("Give the review a title."), "title")
    if closes < opens:
        raise RoundNotPossible(_("The review must close on or after the day it opens."), "closes")
    if closes < timezone.localdate():
        raise RoundNotPossible(_("This day is over; choose today or a later one."), "closes")


@transaction.atomic
def change_round(
    *, review: ReviewRound, title: str, invitation: str, opens: calendar_date, closes: calendar_date, by: Any
) -> ReviewRound:
    """Change what is said of a review and its period: more time for late reports, and a closed one is open again.

    Raises RoundNotPossible once its report is published, or while another review of the text is open.
    """
    require(may_decide(by))
    stored: ReviewRound = ReviewRound.objects.select_for_update().get(pk=review.pk)
    if stored.state not in (RoundState.OPEN, RoundState.CLOSED):
        raise RoundNotPossible(_("The report of this review is published; open another review."))
    others = ReviewRound.objects.filter(document=stored.document_id, state=RoundState.OPEN).exclude(pk=stored.pk)
    if others.exists():
        raise RoundNotPossible(_("A review of this text is open already; close it first."))
    _check_period(title, opens, closes)
    stored.title, stored.invitation = title.strip(), invitation.strip()
    stored.opens, stored.closes, stored.state = opens, closes, RoundState.OPEN
    stored.save()
    queue_letters(stored)
    return stored


def takes_reports(review: ReviewRound) -> bool:
    """Whether reports can be written, changed and taken back today."""
    return review.state == RoundState.OPEN and review.opens <= timezone.localdate() <= review.closes


def _whose(by: Any, party: AskedParty | None) -> dict[str, Any]:
    """Who writes: a person with an account, or the office a letter with a link went to."""
    if party is None:
        require(may_propose(by))
        return {"submitted_by": by}
    return {"party": party}


@transaction.atomic
def contribute(
    *,
    review: ReviewRound,
    provision: Provision,
    contributor: str,
    progress: str,
    text: str,
    named: bool,
    by: Any = None,
    party: AskedParty | None = None,
    draft: bool = False,
) -> Contribution:
    """Report on one provision, or change one's report. draft: keep it for later; it counts once it is handed in.

    party: the asked office that writes by its link, instead of a person. Raises RoundNotPossible outside the period.
    """
    whose = _whose(by, party)
    if not takes_reports(review) or (party is not None and party.round_id != review.pk):
        raise RoundNotPossible(_("This review is not open for contributions."))
    if not ProvisionVersion.objects.filter(version=review.version, provision=provision).exists():
        raise RoundNotPossible(_("This provision is not part of the reviewed version."))
    if not draft and not contributor.strip():
        raise RoundNotPossible(_("Name the city or organisation."), "contributor")
    if progress not in Progress.values and (progress or not draft):
        raise RoundNotPossible(_("Say how far you are."), "progress")
    stored, _made = Contribution.objects.update_or_create(
        round=review,
        provision=provision,
        **whose,
        defaults={
            "contributor": contributor.strip(),
            "progress": progress,
            "text": text.strip(),
            "named": named,
            "draft": draft,
        },
    )
    return stored  # type: ignore[no-any-return]


@transaction.atomic
def take_back(*, review: ReviewRound, provision: Provision, by: Any = None, party: AskedParty | None = None) -> None:
    """Delete one's report on a provision while the review takes reports. Raises RoundNotPossible afterwards."""
    whose = _whose(by, party)
    if not takes_reports(review):
        raise RoundNotPossible(_("This review is not open for contributions."))
    Contribution.objects.filter(round=review, provision=provision, **whose).delete()


@transaction.atomic
def close_round(*, review: ReviewRound, by: Any) -> ReviewRound:
    """End the time for contributions."""
    require(may_decide(by))
    if review.state != RoundState.OPEN:
        raise RoundNotPossible(_("Only an open review can be closed."))
    review.state = RoundState.CLOSED
    review.save()
    return review
