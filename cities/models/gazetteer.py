"""Places to pick from when a city joins: trimmed facts of GeoNames (CC BY 4.0), loaded from cities/data/."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A populated place of more than 15,000 inhabitants."""

    geonames_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    search_name = models.CharField(
        max_length=160, db_index=True, help_text=_("lower case, without accents, for finding while typing")
    )
    country_code = models.CharField(max_length=2, db_index=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(db_index=True)
    time_zone = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return f"{self.name} ({self.country_code})"
