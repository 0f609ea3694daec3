"""Who the cities are."""

from cities.models.countries import Country
from cities.models.gazetteer import Place
from cities.models.organisations import Organisation, OrganisationSource
from cities.models.pages import CityIndexPage, CityPage
from cities.models.profile import CityActor, CityIndicator, CityLanguage, CityPower, CitySource

__all__ = [
    "CityActor", "CityIndexPage", "CityIndicator", "CityLanguage", "CityPage", "CityPower", "CitySource", "Country",
    "Organisation", "OrganisationSource", "Place",
]
