"""Where a claim comes from: the fields every kind of record uses for its sources."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cities.choices import SourceKind
from cities.provenance import ORGANISATION, TOOL, entry_problems, problems


def check_keys(value: Any) -> None:
    """Refuse anything but names with lists of keys. Raises ValidationError."""
    if not isinstance(value, dict) or not all(
        isinstance(keys, list) and all(isinstance(key, str) for key in keys) for keys in value.values()
    ):
        raise ValidationError(_('Give facts with keys of sources: {"summary": ["act1996"]}.'))


def check_city_rests_on(value: Any) -> None:
    """Refuse anything but facts of a city with keys. Raises ValidationError."""
    check_keys(value)
    for place, message in problems(value):
        raise ValidationError(f"{place}: {message}")


def check_organisation_rests_on(value: Any) -> None:
    """Refuse anything but facts of an organisation with keys. Raises ValidationError."""
    check_keys(value)
    for place, message in entry_problems(value, ORGANISATION):
        raise ValidationError(f"{place}: {message}")


def check_tool_rests_on(value: Any) -> None:
    """Refuse anything but facts of a tool with keys. Raises ValidationError."""
    check_keys(value)
    for place, message in entry_problems(value, TOOL):
        raise ValidationError(f"{place}: {message}")


class SourceFields(models.Model):
    """One published source of a record. `key` is how the record's claims refer to it."""

    key = models.SlugField(_("key"), max_length=60, help_text=_("A short name such as smith2019, used beside claims."))
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices, default=SourceKind.REPORT)
    authors = models.CharField(_("authors"), max_length=400, blank=True)
    title = models.CharField(_("title"), max_length=500)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    journal = models.CharField(_("journal"), max_length=300, blank=True)
    doi = models.CharField(_("DOI"), max_length=150, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("year")]),
        FieldPanel("authors"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("journal")]),
        FieldRowPanel([FieldPanel("doi"), FieldPanel("url")]),
        FieldPanel("note"),
    ]

    class Meta:
        abstract = True
