"""Cities and organisations a review of a text can ask, and who is written to for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cities.models import CityPage, CityRole, Country, Duty, Organisation, Role
from cities.permissions import city_ids_of
from guidelines.asked import Candidate


class CityContacts:
    """Cities: focal point and deputy are written to; the leads when a city has neither."""

    kind = "city"
    label = _("Cities")

    def candidates(self) -> list[Candidate]:
        acting = set(self._roles().values_list("city_id", flat=True))
        cities = CityPage.objects.live().select_related("country").order_by("title")
        wanted = cities.only("pk", "title", "country__names", "country__region", "country__code")
        return [Candidate(str(city.pk), city.title, city.pk in acting, *_where(city.country)) for city in wanted]

    def people(self, keys: Collection[str]) -> Mapping[str, list[Any]]:
        roles: dict[str, list[CityRole]] = {}
        for role in self._roles().filter(city_id__in=[key for key in keys if key.isdigit()]):
            roles.setdefault(str(role.city_id), []).append(role)
        found = {}
        for key, acting in roles.items():
            duties = [r.user for r in acting if r.duty != Duty.NONE]
            found[key] = duties or [r.user for r in acting if r.role == Role.LEAD]
        return {key: people for key, people in found.items() if people}

    def keys_of(self, user: Any) -> frozenset[str]:
        return frozenset(str(pk) for pk in city_ids_of(user))

    def _roles(self) -> Any:
        return CityRole.objects.filter(ended__isnull=True, user__is_active=True).select_related("user").order_by("pk")


class OrganisationContacts:
    """Organisations of the roster. They have no accounts: the editor gives the address of an office, or none."""

    kind = "organisation"
    label = _("Organisations")

    def candidates(self) -> list[Candidate]:
        organisations = Organisation.objects.public().select_related("country").order_by("name")
        return [Candidate(o.code, o.name, False, *_where(o.country)) for o in organisations]

    def people(self, keys: Collection[str]) -> Mapping[str, list[Any]]:
        return {}

    def keys_of(self, user: Any) -> frozenset[str]:
        return frozenset()


def _where(country: Country | None) -> tuple[str, str]:
    """(region, country) in the reader's language."""
    return (str(country.region_label), country.name()) if country else ("", "")
