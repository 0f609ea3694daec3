"""What the sitemap lists: the pages of the tree, and the public records that live outside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap as PageSitemap

from cities.models import Organisation
from guidelines.models import Indicator, SdgGoal, SdgTarget, Theme, ThemeGroup
from guidelines.selectors.outline import current_rows
from network.selectors import public_stories


class Records(Sitemap[Any]):
    """Public records of one model, with the addresses they give themselves in the site's first language."""

    i18n = True
    languages = [settings.LANGUAGE_CODE]

    def __init__(self, rows: QuerySet[Any] | None = None) -> None:
        self.rows = rows

    def items(self) -> Any:
        return self.rows.all() if self.rows is not None else ()


class Provisions(Records):
    """The provisions in force in public texts, each at the page where it stands today."""

    def items(self) -> Any:
        rows = current_rows().select_related(None).only("slug", "provision__document__code")
        return rows.select_related("provision__document").order_by("version", "position")

    def location(self, item: Any) -> str:
        return reverse("guidelines:provision", args=[item.provision.document.code, item.slug])


class Stories(Records):
    """Exchanges whose every city agreed to tell."""

    def items(self) -> Any:
        return public_stories()

    def location(self, item: Any) -> str:
        return reverse("network:story", args=[item.pk])


class Lists(Records):
    """Public pages that are no record: lists and explanations, by the names of their addresses."""

    NAMES = (
        "guidelines:themes", "guidelines:sdgs", "guidelines:indicators", "guidelines:calls", "cities:organisations",
        "practices:competencies", "network:how", "network:stories",
    )  # fmt: skip

    def items(self) -> Any:
        return list(self.NAMES)

    def location(self, item: Any) -> str:
        return reverse(item)


def sitemaps() -> Mapping[str, Any]:
    """Name → sitemap, for the view."""
    return {
        "pages": PageSitemap,
        "indicators": Records(Indicator.objects.public()),
        "organisations": Records(Organisation.objects.public()),
        "themes": Records(Theme.objects.all()),
        "theme_groups": Records(ThemeGroup.objects.all()),
        "goals": Records(SdgGoal.objects.all()),
        "targets": Records(SdgTarget.objects.all()),
        "provisions": Provisions(),
        "stories": Stories(),
        "lists": Lists(),
    }
