"""Reads for the editors: whom to ask to review a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q

from practices.models import Submission
from practices.review.permissions import REVIEWERS


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reviewer with the open reviews and the number of finished reviews on the same themes."""

    user: Any
    open: int
    same_themes: int


def reviewer_suggestions(submission: Submission) -> tuple[Suggestion, ...]:
    """Reviewers without an interest in the city, thematic experience first, then the least loaded; two queries."""
    themes = list(submission.practice.theme_links.values_list("tag_id", flat=True))
    users = (
        get_user_model()
        .objects.filter(groups__name=REVIEWERS, is_active=True)
        .exclude(city_roles__city=submission.city, city_roles__ended__isnull=True)
        .exclude(reviews__submission=submission)
        .annotate(
            open_reviews=Count(
                "reviews", filter=Q(reviews__done__isnull=True, reviews__declined__isnull=True), distinct=True
            ),
            theme_reviews=Count(
                "reviews",
                distinct=True,
                filter=Q(reviews__done__isnull=False, reviews__submission__practice__theme_links__tag__in=themes),
            ),
        )
        .order_by("-theme_reviews", "open_reviews", "pk")
    )
    return tuple(Suggestion(user, user.open_reviews, user.theme_reviews) for user in users)
