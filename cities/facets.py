"""Dimensions that come from where a record is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cities import labels
from cities.choices import IncomeGroup, OrganisationKind, SizeClass
from search.facets import Facet

FACETS: tuple[Facet, ...] = (
    Facet("region", _("Region and country"), labels.places, tree=True),  # type: ignore[arg-type]
    Facet("country", _("Country"), labels.countries),  # type: ignore[arg-type]
    Facet("size", _("City size"), labels.of_choices(SizeClass)),  # type: ignore[arg-type]
    Facet("income", _("Income group of the country"), labels.of_choices(IncomeGroup)),  # type: ignore[arg-type]
    Facet("language", _("Language"), labels.languages),  # type: ignore[arg-type]
    Facet("organisation", _("Kind of organisation"), labels.of_choices(OrganisationKind)),  # type: ignore[arg-type]
)
