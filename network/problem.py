"""A round as a matching problem: answers, profiles, past exchanges and rules as the values the algorithm takes.

The algorithm knows nothing of the site; this module is the only one that speaks both languages. Only cities that
submitted their answers, consent to matching and are current members take part; the others are given with the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from guidelines.models import Theme
from network.choices import NEVER_MET, Purpose, ResponseState, RuleKind
from network.matching import Problem, parse_problem
from network.models import Exchange, ExchangeMember, Membership, Response, Round, Rule, Snapshot
from network.states import CONFIRMED_EXCHANGES, LIVE_EXCHANGES, MemberState
from practices.models import PracticePage

# The survey's words and the algorithm's; ranks of challenges as weights (first, second, third).
RANK_WEIGHTS = (3.0, 2.0, 1.0)
LEVELS = {"official": "fluent", "working": "working", "basic": "basic"}
FORMATS = {"pair": "pair", "triad": "three", "either": "either"}
GRADE_EVIDENCE = {
    "E0": "documented",
    "E1": "documented",
    "E2": "published",
    "E3": "evaluated",
    "E4": "evaluated",
    "E5": "evaluated",
}
# Encrypted texts of a membership that neither the matching nor its pages read.
PRIVATE = ("contact_name", "contact_email", "deputy_name", "deputy_email", "sensitive_note")
GLOBAL_SOUTH_INCOME = frozenset({"low", "lower-middle", "upper-middle"})


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a city takes part in a round, and if not, why, in words."""

    membership: Membership
    reason: str

    @property
    def eligible(self) -> bool:
        """No reason against it."""
        return not self.reason

    @property
    def key(self) -> str:
        """What the city is called in a problem."""
        return city_id(self.membership)


def city_id(membership: Membership) -> str:
    """What a city is called in a problem."""
    return f"m{membership.pk}"


def eligibility(round: Round) -> tuple[Eligibility, ...]:
    """Every current member with the reason that keeps it out, if any; a constant number of queries."""
    members = round.programme.memberships.current().defer(*PRIVATE).select_related("city__country").order_by("pk")
    consenting = set(round.programme.memberships.consenting(Purpose.MATCH).values_list("pk", flat=True))
    submitted = set(
        Response.objects.filter(round=round, state=ResponseState.SUBMITTED).values_list("membership_id", flat=True)
    )
    out = set(
        Rule.objects.filter(round=round, kind=RuleKind.OUT, undone__isnull=True).values_list(
            "memberships__pk", flat=True
        )
    )
    declined = _declined(round)
    found = []
    for membership in members:
        reason = ""
        if membership.pk not in submitted:
            reason = "has not submitted its answers"
        elif membership.pk not in consenting:
            reason = "does not allow its answers to be used for matching"
        elif membership.pk in out:
            reason = "was left out of this round by the coordinator"
        elif membership.pk in declined:
            reason = "cannot take part: it declined, or did not answer in time"
        found.append(Eligibility(membership, reason))
    return tuple(found)


def standing_groups(round: Round) -> tuple[tuple[int, ...], ...]:
    """Groups of this round that are invited or beyond, as sorted primary keys of memberships: no run breaks them."""
    places = ExchangeMember.objects.filter(round=round, exchange__state__in=[s.value for s in LIVE_EXCHANGES])
    groups: dict[int, list[int]] = {}
    for exchange, membership in places.values_list("exchange_id", "membership_id"):
        groups.setdefault(exchange, []).append(membership)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))


def _declined(round: Round) -> set[int]:
    """Memberships that declined or let an invitation of this round run out and stand in no group of it."""
    said_no = ExchangeMember.objects.filter(round=round, state__in=[MemberState.DECLINED, MemberState.EXPIRED])
    return set(said_no.values_list("membership_id", flat=True)) - {pk for g in standing_groups(round) for pk in g}


