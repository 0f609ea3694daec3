"""A reviewer or editor sets the grade of one outcome, with the reason, on the exact text under review."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cities.permissions import may_write_for
from practices.models import Submission
from practices.outcomes import Grade
from practices.review.permissions import may_edit_knowledge
from practices.review.services import Stale, StepNotPossible, move, note
from practices.review.states import State

LONGEST = 1000


@transaction.atomic
def set_grade(*, submission: Submission, place: int, grade: str, reason: str, by: Any, revision_id: int) -> None:
    """Set or (with an empty grade) take away the grade of the outcome at `place`, counted from 0.

    Raises PermissionDenied (also for the city's own people), Stale when the text has changed, StepNotPossible.
    """
    asked = submission.assignments.filter(reviewer=by, declined__isnull=True).exists()
    if not (asked or may_edit_knowledge(by)) or may_write_for(by, submission.city):
        raise PermissionDenied
    if submission.state != State.IN_REVIEW:
        raise StepNotPossible(_("Grades are set while the record is in review."))
    if submission.revision is None or submission.revision_id != revision_id:
        raise Stale(_("The record was changed since you read it; read the newer text first."))
    if grade and (grade not in Grade.values or not reason.strip() or len(reason) > LONGEST):
        raise StepNotPossible(_("grade: choose one and give the reason in at most %(n)s characters.") % {"n": LONGEST})
    page = submission.revision.as_object()
    rows = list(page.outcomes.all())
    if not 0 <= place < len(rows):
        raise StepNotPossible(_("outcome: there is no such outcome."))
    rows[place].grade_override = grade
    rows[place].grade_override_reason = reason.strip() if grade else ""
    page.outcomes = rows
    revision = page.save_revision(user=by)
    move(submission, State.IN_REVIEW, submission.version, check_step=False, revision=revision)
    note(submission, by, "grade set", outcome=rows[place].outcome, grade=grade)
