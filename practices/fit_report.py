"""Puts together the fit report: a practice, a city's profile, the answers given on the page, who solved each gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from cities.choices import Power
from cities.models import CityPage
from cities.record import public_city_record
from practices.fit import STATES, CityFacts, Finding, FitReport, Need, State, assess
from practices.fit_words import ANSWERS, CONTEXT, LIKENESS, reason_of, verdict_of
from practices.models import PracticePage
from practices.publicity import PublicPractice

SOLVED = ("adopted", "adapted", "piloting")


def city_facts(city: CityPage) -> CityFacts:
    """What the rule reads of a city: the public part of its profile only."""
    record = public_city_record(city)
    diagnosis = record["diagnosis"] or {}
    return CityFacts(
        powers={row["power"]: row["level"] for row in record["powers"]},
        diagnosis=diagnosis.get("exists"),
        data=frozenset(diagnosis.get("data") or ()),
        actors=frozenset(actor["kind"] for actor in record["actors"]),
        size_class=city.size_class,
        income_group=city.income_group,
        region=city.country.region,
    )


def needs_of(view: PublicPractice) -> list[Need]:
    """The powers a practice needs and its preconditions, each with the name of its answer."""
    labels = dict(Power.choices)
    needs = [
        Need(f"power-{code}", "power", gettext("Power: %(power)s") % {"power": labels[code]}, power=code)
        for code in view.record["powers_needed"]
        if code != Power.NONE
    ]
    return needs + [
        Need(f"p{number}", row["kind"], row["title"], row["need"] == "must", note=row["note"] or "")
        for number, row in enumerate(view.record["preconditions"])
    ]


def read_answers(parameters: Mapping[str, Any]) -> dict[str, State]:
    """The answers in an address ("p0=met"). Raises ValueError naming the parameter."""
    answers: dict[str, State] = {}
    for name in parameters:
        value = parameters[name]
        if not value or not (name.startswith("power-") or (name[:1] == "p" and name[1:].isdigit())):
            continue
        if value not in STATES:
            raise ValueError(
                gettext("%(name)s: use one of %(states)s.") % {"name": name[:40], "states": ", ".join(STATES)}
            )
        answers[name] = value
    return answers


def fit_context(page: PracticePage, view: PublicPractice, code: str, answers: Mapping[str, State]) -> dict[str, Any]:
    """Everything the page and the print show. code: of the city, "" before one is chosen."""
    cities = CityPage.objects.public().select_related("country").order_by("title")
    context: dict[str, Any] = {"practice": view, "cities": cities, "chosen": code, "report": None, "answers": ANSWERS}
    city = cities.with_profile().filter(code=code).first() if code else None
    if city is None:
        return context | {"unknown_city": bool(code)}
    origin = city_facts(CityPage.objects.with_profile().get(pk=page.lead_city.pk))
    needs = needs_of(view)
    known = {need.key for need in needs}
    report = assess(needs, city_facts(city), origin, {key: value for key, value in answers.items() if key in known})
    return context | {
        "city": city,
        "report": report,
        "verdict": verdict_of(report),
        "rows": rows(report),
        "gaps": gaps(page, report),
        "likeness": likeness(report),
        "not_met": report.counts["not-met"],
    }


def rows(report: FitReport) -> list[dict[str, Any]]:
    """Findings for the table."""
    return [{"finding": finding, "reason": reason_of(finding)} for finding in report.findings]


def gaps(page: PracticePage, report: FitReport) -> list[dict[str, Any]]:
    """The biggest gaps, each with the cities that solved it: those that run the practice and do not hold the power
    alone either, or for other needs every city that took it up and did not see it get worse."""
    takers = [
        item.city
        for item in page.adoptions.all()
        if item.status in SOLVED and item.direction != "negative" and item.city.live
    ]
    candidates = [page.lead_city, *takers]
    levels = powers_of(candidates) if any(gap.need.power for gap in report.gaps) else {}
    return [
        {
            "finding": gap,
            "reason": reason_of(gap),
            "solved_by": [city for city in candidates if _solved(gap, levels.get(city.pk, {}))],
        }
        for gap in report.gaps
    ]


def powers_of(cities: list[CityPage]) -> dict[int, dict[str, str]]:
    """City → power → level, public parts only, one query for the powers."""
    found: dict[int, dict[str, str]] = {}
    for city in CityPage.objects.public().filter(pk__in=[c.pk for c in cities]).prefetch_related("powers"):
        if "powers" not in city.hidden_parts:
            found[city.pk] = {row.power: row.level for row in city.powers.all()}
    return found


def _solved(gap: Finding, levels: Mapping[str, str]) -> bool:
    return not gap.need.power or levels.get(gap.need.power) in ("shared", "none")


def likeness(report: FitReport) -> list[dict[str, Any]]:
    """Size, income and region against the city of origin, in words."""
    return [
        {"label": CONTEXT[name], "value": value, "words": LIKENESS[value]} for name, value in report.likeness.items()
    ]
