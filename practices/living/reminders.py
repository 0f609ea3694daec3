"""Who is written to and when: records to be checked, reviews that are due. Each once per occasion (R16)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.models import CityRole, Duty, Role
from practices.living import links
from practices.models import PracticePage, ReviewAssignment, Submission
from practices.review import letters
from practices.review.services import note
from practices.review.states import State

WARN_BEFORE = timedelta(days=3)
AGAIN_AFTER = timedelta(days=30)
WEAK = ("E0", "E1", "E2")
AGED_AFTER = timedelta(days=730)
ASKED = "asked whether still true"


def due_for_check() -> list[PracticePage]:
    """Public records whose day has come; a record never checked is asked about a year after it was published."""
    today = timezone.localdate()
    year_ago = timezone.now() - timedelta(days=365)
    never = Q(next_check__isnull=True, first_published_at__lt=year_ago)
    pages = PracticePage.objects.public().filter(Q(next_check__lte=today) | never)
    return list(pages.order_by(F("next_check").asc(nulls_first=True), "pk").with_cities())


def recipients(practice: PracticePage) -> list[str]:
    """Focal point and deputy of the lead city; its leads when it has neither."""
    roles = CityRole.objects.filter(city=practice.lead_city, ended__isnull=True, user__is_active=True)
    duties = roles.exclude(duty=Duty.NONE) if roles.exclude(duty=Duty.NONE).exists() else roles.filter(role=Role.LEAD)
    return sorted(duties.values_list("user__email", flat=True))


def ask_whether_still_true(practice: PracticePage) -> int:
    """Write to owner and deputy of one record with the link that confirms it. Returns the number of letters."""
    to = recipients(practice)
    with transaction.atomic():
        if practice.next_check is None:
            practice.next_check = timezone.localdate()
            PracticePage.objects.filter(pk=practice.pk).update(next_check=practice.next_check)
        submission = Submission.objects.filter(practice=practice).first()
        if submission is not None:
            if submission.events.filter(verb=ASKED, at__gt=timezone.now() - AGAIN_AFTER).exists():
                return 0
            note(submission, None, ASKED)
        link = links.make("still-true", practice.pk, practice.next_check)
        return letters.send_to_all(
            to,
            lambda: (
                _("Is it still true? One of your records"),
                _("One click confirms it, another corrects it:\n\n%(link)s\n") % {"link": link},
            ),
        )


def remind_reviewers() -> int:
    """Write once to reviewers whose review is due within three days. Returns the number of letters."""
    soon = timezone.localdate() + WARN_BEFORE
    open_reviews = ReviewAssignment.objects.filter(
        due__lte=soon, done__isnull=True, declined__isnull=True, reminded__isnull=True,
        submission__state=State.IN_REVIEW,
    )  # fmt: skip
    sent = 0
    for item in open_reviews.select_related("reviewer", "submission"):
        with transaction.atomic():
            if not ReviewAssignment.objects.filter(pk=item.pk, reminded__isnull=True).update(reminded=timezone.now()):
                continue
            letters.send(item.reviewer.email, partial(_review_is_due, item))
            sent += 1
    return sent


def _review_is_due(item: ReviewAssignment) -> tuple[str, str]:
    link = f"{settings.SITE_URL.rstrip('/')}/desk/reviews/{item.submission_id}/"
    return (
        _("A review is due on %(day)s") % {"day": date_format(item.due, "DATE_FORMAT")},
        _("Open it here:\n\n%(link)s\n") % {"link": link},
    )


def is_aged(practice: PracticePage) -> bool:
    """Weak evidence that nobody confirmed for two years: shown as such on the page."""
    if practice.grade not in WEAK:
        return False
    since = practice.last_confirmed or (practice.first_published_at.date() if practice.first_published_at else None)
    return since is not None and since < timezone.localdate() - AGED_AFTER
