"""The steps of a submission; every step binds to the revision and the version the person saw."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from cities.codes import free_code
from cities.models import CityPage
from cities.permissions import may_sign_for, may_write_for
from practices.models import (
    Adoption,
    Advice,
    PracticePage,
    ReviewAssignment,
    SignOff,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from practices.review.drafts import drop_if_superseded, keep_alive
from practices.review.permissions import may_edit_knowledge, may_review, may_write
from practices.review.states import State, may_follow

REVIEW_DAYS = 21
REVIEWERS = 2


class StepNotPossible(Exception):
    """The step does not fit the state, or something is missing; the message says what."""


class Stale(Exception):
    """The record or its state changed since the person looked; nothing was done."""


def note(submission: Submission, by: Any, verb: str, **detail: Any) -> None:
    """Add to the trail."""
    SubmissionEvent.objects.create(
        submission=submission, by=by, verb=verb, detail=detail, revision=submission.revision_id
    )


def content_hash(revision: Revision) -> str:
    """SHA-256 of a revision's content, so that a signature names the exact text."""
    return hashlib.sha256(json.dumps(revision.content, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def start_practice(*, city: CityPage, title: str, by: Any, kind: str = "practice") -> PracticePage:
    """A new draft under the city. Raises PermissionDenied, StepNotPossible without a title."""
    if not may_write_for(by, city):
        raise PermissionDenied
    return begin_record(city=city, title=title, by=by, kind=kind)


@transaction.atomic
def begin_record(*, city: CityPage, title: str, by: Any, kind: str) -> PracticePage:
    """Make the draft; the caller has checked who may. Raises StepNotPossible without a title."""
    if not title.strip():
        raise StepNotPossible(_("title: say in a few words what was done."))
    # Wagtail does not clean drafts, so the permanent code is given here.
    page = PracticePage(
        title=title.strip()[:255],
        code=free_code(PracticePage, title),
        kind=kind,
        live=False,
        owner=by,
        has_unpublished_changes=True,
    )
    city.add_child(instance=page)
    submission = Submission.objects.create(practice=page, city=city, revision=page.save_revision(user=by))
    note(submission, by, "begun")
    return page


@transaction.atomic
def save_draft(*, submission: Submission, page: PracticePage, by: Any, version: int) -> Revision:
    """Keep what was typed as a new revision. page: the latest revision's object with the changes.

    Raises PermissionDenied, StepNotPossible while others have it, Stale.
    """
    if not may_write(by, submission):
        raise PermissionDenied
    if submission.state not in (State.DRAFT, State.CHANGES_REQUESTED, State.PUBLISHED):
        raise StepNotPossible(_("The record is with the reviewers or the city lead; take it back to change it."))
    # A correction of a published record begins by itself; the public version stays as it is.
    state = State.DRAFT if submission.state == State.PUBLISHED else submission.state
    before = submission.practice.get_latest_revision()
    revision: Revision = page.save_revision(user=by)
    move(submission, State(state), version, check_step=False, revision=revision)
    drop_if_superseded(before, by)
    return revision


@transaction.atomic
def submit(*, submission: Submission, by: Any, version: int) -> Submission:
    """Hand the newest revision to the editors. Raises PermissionDenied, StepNotPossible naming what is missing."""
    if not may_write(by, submission):
        raise PermissionDenied
    newest = submission.practice.get_latest_revision()
    missing = missing_for_submission(newest.as_object())
    if missing:
        raise StepNotPossible(_("Before you submit: %(missing)s") % {"missing": " ".join(missing)})
    due = timezone.localdate() + timedelta(days=REVIEW_DAYS)
    move(submission, State.SUBMITTED, version, revision=newest, submitted_by=by, due=due)
    note(submission, by, "submitted")
    return submission


def missing_for_submission(page: PracticePage) -> list[str]:
    """What depth 1 still needs, each as a sentence."""
    wanted = (
        ("claim", _("Claim: say in one sentence what changed, or did not.")),
        ("summary", _("Summary: describe it in at most 250 words.")),
        ("problem", _("Problem: what was wrong, how big, since when.")),
        ("intervention", _("Intervention: what is done.")),
    )
    missing = [sentence for field, sentence in wanted if not str(getattr(page, field, "") or "").strip()]
    if page.kind == "did-not-work" and not page.failure_modes:
        missing.append(_("Failure: choose at least one failure mode."))
    return missing


@transaction.atomic
def assign(*, submission: Submission, reviewer: Any, by: Any, days: int = REVIEW_DAYS) -> ReviewAssignment:
    """Ask a reviewer. Raises PermissionDenied; StepNotPossible for a conflict of interest or a third reviewer."""
    if not may_edit_knowledge(by):
        raise PermissionDenied
    if not may_review(reviewer):
        raise StepNotPossible(_("reviewer: choose somebody of the reviewers' group."))
    if may_write_for(reviewer, submission.city) or reviewer == submission.submitted_by:
        raise StepNotPossible(_("reviewer: acts for this city; choose somebody without an interest in it."))
    if submission.state not in (State.SUBMITTED, State.IN_REVIEW):
        raise StepNotPossible(_("Reviewers are asked for submitted records."))
    if submission.assignments.filter(declined__isnull=True).count() >= REVIEWERS:
        raise StepNotPossible(_("%(n)s reviewers are enough; replace one that declined.") % {"n": REVIEWERS})
    try:
        with transaction.atomic():
            made = ReviewAssignment.objects.create(
                submission=submission, reviewer=reviewer, due=timezone.localdate() + timedelta(days=days)
            )
    except IntegrityError as error:
        raise StepNotPossible(_("reviewer: was asked already.")) from error
    if submission.state == State.SUBMITTED:
        move(submission, State.IN_REVIEW, submission.version)
    note(submission, by, "reviewer asked")
    return made


@transaction.atomic
def decline_review(*, submission: Submission, by: Any, conflict: str) -> None:
    """A reviewer declares a conflict of interest; the editors ask somebody else."""
    changed = submission.assignments.filter(reviewer=by, done__isnull=True).update(
        declined=timezone.now(), conflict=conflict
    )
    if not changed:
        raise PermissionDenied
    note(submission, by, "reviewer declared an interest")


@transaction.atomic
def give_advice(
    *, assignment: ReviewAssignment, by: Any, advice: Advice, opinion: str, publish_opinion: bool, revision_id: int
) -> ReviewAssignment:
    """A reviewer's judgement of the revision it read. Raises PermissionDenied, Stale when the text has changed."""
    submission = assignment.submission
    if assignment.reviewer != by or assignment.declined:
        raise PermissionDenied
    if submission.state != State.IN_REVIEW:
        raise StepNotPossible(_("The record is not in review."))
    if submission.revision_id != revision_id:
        raise Stale(_("The record was changed since you read it; read the newer text first."))
    if advice not in Advice.values or (advice != Advice.PUBLISH and not opinion.strip()):
        raise StepNotPossible(_("opinion: give the reasons, so that the city can answer them."))
    assignment.advice, assignment.opinion, assignment.publish_opinion = advice, opinion, publish_opinion
    assignment.revision_id, assignment.done = revision_id, timezone.now()
    assignment.save()
    note(submission, by, "advice given", advice=str(advice))
    return assignment


@transaction.atomic
def decide(*, submission: Submission, by: Any, to: State, reason: str, version: int, revision_id: int) -> Submission:
    """An editor's decision: to signature, back with questions, or not to be published (with reasons).

    Raises PermissionDenied (also for somebody who acts for the city), StepNotPossible, Stale.
    """
    if not may_edit_knowledge(by) or may_write_for(by, submission.city):
        raise PermissionDenied
    if submission.revision_id != revision_id:
        raise Stale(_("The record was changed since you read it; read the newer text first."))
    if to in (State.NOT_PUBLISHED, State.CHANGES_REQUESTED) and not reason.strip():
        raise StepNotPossible(_("reason: write it, so that the city can answer."))
    if to == State.TO_SIGN and not submission.assignments.filter(done__isnull=False).exists():
        raise StepNotPossible(_("At least one reviewer must have given advice."))
    if to not in (State.TO_SIGN, State.CHANGES_REQUESTED, State.NOT_PUBLISHED):
        raise StepNotPossible(_("An editor decides on signature, changes, or not publishing."))
    move(submission, to, version, decision_reason=reason)
    note(submission, by, f"decided: {to}", reason=reason)
    return submission


@transaction.atomic
def sign_and_publish(*, submission: Submission, by: Any, revision_id: int, version: int) -> Submission:
    """The city lead signs one exact revision, and it is published. Raises PermissionDenied, Stale, StepNotPossible."""
    if not may_sign_for(by, submission.city):
        raise PermissionDenied
    return publish_signed(submission, revision_id, version, by=by)


def publish_signed(
    submission: Submission, revision_id: int, version: int, *, by: Any, by_link: bool = False
) -> Submission:
    """Publish the exact revision that was signed; the caller has checked who signs. Raises Stale, StepNotPossible."""
    if submission.revision_id != revision_id:
        raise Stale(_("The record was changed since you read it; read and sign the newer text."))
    revision = Revision.objects.get(pk=revision_id)
    move(submission, State.PUBLISHED, version)
    SignOff.objects.create(
        submission=submission, revision=revision, content_hash=content_hash(revision), by=by, by_link=by_link
    )
    # The permission is the signature just checked; a city lead has none in Wagtail, on purpose.
    others = list(Adoption.objects.filter(practice_id=submission.practice_id))
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
    keep_alive(submission.practice_id, others)
    note(submission, by, "signed and published", by_link=by_link)
    return submission


@transaction.atomic
def take_back(*, submission: Submission, by: Any, version: int) -> Submission:
    """The city takes its submission back. Raises PermissionDenied, StepNotPossible, Stale."""
    if not may_write(by, submission):
        raise PermissionDenied
    move(submission, State.WITHDRAWN, version)
    move(submission, State.DRAFT, submission.version)
    note(submission, by, "taken back")
    return submission


@transaction.atomic
def reopen(*, submission: Submission, by: Any, version: int) -> Submission:
    """A new attempt at a withdrawn or unpublished record. Raises PermissionDenied, StepNotPossible, Stale."""
    if not may_write_for(by, submission.city):
        raise PermissionDenied
    if submission.state not in (State.NOT_PUBLISHED, State.WITHDRAWN):
        raise StepNotPossible(_("Only a withdrawn or unpublished record can be opened again."))
    move(submission, State.DRAFT, version)
    note(submission, by, "opened again")
    return submission


@transaction.atomic
def take_over(*, practice: PracticePage, city: CityPage, by: Any) -> Submission:
    """A city takes up a record of its own that others wrote, to correct and confirm it; the public text stays.

    Raises PermissionDenied when the person does not write for the record's lead city.
    """
    if not may_write_for(by, city) or practice.lead_city != city:
        raise PermissionDenied
    found: Submission | None = Submission.objects.filter(practice=practice).first()
    if found is not None:
        return found
    revision = practice.get_latest_revision() or practice.save_revision(user=by)
    made = Submission.objects.create(practice=practice, city=city, revision=revision)
    note(made, by, "taken up by the city")
    return made


def move(submission: Submission, to: State, version: int, *, check_step: bool = True, **fields: Any) -> None:
    """Set the state and count the version on, if nobody did meanwhile. Raises StepNotPossible, Stale."""
    if check_step and not may_follow(submission.state, to):
        raise StepNotPossible(
            _("A record that is “%(now)s” cannot become “%(then)s”.")
            % {"now": submission.get_state_display(), "then": SubmissionState(to).label}
        )
    since = {"state_since": timezone.now()} if submission.state != to else {}
    changed = Submission.objects.filter(pk=submission.pk, version=version).update(
        state=to, version=version + 1, **since, **fields
    )
    if not changed:
        raise Stale(_("Somebody else changed it meanwhile; look at the newer state and try again."))
    submission.refresh_from_db()
