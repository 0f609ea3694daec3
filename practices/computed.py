"""Fills the computed values of a practice from the pure rules, whenever it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cities.record import public_city_record
from practices import evidence, richness
from practices.costs import cost_band

if TYPE_CHECKING:
    from cities.models import CityPage
    from practices.models import Outcome, PracticePage


def record_facts(page: PracticePage) -> evidence.RecordFacts:
    """What the evidence rule reads of a page."""
    return evidence.RecordFacts(
        has_problem=bool(page.problem.strip()),
        has_mechanism=bool(page.mechanism.strip()),
        has_precondition=bool(page.preconditions.all()),
        adoption_with_result=any(adoption.direction != "unknown" for adoption in page.adoptions.all()),
        manual=page.manual,
    )


def outcome_facts(outcome: Outcome, source_keys: set[str]) -> evidence.OutcomeFacts:
    """What the evidence rule reads of an outcome. source_keys: keys of the record's own sources."""
    return evidence.OutcomeFacts(
        comparison=outcome.comparison,
        has_figures=evidence.figures(outcome.comparison, outcome.baseline, outcome.comparison_value, outcome.result),
        has_effect=bool(outcome.effect.strip()),
        has_source=bool(source_keys & set(outcome.sources or ())),
        sites=outcome.sites or 1,
        independent=outcome.independent,
        direction=outcome.direction,
    )


def refresh_computed(page: PracticePage) -> None:
    """Set the grades of the outcomes and every computed value of the record; save nothing."""
    from practices.cards import projection, public_views
    from practices.index_words import stored_words
    from practices.record import practice_record

    facts = record_facts(page)
    outcomes = list(page.outcomes.get_object_list())
    keys = {source.key for source in page.sources.all()}
    for outcome in outcomes:
        outcome.computed_grade = evidence.grade_outcome(outcome_facts(outcome, keys), facts).grade
    page.grade = evidence.best_grade((outcome.grade for outcome in outcomes), facts)
    page.direction = evidence.overall_direction((outcome.grade, outcome.direction) for outcome in outcomes)
    page.cost_band = cost_band(page.cost_one_off, page.cost_yearly, page.cost_currency)
    page.richness = richness.measure(practice_record(page)).percent
    if not page.context and page.live and page.lead_city is not None:
        page.context = snapshot(page.lead_city)
    views = public_views(page)
    page.card = projection(page, views)
    page.words = {language: stored_words(view) for language, view in views.items()}


def snapshot(city: CityPage) -> dict[str, Any]:
    """The city's profile as it was when the practice was first published: the context in which it worked."""
    record = public_city_record(city)
    names = ("population", "population_year", "powers", "languages", "country")
    kept = {name: record[name] for name in names}
    return {**kept, "size": city.size_class, "income": city.income_group, "region": city.country.region}


def refresh_stored(page: PracticePage) -> None:
    """Compute again and store only the computed values, after something around the page changed."""
    refresh_computed(page)
    for outcome in page.outcomes.get_object_list():
        outcome.save(update_fields=["computed_grade"])
    page.save(update_fields=["grade", "direction", "cost_band", "richness", "context", "card", "words"])
