"""What is to come, on one calendar: dates of rounds, invitations, meetings, actions and follow-up checks of a person.

A coordinator sees everything of the programmes it coordinates; a city sees its own dates, and its partners' names only
when all have said yes. No contact, answer or note is in an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.models import Action, Check, Exchange, ExchangeMember, Meeting, Round
from network.states import CONFIRMED_EXCHANGES, ExchangeState, MemberState, RoundState

KINDS = (
    ("round", gettext_lazy("dates of rounds")),
    ("invitation", gettext_lazy("answers to invitations")),
    ("meeting", gettext_lazy("meetings")),
    ("action", gettext_lazy("actions")),
    ("check", gettext_lazy("follow-up checks")),
)
CONFIRMED = [state.value for state in CONFIRMED_EXCHANGES]
UNDER_WAY = [state.value for state in CONFIRMED_EXCHANGES if state != ExchangeState.CLOSED]


@dataclass(frozen=True, slots=True)
class Entry:
    """A date. code: stable name for calendar files; begins and minutes: of meetings only, in universal time."""

    day: date
    kind: str
    code: str
    words: str
    place: str
    url: str
    begins: datetime | None = None
    minutes: int = 0
    done: bool = False


def entries(user: Any, city_ids: frozenset[int], since: date, until: date, kind: str = "") -> list[Entry]:
    """The person's dates from one day to another (both included), earliest first; a constant number of queries.

    Meetings and ends of invitations fall on the day they have in the active time zone.
    """
    exchanges = Exchange.objects.filter(
        Q(round__programme__coordinators__user=user)
        | Q(
            members__membership__city_id__in=city_ids,
            members__state=MemberState.ACCEPTED,
            state__in=CONFIRMED,
        )
    ).values("pk")
    coordinated = Exchange.objects.filter(round__programme__coordinators__user=user).values("pk")
    sources = {
        "round": lambda: _rounds(user, city_ids),
        "invitation": lambda: _invitations(user, city_ids),
        "meeting": lambda: _meetings(exchanges, since, until),
        "action": lambda: _actions(exchanges, since, until),
        "check": lambda: _checks(coordinated, city_ids, since, until),
    }
    found = [one for name, source in sources.items() if kind in ("", name) for one in source()]
    return sorted((e for e in found if since <= e.day <= until), key=_order)


def _order(entry: Entry) -> tuple[Any, ...]:
    return (entry.day, entry.begins is not None, entry.begins.isoformat() if entry.begins else "", entry.code)


def _rounds(user: Any, city_ids: frozenset[int]) -> Iterator[Entry]:
    """Five dates of a round for its coordinator; for a city those of rounds that ask it or asked it."""
    coordinated = set(Round.objects.coordinated_by(user).values_list("pk", flat=True))
    mine = Q(programme__memberships__city_id__in=city_ids, programme__memberships__left__isnull=True)
    rows = Round.objects.filter(Q(pk__in=coordinated) | (mine & ~Q(state=RoundState.DRAFT)))
    for round in rows.exclude(state=RoundState.ARCHIVED).select_related("programme").distinct():
        url = reverse("network:round", args=[round.pk]) if round.pk in coordinated else reverse("network:home")
        for name, words in (
            ("survey_opens", _("Survey opens")),
            ("survey_closes", _("Survey closes")),
            ("answers_due", _("Invitations are answered")),
            ("begins", _("Exchanges begin")),
            ("ends", _("Exchanges end")),
        ):
            yield Entry(getattr(round, name), "round", f"round-{round.pk}-{name}", words, _of_round(round), url)


def _invitations(user: Any, city_ids: frozenset[int]) -> Iterator[Entry]:
    """The last day to answer: of every invitation for the coordinator, of its own for a city."""
    rows = ExchangeMember.objects.filter(
        Q(exchange__round__programme__coordinators__user=user) | Q(membership__city_id__in=city_ids),
        state=MemberState.INVITED,
        expires__isnull=False,
    ).distinct()
    coordinated = _coordinated(user)
    for row in rows.select_related("membership__city", "round__programme"):
        url = reverse("network:home")
        if row.round.programme_id in coordinated:
            url = reverse("network:group", args=[row.exchange_id])
        words = _("%(city)s answers its invitation") % {"city": row.membership.city.title}
        last = timezone.localdate(row.expires)
        yield Entry(last, "invitation", f"invitation-{row.pk}", words, _of_round(row.round), url)


def _meetings(exchanges: Any, since: date, until: date) -> Iterator[Entry]:
    rows = Meeting.objects.filter(exchange__in=exchanges, begins__date__gte=since, begins__date__lte=until)
    for row in _with_cities(rows):
        yield Entry(
            timezone.localdate(row.begins), "meeting", f"meeting-{row.pk}", row.title, _cities(row.exchange),
            _room(row.exchange_id, "meetings"), row.begins, row.minutes, row.held,
        )  # fmt: skip


def _actions(exchanges: Any, since: date, until: date) -> Iterator[Entry]:
    rows = Action.objects.filter(
        exchange__in=exchanges, exchange__state__in=UNDER_WAY, due__gte=since, due__lte=until
    ).select_related("member__membership__city")
    for row in _with_cities(rows):
        words = f"{row.member.membership.city.title}: {row.what}"
        done = row.state in ("done", "dropped")
        yield Entry(
            row.due, "action", f"action-{row.pk}", words, _cities(row.exchange), _room(row.exchange_id, "actions"),
            done=done,
        )  # fmt: skip


def _checks(coordinated: Any, city_ids: frozenset[int], since: date, until: date) -> Iterator[Entry]:
    """Follow-up checks: all of them for the coordinator, a city's own for a city."""
    rows = Check.objects.filter(
        Q(member__exchange__in=coordinated) | Q(member__membership__city_id__in=city_ids),
        member__state=MemberState.ACCEPTED,
        member__exchange__state__in=CONFIRMED,
        due__gte=since,
        due__lte=until,
    )
    for row in rows.select_related("member__membership__city", "member__exchange__round__programme"):
        words = _("%(city)s: what has changed after %(n)d days?") % {
            "city": row.member.membership.city.title,
            "n": row.day,
        }
        exchange = row.member.exchange
        yield Entry(
            row.due, "check", f"check-{row.pk}", words, _of_round(exchange.round), _room(exchange.pk, "checks"),
            done=row.answered is not None,
        )  # fmt: skip


def _with_cities(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("exchange__round__programme").prefetch_related("exchange__members__membership__city")


def _cities(exchange: Any) -> str:
    return ", ".join(member.membership.city.title for member in exchange.members.all())


def _of_round(round: Any) -> str:
    return f"{round.title} – {round.programme.name}"


def _room(pk: int, part: str) -> str:
    return f"{reverse('network:exchange', args=[pk])}#{part}"


def _coordinated(user: Any) -> set[int]:
    return set(user.coordinates.values_list("programme_id", flat=True))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's sheet; `here`: it belongs to the month."""

    day: date
    here: bool
    entries: tuple[Entry, ...]


def month_sheet(year: int, month: int, found: Iterable[Entry]) -> list[list[Day]]:
    """Whole weeks, Monday first (ISO 8601), that cover a month."""
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    first, last = month_span(year, month)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    sheet = [Day(day, day.month == month, tuple(by_day.get(day, ()))) for day in days]
    return [sheet[n : n + 7] for n in range(0, len(sheet), 7)]


def month_span(year: int, month: int) -> tuple[date, date]:
    """Monday before (or on) the first of a month, Sunday after (or on) its last day."""
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