def problem_document(round: Round, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The round as JSON for `network.matching` (see `python -m network.matching schema`)."""
    people = eligibility(round)
    responses = {
        response.membership_id: json.loads(response.answers)
        for response in Response.objects.filter(round=round, state=ResponseState.SUBMITTED)
    }
    taking_part = [person.membership for person in people if person.eligible]
    grades = _grades(responses[m.pk] for m in taking_part)
    standing, held = _places_taken(round, {m.pk for m in taking_part})
    return {
        "version": 1,
        "themes": [{"id": theme.code, "label": theme.name} for theme in Theme.objects.order_by("code")],
        "cities": [_city(m, responses[m.pk], grades, round.begins, standing[m.pk], held[m.pk]) for m in taking_part],
        "past": _past(round, taking_part),
        "rules": rules_document(round, {m.pk for m in taking_part}),
        "settings": dict(options if options is not None else round.options),
    }


def _places_taken(round: Round, taking_part: set[int]) -> tuple[Counter[int], Counter[int]]:
    """In how many groups that stand each city is, and in how many of these a partner takes no part in the matching any
    more: such a group cannot be given to the algorithm, but it takes its cities' places all the same."""
    groups = standing_groups(round)
    standing = Counter(pk for group in groups for pk in group)
    return standing, Counter(pk for group in groups if not set(group) <= taking_part for pk in group)


def problem_of(document: Mapping[str, Any]) -> Problem:
    """The parsed problem. Raises network.matching.errors.InputError with path and remedy."""
    return parse_problem(document)


def snapshot_document(snapshot: Snapshot) -> dict[str, Any]:
    """The frozen inputs of a run."""
    document: dict[str, Any] = json.loads(snapshot.problem)
    return document


def frozen_problem(snapshot: Snapshot) -> Problem:
    """The frozen inputs of a run as values; those in use are read once."""
    return _read(snapshot.problem)


@lru_cache(maxsize=8)
def _read(text: str) -> Problem:
    return parse_problem(json.loads(text))


def rules_document(round: Round, taking_part: set[int]) -> list[dict[str, Any]]:
    """The coordinator's rules that still stand and whose cities all take part."""
    rules: list[dict[str, Any]] = []
    standing = round.rules.filter(undone__isnull=True).exclude(kind=RuleKind.OUT).prefetch_related("memberships")
    for rule in standing:
        members = sorted(membership.pk for membership in rule.memberships.all())
        if len(members) < 2 or not set(members) <= taking_part:
            continue
        kind = "forbid" if rule.kind == RuleKind.FORBID else "pin"
        body = {"kind": kind, "cities": [f"m{pk}" for pk in members], "reason": rule.reason, "id": f"r{rule.pk}"}
        if kind == "pin":
            body["exact"] = rule.kind == RuleKind.KEEP
        rules.append(body)
    rules += [
        {
            "kind": "pin",
            "cities": [f"m{pk}" for pk in group],
            "exact": True,
            "id": "standing-" + "-".join(str(pk) for pk in group),
            "reason": "invited already",
        }
        for group in standing_groups(round)
        if set(group) <= taking_part
    ]
    if round.other_country:
        rules.append({"kind": "other_country", "id": "other-country", "reason": "set for the whole round"})
    return rules


def _city(
    membership: Membership,
    answers: Mapping[str, Any],
    grades: Mapping[str, str],
    begins: date,
    standing: int = 0,
    held: int = 0,
) -> dict[str, Any]:
    """A city as the algorithm takes it. standing: groups of this round it is in already; it never has fewer places.
    held: those of them the algorithm is not told of; their places are gone."""
    city = membership.city
    country = city.country
    stages = answers.get("stages") or {}
    body: dict[str, Any] = {
        "id": city_id(membership),
        "name": city.title,
        "country": country.code,
        "region": country.region,
        "south": country.income_group in GLOBAL_SOUTH_INCOME,
        "languages": _languages(answers),
        "needs": [
            {
                "theme": row["theme"],
                "weight": RANK_WEIGHTS[rank],
                "stage": (stages.get(row["theme"]) or "not-started").replace("-", "_"),
            }
            for rank, row in enumerate(answers.get("challenges") or ())
        ],
        "offers": [_offer(row, grades, stages) for row in answers.get("offers") or ()],
        "format": FORMATS[answers.get("format") or "either"],
        "capacity": max(answers.get("capacity") or 1, standing) - held,
        "waited_rounds": membership.waited_rounds,
        "utc_offset": _utc_offset(answers.get("time_zone") or city.time_zone, begins),
    }
    if country.income_group:
        body["income"] = country.income_group.replace("-", "_")
    if city.population:
        body["population"] = city.population
    return {name: value for name, value in body.items() if value is not None}


def _languages(answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """The languages of a city, each once; of two lines on one language the first counts."""
    found: dict[str, str] = {}
    for row in answers.get("languages") or ():
        found.setdefault(row["code"], LEVELS[row["level"]])
    return [{"code": code, "level": level} for code, level in found.items()]


def _offer(row: Mapping[str, Any], grades: Mapping[str, str], stages: Mapping[str, str]) -> dict[str, Any]:
    """An offer weighs by what it rests on: a published record by its grade, else the city's own word."""
    reference = row.get("reference") or ""
    grade = grades.get(reference)
    evaluated = stages.get(row["theme"]) == "evaluated"
    return {
        "theme": row["theme"],
        "depth": "deep" if evaluated else "solid" if row.get("rests_on") in ("practice", "adoption") else "some",
        "evidence": GRADE_EVIDENCE[grade] if grade else "declared",
        "practices": [reference] if grade else [],
    }


def _grades(answers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    codes = {row.get("reference") for one in answers for row in one.get("offers") or () if row.get("reference")}
    return dict(PracticePage.objects.live().filter(code__in=codes).values_list("code", "grade"))


def _utc_offset(zone: str, day: date) -> float | None:
    """Hours from universal time on a day: zones have moved over the years, so the round's own day counts."""
    if not zone:
        return None
    offset = ZoneInfo(zone).utcoffset(datetime.combine(day, time(12)))
    return offset.total_seconds() / 3600 if offset is not None else None


def _past(round: Round, taking_part: list[Membership]) -> list[dict[str, Any]]:
    by_city = {membership.city_id: membership for membership in taking_part}
    past = []
    earlier = (
        Exchange.objects.filter(state__in=[s.value for s in CONFIRMED_EXCHANGES])
        .exclude(round=round)
        .exclude(closing_reason__in=NEVER_MET)
        .filter(members__membership__city__in=list(by_city))
        .distinct()
        .select_related("round")
        .prefetch_related("members__membership")
    )
    today = timezone.localdate()
    for exchange in earlier:
        cities = sorted(
            {
                city_id(by_city[member.membership.city_id])
                for member in exchange.members.all()
                if member.membership.city_id in by_city
            }
        )
        if len(cities) >= 2:
            begun = exchange.round.begins
            months = max(0, (today.year - begun.year) * 12 + today.month - begun.month)
            outcome = (
                "went_well"
                if exchange.closing_reason == "completed"
                else ("did_not_work" if exchange.closing_reason in ("not-useful", "no-meeting") else "unknown")
            )
            past.append({"cities": cities[:3], "months_ago": months, "outcome": outcome})
    return past
