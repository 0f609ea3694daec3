"""The shape of a practice's file and of its translations."""

from __future__ import annotations

from cities.choices import Power
from practices import choices as c
from practices import outcomes as o
from practices.importers.collection import vocabulary as v
from practices.importers.collection.contract_parts import (
    CODE,
    DATE,
    GROUP,
    KEYS,
    LANGUAGE,
    LINE,
    PARAGRAPHS,
    PROVISION,
    SOURCES,
    THEME,
    YEAR,
    codes,
)
from practices.importers.collection.shapes import Bool, Choice, Dictionary, Known, ListOf, Map, Number, Text
from practices.record import TEXTS

OUTCOME = Map(
    {
        "outcome": codes(o.OutcomeCode),
        "level": codes(o.Level),
        "indicator": Text(300),
        "baseline": Number(),
        "comparison_value": Number(),
        "result": Number(),
        "unit": Text(80),
        "baseline_date": DATE,
        "result_date": DATE,
        "population": Text(300),
        "comparison": codes(o.Comparison),
        "comparison_note": PARAGRAPHS,
        "effect": LINE,
        "direction": codes(o.Direction),
        "sites": Number(1, 10_000, whole=True),
        "independent": Bool(),
        "grade": codes(o.Grade),
        "sources": KEYS,
    },
    required=("outcome", "level", "comparison", "direction"),
)

PRACTICE = Map(
    {
        "schema": Choice(("practice/1",)),
        "code": CODE,
        "city": CODE,
        "further_cities": ListOf(CODE),
        "title": Text(120),
        "claim": Text(200),
        "summary": Text(3_000, words=250),
        "kind": codes(c.RecordKind),
        "scale": codes(c.Scale),
        "lead_organisation": Text(300),
        "start": DATE,
        "end": DATE,
        "lifecycle": codes(c.Lifecycle),
        "depth": Choice((1, 2, 3)),
        "stub": Bool(),
        "themes": ListOf(THEME),
        "approaches": ListOf(Known("prevention approach", lambda: v.terms("approaches"))),
        "levers": ListOf(Known("lever", lambda: v.terms("levers"))),
        "justice": ListOf(Known("justice strand", lambda: v.terms("justice-strands"))),
        "population": ListOf(Map({"group": GROUP, "role": codes(c.PopulationRole)}, ("group", "role"))),
        "sdg": ListOf(
            Map(
                {"target": Known("SDG target", v.sdg_targets), "relation": codes(c.SdgRelation)}, ("target", "relation")
            )
        ),
        "provisions": ListOf(Map({"address": PROVISION, "role": codes(c.ProvisionRole)}, ("address", "role"))),
        "keywords": ListOf(Text(100)),
        **dict.fromkeys(TEXTS, PARAGRAPHS),
        "leader": Text(300),
        "blocks": ListOf(
            Map(
                {
                    "name": Text(200),
                    "description": PARAGRAPHS,
                    "kind": codes(c.BlockKind),
                    "enabling": PARAGRAPHS,
                    "lesson": PARAGRAPHS,
                },
                ("name", "kind"),
            )
        ),
        "steps": ListOf(Map({"when": Text(60), "title": Text(200), "description": PARAGRAPHS}, ("title",))),
        "tools": ListOf(CODE),
        "powers_needed": ListOf(codes(Power)),
        "cost": Map(
            {
                "one_off": Number(0),
                "yearly": Number(0),
                "currency": Text(3, pattern="[A-Z]{3}", example="USD"),
                "year": YEAR,
                "note": PARAGRAPHS,
                "sources": KEYS,
            }
        ),
        "funding": ListOf(codes(c.Funding)),
        "fte": Number(0, 1e6),
        "setup_months": Number(0, 600, whole=True),
        "first_effect_months": Number(0, 600, whole=True),
        "stakeholders": ListOf(Map({"name": Text(250), "role": Text(300)}, ("name",))),
        "outcomes": ListOf(OUTCOME),
        "evaluations": ListOf(
            Map(
                {
                    "evaluator": codes(c.EvaluatorKind),
                    "organisation": Text(250),
                    "design": codes(c.EvaluationDesign),
                    "period": Text(60),
                    "quality": PARAGRAPHS,
                    "sources": KEYS,
                },
                ("evaluator", "design"),
            )
        ),
        "preconditions": ListOf(
            Map(
                {"kind": codes(c.PreconditionKind), "title": Text(250), "need": codes(c.Need), "note": PARAGRAPHS},
                ("kind", "title", "need"),
            )
        ),
        "first_steps": ListOf(Text(500), longest=10),
        "manual": Bool(),
        "failure": Map(
            {
                "modes": ListOf(codes(c.FailureMode)),
                "noticed": PARAGRAPHS,
                "differently": PARAGRAPHS,
                "still_worked": PARAGRAPHS,
                "visibility": codes(c.Visibility),
            },
            ("visibility",),
        ),
        "adoptions": ListOf(
            Map(
                {
                    "city": CODE,
                    "status": codes(c.AdoptionStatus),
                    "year": Text(20),
                    "blocks": ListOf(Text(200)),
                    "changes": PARAGRAPHS,
                    "result": PARAGRAPHS,
                    "direction": codes(o.Direction),
                    "sources": KEYS,
                },
                ("city", "status"),
            )
        ),
        "sources": SOURCES,
        "confirmation": codes(c.Confirmation),
        "willing_to": ListOf(codes(c.Willing)),
        "language": LANGUAGE,
        "rights": Text(200),
        "rests_on": Dictionary(Text(60, pattern=r"[a-z_]+(\.[a-z_]+)?", example="problem"), KEYS),
        "editorial": ListOf(Text(60)),
    },
    required=("schema", "code", "city", "title", "kind", "scale", "lifecycle", "depth", "confirmation"),
)

WORDS: dict[str, tuple[str, ...]] = {
    "blocks": ("name", "description", "enabling", "lesson"),
    "steps": ("title", "description"),
    "preconditions": ("title", "note"),
    "outcomes": ("indicator", "comparison_note", "effect", "population", "unit"),
    "evaluations": ("organisation", "quality"),
    "adoptions": ("changes", "result"),
    "stakeholders": ("name", "role"),
}
"""Words of repeated parts a translation may hold, as lists in the order of the record."""

TRANSLATED = Map(
    {
        **dict.fromkeys(TEXTS, PARAGRAPHS),
        "lead_organisation": Text(300),
        "cost_note": PARAGRAPHS,
        "failure": Map(dict.fromkeys(("noticed", "differently", "still_worked"), PARAGRAPHS)),
        "first_steps": ListOf(Text(500), longest=10),
        **{part: ListOf(Map(dict.fromkeys(names, PARAGRAPHS)), once=False) for part, names in WORDS.items()},
    }
)
TRANSLATION = Map(
    {
        "schema": Choice(("translation/1", "practice-translation/1")),
        "practice": CODE,
        "code": CODE,
        "language": LANGUAGE,
        "status": codes(c.TranslationStatus),
        "title": Text(255),
        "claim": Text(400),
        "summary": Text(4_000),
        "fields": TRANSLATED,
        **TRANSLATED.keys,
    },
    required=("title", "status"),
)
