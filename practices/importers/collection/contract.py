"""The record contract: the shape of every kind of file in the collection (docs/guides/collection.md)."""

from __future__ import annotations

from cities.choices import (
    ActorKind,
    DiagnosisData,
    LanguageLevel,
    OrganisationKind,
    Power,
    PowerLevel,
    ProfilePart,
    SourceKind,
)
from cities.fields import PARTIAL_DATE
from cities.regions import REGIONS, SUBREGIONS, WORLD
from practices import choices as c
from practices import outcomes as o
from practices.importers.collection import vocabulary as v
from practices.importers.collection.shapes import Bool, Choice, Dictionary, Known, ListOf, Map, Number, Shape, Text
from practices.record import TEXTS


def codes(of: type) -> Choice:
    """One of the codes of a TextChoices class."""
    return Choice(tuple(of.values))  # type: ignore[attr-defined]


CODE = Text(80, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", example="lower-case-words-with-hyphens")
LANGUAGE = Text(8, pattern=r"[a-z]{2,3}(-[a-z]{2,4})?", example="es")
DATE = Text(10, pattern=PARTIAL_DATE.strip("^$"), example='"2018", "2018-12" or "2018-12-05"')
YEAR = Number(1800, 2100, whole=True)
KEY = Text(60, pattern=r"[A-Za-z0-9_-]+", example="smith2019")
KEYS = ListOf(KEY)
URL = Text(500, pattern=r"https?://\S+", example="https://example.org/page")
LINE, PARAGRAPHS = Text(400), Text(8_000)
THEME = Known("theme (see the list of themes)", v.themes)
GROUP = Known("population group", lambda: v.terms("population-groups"))
PROVISION = Known("address in the Guidelines", v.provisions)
COUNTRY = Known("ISO 3166-1 country code", lambda: frozenset(v.countries()))

SOURCE = Map({"key": KEY, "kind": codes(SourceKind), "authors": LINE, "title": Text(500), "year": YEAR,
              "publisher": Text(300), "journal": Text(300), "doi": Text(150, pattern=r"10\.\S+", example="10.1093/aje/kwr428"),
              "url": URL, "note": PARAGRAPHS}, required=("key", "kind", "title"))
SOURCES = ListOf(SOURCE)

OUTCOME = Map(
    {"outcome": codes(o.OutcomeCode), "level": codes(o.Level), "indicator": Text(300), "baseline": Number(),
     "result": Number(), "unit": Text(80), "baseline_date": DATE, "result_date": DATE, "population": Text(300),
     "comparison": codes(o.Comparison), "comparison_note": PARAGRAPHS, "effect": LINE, "direction": codes(o.Direction),
     "sites": Number(1, 10_000, whole=True), "independent": Bool(), "grade": codes(o.Grade), "sources": KEYS},
    required=("outcome", "level", "comparison", "direction"))

PRACTICE = Map(
    {
        "schema": Choice(("practice/1",)), "code": CODE, "city": CODE, "further_cities": ListOf(CODE),
        "title": Text(120), "claim": Text(200), "summary": Text(3_000, words=250), "kind": codes(c.RecordKind),
        "scale": codes(c.Scale), "lead_organisation": Text(300), "start": DATE, "end": DATE,
        "lifecycle": codes(c.Lifecycle), "depth": Choice((1, 2, 3)), "stub": Bool(), "themes": ListOf(THEME),
        "approaches": ListOf(Known("prevention approach", lambda: v.terms("approaches"))),
        "levers": ListOf(Known("lever", lambda: v.terms("levers"))),
        "justice": ListOf(Known("justice strand", lambda: v.terms("justice-strands"))),
        "population": ListOf(Map({"group": GROUP, "role": codes(c.PopulationRole)}, ("group", "role"))),
        "sdg": ListOf(Map({"target": Known("SDG target", v.sdg_targets), "relation": codes(c.SdgRelation)},
                          ("target", "relation"))),
        "provisions": ListOf(Map({"address": PROVISION, "role": codes(c.ProvisionRole)}, ("address", "role"))),
        "keywords": ListOf(Text(100)), **dict.fromkeys(TEXTS, PARAGRAPHS), "leader": Text(300),
        "blocks": ListOf(Map({"name": Text(200), "description": PARAGRAPHS, "kind": codes(c.BlockKind),
                              "enabling": PARAGRAPHS, "lesson": PARAGRAPHS}, ("name", "kind"))),
        "steps": ListOf(Map({"when": Text(60), "title": Text(200), "description": PARAGRAPHS}, ("title",))),
        "tools": ListOf(CODE), "powers_needed": ListOf(codes(Power)),
        "cost": Map({"one_off": Number(0), "yearly": Number(0),
                     "currency": Text(3, pattern="[A-Z]{3}", example="USD"), "year": YEAR, "note": PARAGRAPHS,
                     "sources": KEYS}),
        "funding": ListOf(codes(c.Funding)), "fte": Number(0, 1e6), "setup_months": Number(0, 600, whole=True),
        "first_effect_months": Number(0, 600, whole=True),
        "stakeholders": ListOf(Map({"name": Text(250), "role": Text(300)}, ("name",))),
        "outcomes": ListOf(OUTCOME),
        "evaluations": ListOf(Map({"evaluator": codes(c.EvaluatorKind), "organisation": Text(250),
                                   "design": codes(c.EvaluationDesign), "period": Text(60), "quality": PARAGRAPHS,
                                   "sources": KEYS}, ("evaluator", "design"))),
        "preconditions": ListOf(Map({"kind": codes(c.PreconditionKind), "title": Text(250), "need": codes(c.Need),
                                     "note": PARAGRAPHS}, ("kind", "title", "need"))),
        "first_steps": ListOf(Text(500), longest=10), "manual": Bool(),
        "failure": Map({"modes": ListOf(codes(c.FailureMode)), "noticed": PARAGRAPHS, "differently": PARAGRAPHS,
                        "still_worked": PARAGRAPHS, "visibility": codes(c.Visibility)}, ("visibility",)),
        "adoptions": ListOf(Map({"city": CODE, "status": codes(c.AdoptionStatus), "year": Text(20),
                                 "blocks": ListOf(Text(200)), "changes": PARAGRAPHS, "result": PARAGRAPHS,
                                 "direction": codes(o.Direction), "sources": KEYS}, ("city", "status"))),
        "sources": SOURCES, "confirmation": codes(c.Confirmation), "willing_to": ListOf(codes(c.Willing)),
        "language": LANGUAGE, "rights": Text(200),
    },
    required=("schema", "code", "city", "title", "kind", "scale", "lifecycle", "depth", "confirmation"),
)

IN_PLACE = {"exists": Bool(), "name": Text(250), "year": YEAR, "sources": KEYS}
CITY = Map(
    {
        "schema": Choice(("city/1",)), "code": CODE, "name": Text(120),
        "names": Dictionary(LANGUAGE, Text(120)),
        "country": COUNTRY, "geonames_id": Number(1, 2**31, whole=True), "parent": CODE, "latitude": Number(-90, 90),
        "longitude": Number(-180, 180), "population": Number(0, 60_000_000, whole=True), "population_year": YEAR,
        "population_source": KEY, "time_zone": Text(40, pattern=r"[A-Za-z_]+(/[A-Za-z_+-]+)*", example="America/Bogota"),
        "languages": ListOf(Map({"code": LANGUAGE, "level": codes(LanguageLevel)}, ("code", "level"))),
        "powers": ListOf(Map({"power": codes(Power), "level": codes(PowerLevel), "note": PARAGRAPHS},
                             ("power", "level"))),
        "safety_council": Map(IN_PLACE), "strategy": Map(IN_PLACE), "coordinator_office": Text(200),
        "diagnosis": Map({"exists": Bool(), "year": YEAR, "data": ListOf(codes(DiagnosisData)),
                          "disaggregated": Bool(), "sources": KEYS}),
        "indicators": ListOf(Map({"name": Text(200), "value": Number(), "unit": Text(60), "year": YEAR,
                                  "definition": PARAGRAPHS, "disaggregation": Text(200), "sources": KEYS},
                                 ("name", "value"))),
        "actors": ListOf(Map({"name": Text(200), "kind": codes(ActorKind), "role": Text(300), "url": URL},
                             ("name", "kind"))),
        "priorities": ListOf(THEME), "experience": ListOf(THEME), "summary": Text(1_500, words=120),
        "hidden_parts": ListOf(codes(ProfilePart)), "demonstration": Bool(), "stub": Bool(), "sources": SOURCES,
    },
    required=("schema", "code", "name", "country"),
)

TOOL = Map(
    {
        "schema": Choice(("tool/1",)), "code": CODE, "name": Text(200), "summary": PARAGRAPHS,
        "kind": codes(c.ToolKind), "steps": ListOf(codes(c.ProcessStep)), "themes": ListOf(THEME),
        "population": ListOf(GROUP), "languages": ListOf(LANGUAGE), "licence": Text(200), "cost": codes(c.ToolCost),
        "cost_note": PARAGRAPHS, "skills": PARAGRAPHS, "offline": Bool(), "data_kept": PARAGRAPHS,
        "makers": ListOf(Text(200)), "used_by": ListOf(CODE), "url": URL, "year": YEAR,
        "provisions": ListOf(PROVISION), "stub": Bool(), "sources": SOURCES,
    },
    required=("schema", "code", "name", "kind"),
)

REGION = Choice((*REGIONS, *SUBREGIONS, "019", "001", WORLD))
ORGANISATION = Map(
    {
        "schema": Choice(("organisation/1",)), "code": CODE, "name": Text(200), "acronym": Text(30),
        "kind": codes(OrganisationKind), "themes": ListOf(THEME), "languages": ListOf(LANGUAGE),
        "regions": ListOf(REGION), "country": COUNTRY, "summary": PARAGRAPHS, "services": ListOf(Text(200)),
        "url": URL, "sources": SOURCES,
    },
    required=("schema", "code", "name", "kind"),
)

WORDS: dict[str, tuple[str, ...]] = {
    "blocks": ("name", "description", "enabling", "lesson"), "steps": ("title", "description"),
    "preconditions": ("title", "note"), "outcomes": ("indicator", "comparison_note", "effect", "population"),
    "adoptions": ("changes", "result"), "stakeholders": ("name", "role"),
}
"""Words of repeated parts a translation may hold, as lists in the order of the record."""

TRANSLATED = Map({
    **dict.fromkeys(TEXTS, PARAGRAPHS), "lead_organisation": Text(300), "cost_note": PARAGRAPHS,
    "failure": Map(dict.fromkeys(("noticed", "differently", "still_worked"), PARAGRAPHS)),
    "first_steps": ListOf(Text(500), longest=10),
    **{part: ListOf(Map(dict.fromkeys(names, PARAGRAPHS)), once=False) for part, names in WORDS.items()},
})
TRANSLATION = Map(
    {"schema": Choice(("translation/1", "practice-translation/1")), "practice": CODE, "code": CODE, "language": LANGUAGE,
     "status": codes(c.TranslationStatus), "title": Text(255), "claim": Text(400), "summary": Text(4_000),
     "fields": TRANSLATED, **TRANSLATED.keys},
    required=("title", "status"),
)

CONTRACT: dict[str, Map] = {
    "city": CITY, "organisation": ORGANISATION, "tool": TOOL, "practice": PRACTICE, "translation": TRANSLATION,
}


def json_schema(kind: str) -> dict[str, object]:
    """JSON Schema (2020-12) of one kind of file. Raises KeyError for an unknown kind."""
    shape: Shape = CONTRACT[kind]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **shape.json_schema()}
