"""Field classes of cities, the gazetteer and the roster: a profile is public except for what the city hides."""

from __future__ import annotations

from config.field_classes import PERSONAL, PUBLIC, UNPUBLISHED, FieldClass, FieldRegistry


def fields(field_class: FieldClass, names: str) -> dict[str, FieldClass]:
    """The same class for several fields, named with spaces between."""
    return dict.fromkeys(names.split(), field_class)


ROW = fields(UNPUBLISHED, "id sort_order")
SOURCE = fields(PUBLIC, "key kind authors title year publisher journal doi url note")

FIELDS: FieldRegistry = {
    "cities.Country": {
        **fields(PUBLIC, "code iso3 m49 names region subregion income_group income_vintage languages"),
    },
    "cities.Place": {
        **fields(PUBLIC, "geonames_id name country_code latitude longitude population time_zone"),
        "search_name": UNPUBLISHED,
    },
    "cities.Organisation": {
        **fields(PUBLIC, "code name acronym kind languages regions country summary services url themes rests_on"),
        **fields(UNPUBLISHED, "id live"),
    },
    "cities.OrganisationSource": {**ROW, **SOURCE, "organisation": PUBLIC},
    "cities.CityIndexPage": {**fields(PUBLIC, "page_ptr introduction")},
    "cities.CityPage": {
        **fields(PUBLIC, (
            "page_ptr code names country geonames_id parent_city latitude longitude population "
            "population_year population_source time_zone demonstration stub safety_council_exists "
            "safety_council_name safety_council_year safety_council_sources coordinator_office "
            "strategy_exists strategy_name strategy_year strategy_sources diagnosis_exists diagnosis_year "
            "diagnosis_data diagnosis_disaggregated diagnosis_sources summary priorities experience rests_on")),
        "hidden_parts": UNPUBLISHED,
    },
    "cities.CityRole": {**fields(UNPUBLISHED, "id city role duty since ended"), "user": PERSONAL},
    "cities.CityInvitation": {
        **fields(UNPUBLISHED, "id city role duty sent expires accepted withdrawn"),
        **fields(PERSONAL, "email invited_by"),
    },
    "cities.CityLanguage": {**ROW, **fields(PUBLIC, "city code level")},
    "cities.CityPower": {**ROW, **fields(PUBLIC, "city power level note")},
    "cities.CityIndicator": {
        **ROW,
        **fields(PUBLIC, "city name indicator value unit year definition disaggregation sources"),
    },
    "cities.CityActor": {**ROW, **fields(PUBLIC, "city name kind role url")},
    "cities.CitySource": {**ROW, **SOURCE, "city": PUBLIC},
}
