"""The record contract: the shape of every kind of file in the collection (docs/guides/collection.md)."""

from __future__ import annotations

from cities.choices import ActorKind, DiagnosisData, LanguageLevel, OrganisationKind, Power, PowerLevel, ProfilePart
from cities.regions import REGIONS, SUBREGIONS, WORLD
from practices import choices as c
from practices.importers.collection.contract_parts import (
    CODE,
    COUNTRY,
    GROUP,
    INDICATOR,
    KEY,
    KEYS,
    LANGUAGE,
    PARAGRAPHS,
    PROVISION,
    SOURCES,
    THEME,
    URL,
    YEAR,
    codes,
)
from practices.importers.collection.contract_practice import PRACTICE, TRANSLATED, TRANSLATION, WORDS
from practices.importers.collection.shapes import Bool, Choice, Dictionary, ListOf, Map, Number, Shape, Text

RESTS_ON = Dictionary(Text(60, pattern=r"[a-z_]+", example="summary"), KEYS)
IN_PLACE = {"exists": Bool(), "name": Text(250), "year": YEAR, "sources": KEYS}
CITY = Map(
    {
        "schema": Choice(("city/1",)),
        "code": CODE,
        "name": Text(120),
        "names": Dictionary(LANGUAGE, Text(120)),
        "country": COUNTRY,
        "geonames_id": Number(1, 2**31, whole=True),
        "parent": CODE,
        "latitude": Number(-90, 90),
        "longitude": Number(-180, 180),
        "population": Number(0, 60_000_000, whole=True),
        "population_year": YEAR,
        "population_source": KEY,
        "time_zone": Text(40, pattern=r"[A-Za-z_]+(/[A-Za-z_+-]+)*", example="America/Bogota"),
        "languages": ListOf(Map({"code": LANGUAGE, "level": codes(LanguageLevel)}, ("code", "level"))),
        "powers": ListOf(
            Map({"power": codes(Power), "level": codes(PowerLevel), "note": PARAGRAPHS}, ("power", "level"))
        ),
        "safety_council": Map(IN_PLACE),
        "strategy": Map(IN_PLACE),
        "coordinator_office": Text(200),
        "diagnosis": Map(
            {
                "exists": Bool(),
                "year": YEAR,
                "data": ListOf(codes(DiagnosisData)),
                "disaggregated": Bool(),
                "sources": KEYS,
            }
        ),
        "indicators": ListOf(
            Map(
                {
                    "name": Text(200),
                    "indicator": INDICATOR,
                    "value": Number(),
                    "unit": Text(60),
                    "year": YEAR,
                    "definition": PARAGRAPHS,
                    "disaggregation": Text(200),
                    "sources": KEYS,
                },
                ("name", "value"),
            )
        ),
        "actors": ListOf(
            Map({"name": Text(200), "kind": codes(ActorKind), "role": Text(300), "url": URL}, ("name", "kind"))
        ),
        "priorities": ListOf(THEME),
        "experience": ListOf(THEME),
        "summary": Text(1_500, words=120),
        "rests_on": Dictionary(
            Text(60, pattern=r"[a-z_]+(\.[a-z-]+)?", example="summary, or powers.police for one row"), KEYS
        ),
        "hidden_parts": ListOf(codes(ProfilePart)),
        "demonstration": Bool(),
        "stub": Bool(),
        "sources": SOURCES,
    },
    required=("schema", "code", "name", "country"),
)

TOOL = Map(
    {
        "schema": Choice(("tool/1",)),
        "code": CODE,
        "name": Text(200),
        "summary": PARAGRAPHS,
        "kind": codes(c.ToolKind),
        "steps": ListOf(codes(c.ProcessStep)),
        "themes": ListOf(THEME),
        "population": ListOf(GROUP),
        "languages": ListOf(LANGUAGE),
        "licence": Text(200),
        "cost": codes(c.ToolCost),
        "cost_note": PARAGRAPHS,
        "skills": PARAGRAPHS,
        "offline": Bool(),
        "data_kept": PARAGRAPHS,
        "makers": ListOf(Text(200)),
        "used_by": ListOf(CODE),
        "url": URL,
        "year": YEAR,
        "provisions": ListOf(PROVISION),
        "stub": Bool(),
        "rests_on": RESTS_ON,
        "sources": SOURCES,
    },
    required=("schema", "code", "name", "kind"),
)

REGION = Choice((*REGIONS, *SUBREGIONS, "019", "001", WORLD))
ORGANISATION = Map(
    {
        "schema": Choice(("organisation/1",)),
        "code": CODE,
        "name": Text(200),
        "acronym": Text(30),
        "kind": codes(OrganisationKind),
        "themes": ListOf(THEME),
        "languages": ListOf(LANGUAGE),
        "regions": ListOf(REGION),
        "country": COUNTRY,
        "summary": PARAGRAPHS,
        "services": ListOf(Text(200)),
        "url": URL,
        "rests_on": RESTS_ON,
        "sources": SOURCES,
    },
    required=("schema", "code", "name", "kind"),
)

LEVELS = ("foundation", "practitioner", "lead")
ITEM = Map({"code": CODE, "label": Text(120), "description": PARAGRAPHS}, ("code", "label"))
FRAMEWORK = Map(
    {
        "schema": Choice(("competency-framework/1",)),
        "code": CODE,
        "title": Text(120),
        "status": Choice(("proposal", "adopted")),
        "provisions": ListOf(PROVISION),
        "summary": PARAGRAPHS,
        "levels": ListOf(ITEM),
        "groups": ListOf(ITEM),
        "sources": SOURCES,
        "roles": ListOf(
            Map({**ITEM.keys, "competencies": Dictionary(CODE, Choice(LEVELS))}, ("code", "label", "competencies"))
        ),
        "competencies": ListOf(
            Map(
                {
                    **ITEM.keys,
                    "group": CODE,
                    "themes": ListOf(THEME),
                    "provisions": ListOf(PROVISION),
                    "levels": Map(dict.fromkeys(LEVELS, PARAGRAPHS), LEVELS),
                    "trainings": ListOf(CODE),
                },
                ("code", "label", "group", "levels"),
            )
        ),
    },
    required=("schema", "code", "title", "status", "levels", "groups", "roles", "competencies"),
)

CONTRACT: dict[str, Map] = {
    "city": CITY,
    "organisation": ORGANISATION,
    "tool": TOOL,
    "practice": PRACTICE,
    "translation": TRANSLATION,
    "framework": FRAMEWORK,
}


def json_schema(kind: str) -> dict[str, object]:
    """JSON Schema (2020-12) of one kind of file. Raises KeyError for an unknown kind."""
    shape: Shape = CONTRACT[kind]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **shape.json_schema()}


__all__ = ["CONTRACT", "TRANSLATED", "WORDS", "json_schema"]
