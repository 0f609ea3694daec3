"""The admin's lists of practices and tools: what an editor looks for first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from practices.models import PracticePage, ToolPage


class PracticeListing(PageListingViewSet):
    """All practices with grade, completeness and standing."""

    model = PracticePage
    icon = "doc-full"
    menu_label = _("Practices")
    menu_order = 110
    add_to_admin_menu = True
    name = "practice_listing"
    columns = [
        *PageListingViewSet.columns,
        Column("grade", label=_("Grade"), sort_key="grade", width="8%"),
        Column("richness", label=_("Complete, %"), sort_key="richness", width="8%"),
        Column("direction", label=_("Direction"), accessor="get_direction_display", width="8%"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", width="10%"),
    ]
    list_filter = ["kind", "grade", "lifecycle", "failure_visibility", "stub", "confirmation"]


class ToolListing(PageListingViewSet):
    """All tools."""

    model = ToolPage
    icon = "cog"
    menu_label = _("Tools")
    menu_order = 120
    add_to_admin_menu = True
    name = "tool_listing"
    columns = [*PageListingViewSet.columns, Column("kind", label=_("Kind"), accessor="get_kind_display", width="12%")]
    list_filter = ["kind", "cost", "stub"]


@hooks.register("register_admin_viewset")
def practice_lists() -> list[Any]:
    return [PracticeListing(), ToolListing()]
