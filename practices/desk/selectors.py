"""What the city desk shows: cities of the person, their practices in every state with what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from cities.models import CityPage, CityRole
from practices.desk.next_steps import NEXT
from practices.desk.steps import PART_TITLES, STEPS
from practices.exchange_files.writing import help_of
from practices.models import PracticePage, Submission
from practices.review.states import State


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A practice on the desk: its submission, title of the newest draft, what happens next, open questions."""

    submission: Submission
    title: str
    next: str
    open_questions: int
    is_public: bool


@dataclass(frozen=True, slots=True)
class DeskCity:
    """A city of the person with the person's role and its practices."""

    city: CityPage
    role: CityRole
    rows: tuple[DeskRow, ...]
    published: tuple[PracticePage, ...]


def desk(user: Any) -> tuple[DeskCity, ...]:
    """Everything on the person's desk, in a constant number of queries."""
    roles = list(
        CityRole.objects.filter(user=user, ended__isnull=True).select_related("city__country").order_by("city__title")
    )
    cities = [role.city_id for role in roles]
    submissions = (
        Submission.objects.filter(city_id__in=cities)
        .select_related("practice__latest_revision")
        .annotate(open_questions=Count("questions", filter=Q(questions__settled__isnull=True)))
    )
    rows: dict[int, list[DeskRow]] = {}
    for submission in submissions:
        rows.setdefault(submission.city_id, []).append(_row(submission))
    others = _published_without_submission(roles)
    return tuple(
        DeskCity(role.city, role, tuple(rows.get(role.city_id, ())), tuple(others.get(role.city_id, ())))
        for role in roles
    )


# Names of the wizard that the record contract calls otherwise.
CONTRACT_NAMES = {"failure_modes": "failure.modes", "failure_noticed": "failure.noticed",
                  "failure_differently": "failure.differently", "failure_still_worked": "failure.still_worked",
                  "failure_visibility": "failure.visibility", "cost_one_off": "cost.one_off", "consent": "",
                  "cost_yearly": "cost.yearly", "cost_currency": "cost.currency", "cost_year": "cost.year",
                  "cost_note": "cost.note", "sdg_links": "sdg"}  # fmt: skip


def offline_questions() -> list[tuple[str, str, str]]:
    """The wizard's questions in its order as (field of the contract, question, what it takes)."""
    found = []
    for step in STEPS:
        for name in (*step.fields, *step.parts):
            field = CONTRACT_NAMES.get(name, name)
            if field:
                words = PART_TITLES.get(name) or PracticePage._meta.get_field(name).verbose_name
                found.append((field, f"{step.title}: {words}", help_of("practice", field)))
    return found


def helped(user: Any) -> tuple[DeskRow, ...]:
    """Records the person writes for cities that tell them by telephone."""
    rows = Submission.objects.filter(asks__helper=user.pk).select_related("practice__latest_revision", "city")
    return tuple(_row(row) for row in rows.annotate(open_questions=Count("questions")))


def _row(submission: Submission) -> DeskRow:
    practice = submission.practice
    newest = practice.latest_revision
    title = newest.content.get("title", practice.title) if newest else practice.title
    return DeskRow(submission, title, str(NEXT[State(submission.state)]), submission.open_questions, practice.live)


def _published_without_submission(roles: list[CityRole]) -> dict[int, list[PracticePage]]:
    """Practices of these cities that came from the collection and have no submission yet."""
    wanted = Q(pk__in=[])
    for role in roles:
        wanted |= Q(path__startswith=role.city.path)
    found: dict[int, list[PracticePage]] = {}
    pages = PracticePage.objects.filter(wanted, live=True, submission__isnull=True).only("title", "path", "pk", "code")
    for page in pages:
        city = next(role.city_id for role in roles if page.path.startswith(role.city.path))
        found.setdefault(city, []).append(page)
    return found


def submission_for(user: Any, pk: int) -> Submission | None:
    """A submission of one of the person's cities, or None: another city's looks like one that does not exist."""
    return (
        Submission.objects.select_related("practice", "city", "revision")
        .filter(Q(city__roles__user=user, city__roles__ended__isnull=True) | Q(asks__helper=user.pk), pk=pk)
        .first()
    )
