"""A practice: what a city did, with what result, and what another city needs to do it."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, PageManager

from practices.choices import Visibility
from practices.models.identity import ComputedFields, IdentityFields
from practices.models.provenance import ProvenanceFields
from practices.models.stewardship import FailureFields, StewardshipFields, TransferFields
from practices.models.texts import (
    ImpactFields,
    ImplementationFields,
    IntelligenceFields,
    InterventionFields,
    InvolvementFields,
)
from practices.panels import content_panels
from practices.querysets import PracticeQuerySet


class PracticePage(  # type: ignore[misc]
    IdentityFields, IntelligenceFields, InterventionFields, ImplementationFields, InvolvementFields, ImpactFields,
    TransferFields, FailureFields, StewardshipFields, ProvenanceFields, ComputedFields, Page,
):
    """A practice under its lead city. Panels of the editor: practices/panels.py; rules: evidence.py, richness.py.

    A record shown anonymously has another public address (its city's address would betray it), and one for the
    network only has none; `public_texts` of the selectors is the only way anything of a record gets out.
    """

    themes = ClusterTaggableManager(through="practices.PracticeTheme", blank=True, verbose_name=_("themes"),
                                    related_name="practices")
    keywords = ClusterTaggableManager(through="practices.PracticeKeyword", blank=True, verbose_name=_("keywords"),
                                      related_name="practices")
    approaches = ParentalManyToManyField("guidelines.Approach", blank=True, related_name="practices",
                                         verbose_name=_("prevention approaches"))
    levers = ParentalManyToManyField("guidelines.Lever", blank=True, related_name="practices",
                                     verbose_name=_("levers"))
    justice = ParentalManyToManyField("guidelines.JusticeStrand", blank=True, related_name="practices",
                                      verbose_name=_("justice strands"))
    tools = ParentalManyToManyField("practices.ToolPage", blank=True, related_name="practices",
                                    verbose_name=_("tools used"))

    objects = PageManager.from_queryset(PracticeQuerySet)()

    content_panels: ClassVar = [*Page.content_panels, *content_panels()]
    parent_page_types: ClassVar = ["cities.CityPage"]
    subpage_types: ClassVar = []
    exclude_fields_in_copy: ClassVar = ["code", "public_id"]
    template = "practices/practice_page.html"

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The code is made here when nobody typed one."""
        super().full_clean(*args, **kwargs)
        if not self.code:
            from cities.codes import free_code

            self.code = free_code(PracticePage, self.slug or self.title)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Computed values follow the record at every save."""
        if not self.public_id:
            self.public_id = secrets.token_hex(8)
        if not kwargs.get("update_fields"):
            from practices.adoptions import keep_reported
            from practices.computed import refresh_computed

            keep_reported(self)
            refresh_computed(self)
        self._saving = True
        try:
            return super().save(*args, **kwargs)
        finally:
            self._saving = False

    @property
    def lead_city(self) -> Any:
        """The city above the page; None while the page has no place. `selectors.attach_cities` fills it for many."""
        if getattr(self, "_lead_city", None) is None:
            from cities.models import CityPage

            self._lead_city = (
                CityPage.objects.ancestor_of(self).select_related("country").last() if self.path else None
            )
        return self._lead_city

    @property
    def is_anonymised(self) -> bool:
        """Shown without city, names and exact numbers."""
        return self.failure_visibility == Visibility.ANONYMISED

    @property
    def is_network_only(self) -> bool:
        """Not public at all."""
        return self.failure_visibility == Visibility.NETWORK_ONLY

    @property
    def public_code(self) -> str:
        """What the public calls the record: its code, or for an anonymised one an id that says nothing."""
        return f"undisclosed-{self.public_id}" if self.is_anonymised else self.code

    def get_url_parts(self, request: Any = None) -> Any:
        """An anonymised record lives at an address without its city."""
        parts = super().get_url_parts(request)
        if parts is None or not self.is_anonymised:
            return parts
        return parts[0], parts[1], reverse("practices:undisclosed", args=[self.public_id])

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """Nothing for records of the network; anonymised ones by their other address."""
        return [] if self.is_network_only else super().get_sitemap_urls(request)

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Under its city's address a record is served only when it names its city."""
        if self.failure_visibility != Visibility.NAMED and not getattr(request, "is_preview", False):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.selectors import practice_context

        return {**super().get_context(request, *args, **kwargs), **practice_context(self, request)}
