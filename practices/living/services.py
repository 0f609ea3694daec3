"""Confirming that a record is still true, adoptions by other cities, objections and their answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import CityPage
from cities.permissions import may_sign_for, may_write_for
from practices.choices import AdoptionStatus, Confirmation, Visibility
from practices.models import Adoption, Dispute, PracticePage, Submission
from practices.outcomes import Direction
from practices.review.permissions import may_edit_knowledge
from practices.review.services import StepNotPossible, move, note
from practices.review.states import State

CHECK_AFTER = timedelta(days=365)
LONGEST = 4000
ADOPTION_TEXTS = ("year", "changes", "result")


@transaction.atomic
def confirm_record(*, practice: PracticePage, by: Any = None, asked: date | None = None) -> PracticePage:
    """The city says that the public text is still true. by: None when a signed link was used; `asked` is then the day
    of the check the link was made for; an earlier link is refused. Raises PermissionDenied, StepNotPossible.
    """
    if by is not None and not (practice.lead_city and may_write_for(by, practice.lead_city)):
        raise PermissionDenied
    today = timezone.localdate()
    pages = PracticePage.objects.filter(pk=practice.pk, live=True)
    if by is None:
        pages = pages.filter(next_check=asked)
    changed = pages.update(confirmation=Confirmation.CONFIRMED, last_confirmed=today, next_check=today + CHECK_AFTER)
    if not changed:
        raise StepNotPossible(_("This record was confirmed or changed already; nothing was done."))
    practice.refresh_from_db()
    practice.save(clean=False)  # the search and the lists follow
    submission = Submission.objects.filter(practice=practice).first()
    if submission is not None:
        note(submission, by, "confirmed as still true", by_link=by is None)
    return practice


@transaction.atomic
def report_adoption(
    *, practice: PracticePage, city: CityPage, by: Any, status: str, direction: str, **texts: str
) -> Adoption:
    """A city lead says what became of a practice at home. texts: year, changes, result.

    Raises PermissionDenied; StepNotPossible for a record that is not public by name, its own city, or an unknown code.
    """
    if not may_sign_for(by, city):
        raise PermissionDenied
    if not practice.live or practice.failure_visibility != Visibility.NAMED or practice.lead_city == city:
        raise StepNotPossible(_("Choose a public practice of another city."))
    if status not in AdoptionStatus.values or direction not in Direction.values or set(texts) - set(ADOPTION_TEXTS):
        raise StepNotPossible(_("status: choose one of the list."))
    if any(len(text) > LONGEST for text in texts.values()) or len(texts.get("year", "")) > 20:
        raise StepNotPossible(_("text: at most %(n)s characters, a year at most 20.") % {"n": LONGEST})
    values = {"status": status, "direction": direction, "reported": timezone.now(), **texts}
    adoption, _made = Adoption.objects.update_or_create(practice=practice, city=city, defaults=values)
    _into_newest_revision(practice, by)
    return adoption


def _into_newest_revision(practice: PracticePage, by: Any) -> None:
    """Without a draft in the making, the newest revision learns of the adoption, so that no later edit drops it."""
    page = PracticePage.objects.get(pk=practice.pk)
    if page.latest_revision_id and page.latest_revision_id == page.live_revision_id:
        revision = page.save_revision(user=by, changed=False)
        PracticePage.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)


@transaction.atomic
def raise_dispute(*, submission: Submission, by: Any, text: str) -> Dispute:
    """A city objects to a decision or a grade. Raises PermissionDenied, StepNotPossible."""
    if not may_write_for(by, submission.city):
        raise PermissionDenied
    if submission.state not in (State.NOT_PUBLISHED, State.CHANGES_REQUESTED, State.PUBLISHED, State.TO_SIGN):
        raise StepNotPossible(_("There is no decision yet that could be disputed."))
    if not text.strip() or len(text) > LONGEST:
        raise StepNotPossible(_("text: write between 1 and %(n)s characters.") % {"n": LONGEST})
    try:
        with transaction.atomic():
            made = Dispute.objects.create(submission=submission, raised_by=by, text=text.strip())
    except IntegrityError as error:
        raise StepNotPossible(_("There is an open dispute on this record already.")) from error
    note(submission, by, "dispute raised")
    return made


def decided_by(submission: Submission) -> Any:
    """Who took the last decision, or None."""
    event = submission.events.filter(verb__startswith="decided").order_by("-at", "-pk").first()
    return event.by if event else None


@transaction.atomic
def answer_dispute(*, dispute: Dispute, by: Any, answer: str, upheld: bool) -> Dispute:
    """An editor who did not take the decision answers. Upheld, an unpublished record is open again.

    Raises PermissionDenied, StepNotPossible.
    """
    submission = dispute.submission
    if not may_edit_knowledge(by) or may_write_for(by, submission.city) or decided_by(submission) == by:
        raise PermissionDenied
    if not answer.strip():
        raise StepNotPossible(_("answer: write the reasons."))
    changed = Dispute.objects.filter(pk=dispute.pk, answered__isnull=True).update(
        answer=answer.strip(), upheld=upheld, answered=timezone.now(), answered_by=by
    )
    if not changed:
        raise StepNotPossible(_("This dispute was answered already."))
    if upheld and submission.state == State.NOT_PUBLISHED:
        move(submission, State.DRAFT, submission.version)
    note(submission, by, "dispute answered", upheld=upheld)
    dispute.refresh_from_db()
    return dispute
