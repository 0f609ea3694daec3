"""A practice as a plain mapping in the shape of the record contract: what files, API, pages, exports and hashes share.

Everything that leaves the room starts here; `practices/publicity.py` then takes out what the public may not see.
Read the page with `PracticeQuerySet.with_record()` to keep the number of queries constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cities.record import SOURCE, group, plain, rows

if TYPE_CHECKING:
    from practices.models import Outcome, PracticePage

SCHEMA = "practice/1"
TEXTS = (
    "problem", "causes", "alternatives", "why_this", "why_scale", "intervention", "mechanism", "staffing", "training",
    "data_safeguards", "legal_background", "success_factors", "limiting_factors", "obstacles", "leader",
    "community_groups", "investors", "negotiation", "displacement", "unintended", "rights_risks", "worse_off",
    "economics", "not_fit", "minimum_scale", "sustain", "who_pays_now",
)
NUMBERS = ("fte", "setup_months", "first_effect_months")
PARTS: dict[str, tuple[str, ...]] = {
    "blocks": ("name", "description", "kind", "enabling", "lesson"),
    "steps": ("when", "title", "description"),
    "stakeholders": ("name", "role"),
    "preconditions": ("kind", "title", "need", "note"),
    "evaluations": ("evaluator", "organisation", "design", "period", "quality", "sources"),
    "sources": SOURCE,
}
OUTCOME = ("outcome", "level", "indicator", "baseline", "comparison_value", "result", "unit", "baseline_date",
           "result_date", "population", "comparison", "comparison_note", "effect", "direction", "sites", "independent",
           "grade", "sources")
COST = ("one_off", "yearly", "currency", "year", "note", "sources")
FAILURE = ("modes", "noticed", "differently", "still_worked", "visibility")


def practice_record(page: PracticePage) -> dict[str, Any]:
    """The whole record, in the contract's words and order. Private fields (owner, deputy, consent) are not in it."""
    return {
        "schema": SCHEMA, "code": page.code, "city": _city_code(page), **_identity(page), **_tags(page),
        **{name: plain(getattr(page, name)) for name in TEXTS},
        **{name: rows(getattr(page, name).all(), names) for name, names in PARTS.items()},
        "outcomes": [outcome_record(outcome) for outcome in page.outcomes.all()],
        "tools": [tool.code for tool in page.tools.all()],
        "powers_needed": list(page.powers_needed), "funding": list(page.funding), "cost": group(page, "cost", COST),
        **{name: getattr(page, name) for name in NUMBERS},
        "first_steps": list(page.first_steps), "manual": page.manual,
        "failure": _failure(page), "adoptions": [_adoption(item) for item in page.adoptions.all()],
        "confirmation": page.confirmation, "willing_to": list(page.willing_to), "language": page.language,
        "rights": plain(page.rights), "rests_on": dict(page.rests_on), "editorial": list(page.editorial),
    }


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """One outcome in the contract's words; `grade` is the one that counts."""
    return {name: plain(getattr(outcome, name)) for name in OUTCOME}


def _city_code(page: PracticePage) -> str | None:
    city = page.lead_city
    return city.code if city else None


def _identity(page: PracticePage) -> dict[str, Any]:
    names = ("title", "claim", "summary", "kind", "scale", "lead_organisation", "start", "end", "lifecycle")
    return {
        "further_cities": [link.city.code for link in page.further_city_links.all()],
        **{name: plain(getattr(page, name)) for name in names},
        "depth": int(page.record_depth), "stub": page.stub,
    }


def _tags(page: PracticePage) -> dict[str, Any]:
    return {
        "themes": [link.tag.code for link in page.theme_links.all()],
        "approaches": [term.code for term in page.approaches.all()],
        "levers": [term.code for term in page.levers.all()],
        "justice": [term.code for term in page.justice.all()],
        "population": [{"group": row.group.code, "role": row.role} for row in page.population.all()],
        "sdg": [{"target": row.tag.code, "relation": row.relation} for row in page.sdg_links.all()],
        "provisions": [{"address": row.address, "role": row.role, "document": row.document}
                       for row in page.provisions.all()],
        "keywords": [link.tag.name for link in page.keyword_links.all()],
    }


def _failure(page: PracticePage) -> dict[str, Any] | None:
    values = group(page, "failure", FAILURE)
    reported = values and any(values[name] for name in FAILURE if name != "visibility")
    return values if reported or page.failure_visibility != "named" or page.kind == "did-not-work" else None


def _adoption(item: Any) -> dict[str, Any]:
    names = ("status", "year", "blocks", "changes", "result", "direction", "sources")
    return {"city": item.city.code, **{name: plain(getattr(item, name)) for name in names}}


def text_of(record: Mapping[str, Any], names: Iterable[str]) -> str:
    """The named texts of a record that say anything, as paragraphs."""
    return "\n\n".join(str(record[name]) for name in names if record.get(name))
