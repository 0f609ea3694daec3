"""A second demonstration programme, with an open survey: a programme has one open round at a time, and the city of the
demonstration logins can answer on the first day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cities.models import CityPage
from network.choices import ProgrammeKind, Purpose, ResponseState
from network.models import Consent, Coordinator, Membership, Programme, Response, Round
from network.states import RoundState

CODE = "demonstration-thematic"
CITIES = 12
# What each city has done, in the order of the list after the login's own: the rest has not begun.
STATES = (
    ResponseState.SUBMITTED,
    ResponseState.SUBMITTED,
    ResponseState.SUBMITTED,
    ResponseState.TO_CONFIRM,
    ResponseState.DRAFT,
    ResponseState.SUBMITTED,
)


def open_survey(rows: Sequence[Mapping[str, Any]], note: str) -> Round | None:
    """Make the programme, its cities and a round whose survey is open; None when it is there already.

    rows: cities of the demonstration with their answers; their pages must exist.
    """
    if Programme.objects.filter(code=CODE).exists():
        return None
    programme = Programme.objects.create(
        code=CODE, name="Demonstration: safe ways to school", kind=ProgrammeKind.THEME, demonstration=True,
        description=note,
    )  # fmt: skip
    for person in Coordinator.objects.filter(programme__demonstration=True).values_list("user", flat=True).distinct():
        Coordinator.objects.get_or_create(programme=programme, user_id=person)
    today = timezone.localdate()
    round = Round.objects.create(
        programme=programme, code="open", title="Round with an open survey", state=RoundState.SURVEY,
        survey_opens=today - timedelta(days=7), survey_closes=today + timedelta(days=21),
        answers_due=today + timedelta(days=42), begins=today + timedelta(days=49), ends=today + timedelta(days=170),
    )  # fmt: skip
    pages = {page.title: page for page in CityPage.objects.filter(demonstration=True)}
    told = {row["name"]: row for row in rows if row["name"] in pages}
    titles = sorted(told)[:CITIES]  # the first by name is the city of the logins; it has not answered yet
    for number, title in enumerate(titles):
        place = _join(programme, pages[title])
        if 0 < number <= len(STATES):
            _answer(round, place, told[title]["answers"], STATES[number - 1], public=number % 2 == 1)
    return round


def _join(programme: Programme, city: CityPage) -> Membership:
    place = Membership.objects.create(
        programme=programme,
        city=city,
        contact_name=f"Focal point of {city.title} (fictional)",
        contact_email=f"{city.slug}@demo.safer-cities.example",
    )
    Consent.objects.bulk_create([Consent(membership=place, purpose=p, granted=True) for p in Purpose.values])
    return place


def _answer(round: Round, place: Membership, answers: Mapping[str, Any], state: ResponseState, *, public: bool) -> None:
    """A city's answers in a state; a draft has only the first page."""
    draft = state == ResponseState.DRAFT
    kept = {name: answers[name] for name in ("challenges", "area") if name in answers} if draft else dict(answers)
    Response.objects.create(
        round=round,
        membership=place,
        answers=json.dumps(kept if draft else {**kept, "public": public}, ensure_ascii=False),
        state=state,
        submitted=timezone.now() - timedelta(days=2) if state == ResponseState.SUBMITTED else None,
    )
