"""Publishing the report of a review, and correcting it: a correction is a new edition, nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.choices import RoundState
from guidelines.models import ReportEdition, ReviewRound
from guidelines.permissions import may_decide, require
from guidelines.services.letters import queue_letters
from guidelines.services.reviews import RoundNotPossible
from guidelines.text.tree import fold


@transaction.atomic
def publish_report(*, review: ReviewRound, report: str, by: Any) -> ReviewRound:
    """Publish a closed round's report as its first edition. Raises RoundNotPossible while it is open or without
    words."""
    require(may_decide(by))
    stored: ReviewRound = ReviewRound.objects.select_for_update().get(pk=review.pk)
    if stored.state != RoundState.CLOSED:
        raise RoundNotPossible(_("Close the review before its report is published."))
    if not report.strip():
        raise RoundNotPossible(_("Write what the review found."), "report")
    now = timezone.now()
    ReportEdition.objects.create(round=stored, number=1, report=report.strip(), published_at=now, published_by=by)
    stored.state, stored.reported_at = RoundState.REPORTED, now
    stored.save()
    review.state, review.reported_at = stored.state, stored.reported_at
    queue_letters(stored)
    return stored


@transaction.atomic
def correct_report(*, review: ReviewRound, report: str, corrected: str, why: str, seen: int, by: Any) -> ReportEdition:
    """Publish a corrected edition of a report; the earlier ones stay readable at their own addresses.

    seen: the number of the edition that was corrected. Raises RoundNotPossible when it is not the newest, when there is
    no report yet, or when nothing differs or the correction does not say what it corrects and why.
    """
    require(may_decide(by))
    stored = ReviewRound.objects.select_for_update().get(pk=review.pk)
    newest = stored.editions.last()
    if stored.state != RoundState.REPORTED or newest is None:
        raise RoundNotPossible(_("There is no published report to correct."))
    if seen != newest.number:
        told = _(
            "Edition %(number)s was published meanwhile. Read it, then correct that one; your words are kept here."
        )
        raise RoundNotPossible(told % {"number": newest.number}, "report")
    if not report.strip():
        raise RoundNotPossible(_("Write what the review found."), "report")
    if fold(report) == fold(newest.report):
        told = _("These are the words of edition %(number)s; nothing would be corrected.")
        raise RoundNotPossible(told % {"number": newest.number}, "report")
    if not corrected.strip():
        raise RoundNotPossible(_("Say what was corrected."), "corrected")
    if not why.strip():
        raise RoundNotPossible(_("Say why it was corrected."), "why")
    return ReportEdition.objects.create(
        round=stored,
        number=newest.number + 1,
        report=report.strip(),
        corrected=corrected.strip(),
        why=why.strip(),
        published_at=timezone.now(),
        published_by=by,
    )
