"""What the exchange adds to the city desk: its dates, and its places in surveys and exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import ActionState, MemberAnswer, ResponseState
from network.models import Action, Check, ExchangeMember, Meeting
from network.selectors import exchange_rows, surveys_of
from network.states import CONFIRMED_EXCHANGES, ExchangeState
from practices.desk.deadlines import Due

OPEN = [state.value for state in CONFIRMED_EXCHANGES if state != ExchangeState.CLOSED]


def dates(user: Any, cities: frozenset[int]) -> Iterable[Due]:
    """Surveys that close, invitations to answer, meetings, actions and follow-up questions of the person's cities."""
    if not cities:
        return
    for row in surveys_of(cities):
        if row.open and (row.response is None or row.response.state != ResponseState.SUBMITTED):
            url = reverse("network:survey", args=[row.round.pk, row.membership.pk])
            yield Due(row.round.survey_closes, _("Answer the survey"), row.membership.city.title, url)
    yield from _invitations(cities)
    yield from _of_exchanges(cities)


def _invitations(cities: frozenset[int]) -> Iterable[Due]:
    asked = ExchangeMember.objects.filter(membership__city_id__in=cities, state=MemberAnswer.INVITED)
    for row in asked.select_related("membership__city"):
        day = timezone.localdate(row.expires) if row.expires else None
        yield Due(day, _("Answer the invitation to an exchange"), row.membership.city.title, reverse("network:home"))


def _of_exchanges(cities: frozenset[int]) -> Iterable[Due]:
    mine = {
        "exchange__members__membership__city_id__in": cities,
        "exchange__members__state": MemberAnswer.ACCEPTED,
        "exchange__state__in": OPEN,
    }
    meetings = Meeting.objects.filter(held=False, begins__gte=timezone.now(), **mine).distinct()
    for meeting in meetings:
        url = reverse("network:exchange", args=[meeting.exchange_id])
        yield Due(timezone.localdate(meeting.begins), _("Meeting"), meeting.title, url)
    waiting = [ActionState.OPEN, ActionState.UNDER_WAY]
    own = {"member__membership__city_id__in": cities, "member__exchange__state__in": OPEN}
    for action in Action.objects.filter(state__in=waiting, **own):
        url = reverse("network:exchange", args=[action.exchange_id])
        yield Due(action.due, _("Action at home"), action.what, url)
    for check in Check.objects.filter(answered__isnull=True, **own).select_related("member__membership__city"):
        url = reverse("network:exchange", args=[check.member.exchange_id])
        yield Due(check.due, _("Say what has changed since the exchange"), check.member.membership.city.title, url)


def places(cities: frozenset[int]) -> dict[str, Any]:
    """Surveys and exchanges of the cities, as the person's own pages of the exchange list them."""
    return {"surveys": surveys_of(cities), "exchanges": exchange_rows(cities)} if cities else {}
