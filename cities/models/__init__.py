"""Who the cities are."""

from cities.models.countries import Country
from cities.models.gazetteer import Place
from cities.models.organisations import Organisation, OrganisationSource
from cities.models.pages import CityIndexPage, CityPage
from cities.models.people import CityInvitation, CityRole, Duty, Role
from cities.models.profile import CityActor, CityIndicator, CityLanguage, CityPower, CitySource

__all__ = [
    "CityActor",
    "CityIndexPage",
    "CityIndicator",
    "CityInvitation",
    "CityLanguage",
    "CityPage",
    "CityPower",
    "CityRole",
    "CitySource",
    "Country",
    "Duty",
    "Organisation",
    "OrganisationSource",
    "Place",
    "Role",
]
