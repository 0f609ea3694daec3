"""Keeps the history of a draft readable: saves of one person within one hour leave one revision, the newest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Revision

from practices.choices import Confirmation
from practices.models import Adoption, PracticePage, ReviewAssignment, SignOff, SubmissionEvent

ONE_SITTING = timedelta(hours=1)
ONE_YEAR = timedelta(days=365)


def drop_if_superseded(revision: Revision | None, by: Any) -> bool:
    """Delete the revision before the newest when the same person saved it within the hour and nothing refers to it.

    revision: the one that was newest until now. Returns whether it was deleted.
    """
    if revision is None or revision.user_id != by.pk or revision.created_at < timezone.now() - ONE_SITTING:
        return False
    if is_referred_to(revision):
        return False
    try:
        revision.delete()
    except ProtectedError:
        return False  # signed meanwhile: a signature keeps its text
    return True


def is_referred_to(revision: Revision) -> bool:
    """Whether the revision is public, scheduled, was reviewed, was signed, or stands in the trail."""
    page = revision.content_object
    return (
        page.live_revision_id == revision.pk
        or revision.approved_go_live_at is not None
        or ReviewAssignment.objects.filter(revision=revision).exists()
        or SignOff.objects.filter(revision=revision).exists()
        or SubmissionEvent.objects.filter(revision=revision.pk).exists()
    )


def keep_alive(practice_id: int, adoptions: list[Adoption]) -> None:
    """After a publication: adoptions other cities reported meanwhile stay, and the text counts as confirmed today."""
    page = PracticePage.objects.get(pk=practice_id)
    known = set(page.adoptions.values_list("city_id", flat=True))
    for adoption in adoptions:
        if adoption.city_id not in known:
            adoption.pk = None
            adoption.save(force_insert=True)
    page = PracticePage.objects.get(pk=practice_id)
    today = timezone.localdate()
    page.confirmation, page.last_confirmed, page.next_check = Confirmation.CONFIRMED, today, today + ONE_YEAR
    page.save(clean=False)
