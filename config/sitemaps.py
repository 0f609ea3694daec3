"""What the sitemap lists: the pages of the tree, and the public records that live outside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap as PageSitemap

from cities.models import Organisation
from guidelines.models import Indicator, SdgGoal, SdgTarget, Theme, ThemeGroup


class Records(Sitemap[Any]):
    """Public records of one model, with the addresses they give themselves in the site's first language."""

    i18n = True
    languages = [settings.LANGUAGE_CODE]

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def items(self) -> QuerySet[Any]:
        return self.rows.all()


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
    }
