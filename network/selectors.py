"""Reads across models for coordinators and cities; each begins with what the person may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from guidelines.models import Theme
from network.alerts import Alert, alerts_of
from network.choices import ExchangePhase, ResponseState
from network.models import Action, Exchange, ExchangeMember, Round
from network.states import ExchangeState

COLUMNS = (
    ExchangeState.PROPOSED,
    ExchangeState.INVITED,
    ExchangeState.DECLINED,
    ExchangeState.ACCEPTED,
    ExchangeState.SCOPED,
    ExchangeState.MEETING,
    ExchangeState.ACTING,
    ExchangeState.CHECKING,
    ExchangeState.CLOSED,
)


def theme_codes() -> frozenset[str]:
    """Codes of all themes a challenge or offer may name."""
    return frozenset(Theme.objects.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class BoardCard:
    """An exchange on the board: its cities, days in its state, what is due next, what needs a look (in words)."""

    exchange: Exchange
    members: tuple[ExchangeMember, ...]
    days: int
    next_due: Any
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A state of the board with its cards."""

    state: str
    label: str
    cards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class RoundHeader:
    """The round's figures: cities, answers in, waiting for confirmation, missing; needs nobody offers; offers nobody
    needs (theme labels)."""

    cities: int
    submitted: int
    to_confirm: int
    missing: int
    needs_without_offer: tuple[str, ...]
    offers_without_need: tuple[str, ...]


def header(round: Round) -> RoundHeader:
    """Figures of a round, three queries. Answers are read here and only their themes leave."""
    cities = round.programme.memberships.current().count()
    responses = list(round.responses.all())
    submitted = [r for r in responses if r.state == ResponseState.SUBMITTED]
    waiting = sum(r.state == ResponseState.TO_CONFIRM for r in responses)
    needs, offers = _themes_of(submitted, "challenges"), _themes_of(submitted, "offers")
    labels = dict(Theme.objects.filter(code__in=needs | offers).values_list("code", "name"))
    return RoundHeader(
        cities,
        len(submitted),
        waiting,
        cities - len(submitted) - waiting,
        tuple(sorted(labels.get(code, code) for code in needs - offers)),
        tuple(sorted(labels.get(code, code) for code in offers - needs)),
    )


def _themes_of(responses: list[Any], question: str) -> set[str]:
    return {row["theme"] for r in responses for row in json.loads(r.answers).get(question) or ()}


def board(round: Round) -> tuple[Column, ...]:
    """The round's exchanges by state, a constant number of queries."""
    exchanges = (
        Exchange.objects.filter(round=round)
        .select_related("round")
        .prefetch_related(
            Prefetch("members", ExchangeMember.objects.select_related("membership__city__country")),
            Prefetch("actions", Action.objects.select_related("member__membership__city")),
            "meetings",
            "members__checks",
        )
    )
    by_state: dict[str, list[BoardCard]] = {}
    for exchange in exchanges:
        by_state.setdefault(exchange.state, []).append(_card(exchange))
    return tuple(
        Column(state.value, str(ExchangePhase(state.value).label), tuple(by_state.get(state.value, ())))
        for state in COLUMNS
    )


def _card(exchange: Exchange) -> BoardCard:
    today = timezone.localdate()
    dues = [a.due for a in exchange.actions.all() if a.state in ("open", "under-way")]
    dues += [m.begins.date() for m in exchange.meetings.all() if not m.held and m.begins.date() >= today]
    dues += [m.expires.date() for m in exchange.members.all() if m.state == "invited" and m.expires]
    days = (timezone.now() - exchange.state_since).days
    return BoardCard(exchange, tuple(exchange.members.all()), days, min(dues, default=None), alerts_of(exchange))


def rounds_for(user: Any) -> Any:
    """Rounds the person coordinates, newest first, with the number of exchanges."""
    return (
        Round.objects.coordinated_by(user)
        .select_related("programme")
        .annotate(
            exchange_count=Count("exchanges", distinct=True),
            live_count=Count("exchanges", filter=~Q(exchanges__state__in=["closed", "declined"]), distinct=True),
        )
    )


def exchange_reasons(exchange: Exchange) -> Mapping[str, Any]:
    """Reasons of a proposal by city key ("m12"): points, best possible, what it gets, what it gives."""
    found: Mapping[str, Any] = json.loads(exchange.reasons) if exchange.reasons else {}
    return found


def exchanges_of_cities(city_ids: frozenset[int]) -> Any:
    """Exchanges the person's cities were invited to, newest first, with their members."""
    return (
        Exchange.objects.of_cities(city_ids)
        .select_related("round__programme")
        .prefetch_related(Prefetch("members", ExchangeMember.objects.select_related("membership__city")))
        .order_by("-state_since")
    )
