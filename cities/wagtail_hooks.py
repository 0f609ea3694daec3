"""The admin's lists of cities and the roster."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cities.models import CityPage, Organisation


class CityListing(PageListingViewSet):
    """All cities with country and inhabitants."""

    model = CityPage
    icon = "site"
    menu_label = _("Cities")
    menu_order = 105
    add_to_admin_menu = True
    name = "city_listing"
    columns = [
        *PageListingViewSet.columns,
        Column("country", label=_("Country"), sort_key="country", width="12%"),
        Column("population", label=_("Inhabitants"), sort_key="population", width="10%"),
    ]
    list_filter = ["country__region", "demonstration", "stub"]


class OrganisationViewSet(SnippetViewSet):
    """The roster of organisations."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 125
    add_to_admin_menu = True
    list_display = ["name", "acronym", "kind", "country", "live"]
    list_filter = ["kind", "live"]
    search_fields = ["name", "acronym", "summary"]
    search_backend_name = None


register_snippet(OrganisationViewSet)


@hooks.register("register_admin_viewset")
def city_lists() -> list[Any]:
    return [CityListing()]
