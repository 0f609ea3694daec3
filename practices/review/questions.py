"""Questions beside a field, and the thread that settles them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.permissions import may_write_for
from practices.desk.steps import STEP_OF_FIELD
from practices.models import FieldQuestion, FieldRemark, Submission
from practices.review.permissions import may_edit_knowledge
from practices.review.services import StepNotPossible, note

LONGEST = 4000


def takes_part(user: Any, submission: Submission) -> bool:
    """The city's people, the reviewers who were asked, and the editors."""
    asked = submission.assignments.filter(reviewer=user, declined__isnull=True).exists()
    return asked or may_edit_knowledge(user) or may_write_for(user, submission.city)


@transaction.atomic
def ask(*, submission: Submission, field: str, text: str, by: Any) -> FieldQuestion:
    """A reviewer or editor asks beside a field. Raises PermissionDenied, StepNotPossible naming what is wrong."""
    asked = submission.assignments.filter(reviewer=by, declined__isnull=True).exists()
    if not (asked or may_edit_knowledge(by)):
        raise PermissionDenied
    if field not in STEP_OF_FIELD:
        raise StepNotPossible(_("field: there is no “%(field)s” on the form.") % {"field": field[:40]})
    question = FieldQuestion.objects.create(submission=submission, field=field, asked_by=by)
    remark(question=question, text=text, by=by)
    note(submission, by, "asked", field=field)
    return question


@transaction.atomic
def remark(*, question: FieldQuestion, text: str, by: Any) -> FieldRemark:
    """Add to a thread. Raises PermissionDenied, StepNotPossible for an empty or endless text."""
    if not takes_part(by, question.submission):
        raise PermissionDenied
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise StepNotPossible(_("text: write between 1 and %(n)s characters.") % {"n": LONGEST})
    return FieldRemark.objects.create(question=question, by=by, text=text)


@transaction.atomic
def settle(*, question: FieldQuestion, by: Any) -> None:
    """Whoever asked, or an editor, calls the question settled."""
    if question.asked_by != by and not may_edit_knowledge(by):
        raise PermissionDenied
    FieldQuestion.objects.filter(pk=question.pk, settled__isnull=True).update(settled=timezone.now())
    note(question.submission, by, "question settled", field=question.field)


def open_questions_by_field(submission: Submission) -> dict[str, list[FieldQuestion]]:
    """Field → its open questions with their threads, two queries."""
    found: dict[str, list[FieldQuestion]] = {}
    for question in submission.questions.filter(settled__isnull=True).prefetch_related("remarks__by"):
        found.setdefault(question.field, []).append(question)
    return found
