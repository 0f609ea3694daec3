"""What somebody at the desk has to do by when. Upper rooms add theirs with `register`, so that there is one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import CityRole, Role
from practices.models import PracticePage, ProfileDraft, ReviewAssignment, Submission
from practices.review.states import State

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Due:
    """day: None when it waits without a date. what: in words; whom: the city or record; url: where it is done."""

    day: date | None
    what: str
    whom: str
    url: str

    @property
    def late(self) -> bool:
        """Whether its day is over."""
        return self.day is not None and self.day < timezone.localdate()

    @property
    def days(self) -> int:
        """Days that are left; negative when late, 0 without a date."""
        return (self.day - timezone.localdate()).days if self.day else 0


Provider = Callable[[Any, frozenset[int]], Iterable[Due]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a room's dates. provider: gets the person and the keys of the person's cities. Twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def deadlines(user: Any) -> list[Due]:
    """Everything the person has to do, the soonest first, what has no date in front of what is far away."""
    roles = dict(CityRole.objects.filter(user=user, ended__isnull=True).values_list("city_id", "role"))
    cities = frozenset(roles)
    found = [*_submissions(user, roles), *_profiles(roles), *_checks(cities), *_reviews(user)]
    for provider in _providers:
        found += provider(user, cities)
    last = timezone.localdate() + AHEAD
    kept = [item for item in found if item.day is None or item.day <= last]
    return sorted(kept, key=lambda item: (item.day or timezone.localdate(), item.what, item.whom))


def _submissions(user: Any, roles: dict[int, str]) -> Iterable[Due]:
    """Questions to answer; texts to sign (leads only)."""
    waiting = Submission.objects.filter(city_id__in=roles, state__in=[State.CHANGES_REQUESTED, State.TO_SIGN])
    for row in waiting.select_related("practice", "city"):
        url = reverse("practices:desk_practice", args=[row.pk])
        if row.state == State.CHANGES_REQUESTED:
            yield Due(row.due, _("Answer the questions of the reviewers"), str(row.practice), url)
        elif roles[row.city_id] == Role.LEAD:
            url = reverse("practices:desk_read", args=[row.pk])
            yield Due(None, _("Read and sign"), str(row.practice), url)


def _profiles(roles: dict[int, str]) -> Iterable[Due]:
    leads = [city for city, role in roles.items() if role == Role.LEAD]
    for row in ProfileDraft.objects.filter(city_id__in=leads, revision__isnull=False).select_related("city"):
        yield Due(None, _("Sign the profile"), row.city.title, reverse("practices:desk_profile", args=[row.city_id]))


def _checks(cities: frozenset[int]) -> Iterable[Due]:
    """Records to be confirmed as still true; a record nobody took up has no place on the desk yet."""
    last = timezone.localdate() + AHEAD
    pages = PracticePage.objects.filter(live=True, submission__city_id__in=cities, next_check__lte=last)
    for page in pages.select_related("submission"):
        url = reverse("practices:desk_practice", args=[page.submission.pk])
        yield Due(page.next_check, _("Confirm that it is still true"), page.title, url)


def _reviews(user: Any) -> Iterable[Due]:
    rows = ReviewAssignment.objects.filter(
        reviewer=user, done__isnull=True, declined__isnull=True, submission__state=State.IN_REVIEW
    )
    for row in rows.select_related("submission__practice"):
        url = reverse("practices:review", args=[row.submission_id])
        yield Due(row.due, _("Give your advice"), str(row.submission.practice), url)
