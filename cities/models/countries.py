"""Facts of countries, loaded from cities/data/countries.json; nobody edits them on the site."""

from __future__ import annotations

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cities import regions
from cities.choices import IncomeGroup


class Country(models.Model):
    """A country or territory as the UN's M49 standard lists it; no opinion on anybody's status."""

    code = models.CharField(_("code"), max_length=2, primary_key=True, help_text=_("ISO 3166-1 alpha-2"))
    iso3 = models.CharField(max_length=3, unique=True)
    m49 = models.CharField(max_length=3)
    names = models.JSONField(_("names"), help_text=_("language → name"))
    region = models.CharField(_("region"), max_length=3, help_text=_("M49; the Americas told apart"), db_index=True)
    subregion = models.CharField(_("subregion"), max_length=3, blank=True)
    income_group = models.CharField(_("income group"), max_length=20, choices=IncomeGroup.choices, blank=True)
    income_vintage = models.CharField(max_length=40, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """Name in a language (the active one by default), else in English."""
        language = (language or translation.get_language() or "en")[:2]
        return str(self.names.get(language) or self.names.get("en") or self.code)

    @property
    def region_label(self) -> str:
        return regions.label(self.region)
