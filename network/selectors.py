"""Reads across models for coordinators and cities; each begins with what the person may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from cities.models import CityPage
from guidelines.choices import LinkState
from guidelines.models import Theme
from network import reasons
from network.alerts import Alert, alerts_of, links_in_doubt
from network.choices import NEVER_MET, ExchangePhase, Purpose, ResponseState
from network.models import Action, Assessment, Check, Exchange, ExchangeMember, Membership, Response, Round
from network.states import CONFIRMED_EXCHANGES, ExchangeState, RoundState
from practices.models import PracticePage
from practices.selectors import practices_of_city

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


def theme_choices() -> list[tuple[str, str]]:
    """(code, label) of the themes, group by group."""
    return [(theme.code, str(theme)) for theme in Theme.objects.select_related("group").order_by("group_id", "code")]


def practices_to_offer(city: CityPage) -> list[tuple[str, str]]:
    """(code, title) of a city's public practices: what an offer may rest on."""
    rows = PracticePage.objects.filter(pk__in=practices_of_city(city)).order_by("title")
    return list(rows.values_list("code", "title"))


def consents_of(membership: Membership) -> list[tuple[str, str, bool]]:
    """(purpose, its words, whether the city allows it now)."""
    newest: dict[str, bool] = dict(membership.consents.order_by("at", "pk").values_list("purpose", "granted"))
    return [(value, str(label), newest.get(value, False)) for value, label in Purpose.choices]


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A city's place in a round whose survey was opened, and its answers when there are any."""

    round: Round
    membership: Membership
    response: Response | None

    @property
    def open(self) -> bool:
        """Whether the survey can be answered now."""
        return self.round.state == RoundState.SURVEY.value


def surveys_of(city_ids: frozenset[int]) -> list[SurveyRow]:
    """Surveys the person's cities are asked, open ones first; three queries."""
    places = list(Membership.objects.current().filter(city_id__in=city_ids).select_related("city", "programme"))
    rounds = list(
        Round.objects.filter(programme__in={place.programme_id for place in places})
        .exclude(state__in=[RoundState.DRAFT.value, RoundState.ARCHIVED.value])
        .select_related("programme")
    )
    answers = {
        (r.round_id, r.membership_id): r for r in Response.objects.filter(round__in=rounds, membership__in=places)
    }
    rows = [
        SurveyRow(round, place, answers.get((round.pk, place.pk)))
        for round in rounds
        for place in places
        if place.programme_id == round.programme_id
        and (round.state == RoundState.SURVEY.value or (round.pk, place.pk) in answers)
    ]
    return sorted(rows, key=lambda row: (not row.open, -row.round.survey_opens.toordinal()))


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
            "links",
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
    """Rounds the person coordinates, newest first, with the number of exchanges and of those all cities accepted and
    that have not ended; check_count: links of their rooms that ask to be checked (see `alerts.links_in_doubt`)."""
    asks = Q(exchanges__links__state=LinkState.CHECK)
    read = ~Q(exchanges__state=ExchangeState.CLOSED.value) | Q(exchanges__story_published__isnull=False)
    under_way = [state.value for state in CONFIRMED_EXCHANGES if state != ExchangeState.CLOSED]
    return (
        Round.objects.coordinated_by(user)
        .select_related("programme")
        .annotate(
            exchange_count=Count("exchanges", distinct=True),
            live_count=Count("exchanges", filter=Q(exchanges__state__in=under_way), distinct=True),
            check_count=Count("exchanges__links", filter=asks & read, distinct=True),
        )
    )


def exchange_reasons(exchange: Exchange) -> Mapping[str, Any]:
    """Reasons of a proposal by city key ("m12"), in words: points, best possible, what it gets, what it gives."""
    return reasons.read(json.loads(exchange.reasons)) if exchange.reasons else {}


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange in a city's own list. may_name: the city was asked and knows the others; may_enter: all said yes.
    to_check: links of its room that ask to be checked, 0 for who may not enter."""

    exchange: Exchange
    may_name: bool
    may_enter: bool
    to_check: int = 0


def exchange_rows(city_ids: frozenset[int]) -> list[ExchangeRow]:
    """The exchanges of the person's cities with what may be shown of each."""
    entered = {state.value for state in CONFIRMED_EXCHANGES}
    rows = []
    for exchange in exchanges_of_cities(city_ids):
        enter = exchange.state in entered and exchange.closing_reason not in NEVER_MET
        rows.append(ExchangeRow(exchange, True, enter, links_in_doubt(exchange) if enter else 0))
    return rows


def places_of(city_ids: frozenset[int]) -> Any:
    """Current memberships of the person's cities."""
    return Membership.objects.current().filter(city_id__in=city_ids).select_related("city", "programme")


def exchanges_of_cities(city_ids: frozenset[int]) -> Any:
    """Exchanges the person's cities were invited to, newest first, with their members."""
    return (
        Exchange.objects.of_cities(city_ids)
        .select_related("round__programme")
        .prefetch_related(Prefetch("members", ExchangeMember.objects.select_related("membership__city")), "links")
        .order_by("-state_since")
    )


def open_matters(programme: Any) -> dict[str, int]:
    """What waits in a programme, in numbers: rounds not ended, exchanges under way, overdue actions, due checks."""
    today = timezone.localdate()
    exchanges = Exchange.objects.filter(round__programme=programme)
    checks = Check.objects.filter(member__exchange__round__programme=programme, answered__isnull=True, due__lte=today)
    actions = Action.objects.filter(exchange__in=exchanges, state__in=["open", "under-way"], due__lt=today)
    ended = [RoundState.EVALUATED.value, RoundState.ARCHIVED.value]
    return {
        "rounds": programme.rounds.exclude(state__in=ended).count(),
        "exchanges": exchanges.live().count(),
        "repairs": exchanges.filter(state=ExchangeState.DECLINED).count(),
        "actions": actions.count(),
        "checks": checks.count(),
    }


def assessment_of_reader(place: Membership, city_ids: frozenset[int]) -> Assessment | None:
    """The self-assessment of the reader's own city in the same programme."""
    return (
        Assessment.objects.filter(membership__programme=place.programme_id, membership__city_id__in=city_ids)
        .exclude(membership=place)
        .select_related("membership__city")
        .first()
    )


def public_stories() -> list[Exchange]:
    """Published stories whose cities all still allow publishing, newest first; the one gate of the room."""
    told = list(
        Exchange.objects.confirmed()
        .exclude(closing_reason__in=NEVER_MET)
        .filter(story_published__isnull=False)
        .select_related("round__programme")
        .prefetch_related(Prefetch("members", ExchangeMember.objects.select_related("membership__city__country")))
        .order_by("-story_published")
    )
    places = {member.membership_id for exchange in told for member in exchange.members.all()}
    allowed = set(Membership.objects.filter(pk__in=places).consenting(Purpose.PUBLISH).values_list("pk", flat=True))
    return [one for one in told if all(member.membership_id in allowed for member in one.members.all())]
