"""Translations are part of the record: one row a language (docs/decisions/translations-in-the-record.md)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from practices.choices import TranslationStatus
from practices.models.practice import PracticePage


class PracticeTranslation(Orderable):
    """The words of a practice in another language.

    fields: name of a text field of the record → its translation; repeated parts as lists in the record's order
    ({"blocks": [{"name": …}]}). What is missing is shown in the original language, marked as such.
    """

    practice = ParentalKey(PracticePage, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    status = models.CharField(
        _("status"), max_length=10, choices=TranslationStatus.choices, default=TranslationStatus.DRAFT
    )
    title = models.CharField(_("title"), max_length=255)
    claim = models.CharField(_("claim"), max_length=400, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    fields = models.JSONField(_("other texts"), default=dict, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("language"), FieldPanel("status")]),
        FieldPanel("title"),
        FieldPanel("claim"),
        FieldPanel("summary"),
        FieldPanel("fields"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("translation")
        constraints = [models.UniqueConstraint(fields=["practice", "language"], name="translation_once_a_language")]
