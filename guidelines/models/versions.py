"""Versions of a text and their sections: written by publishing, chained by hash, never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.choices import VersionStatus
from guidelines.models.documents import GuidelineDocument
from guidelines.models.sealed import Sealed
from guidelines.querysets import VersionQuerySet


class DocumentVersion(Sealed):
    """The text of a document as published at one moment.

    number: 1, 2, … per document, in the order of publishing. date: of the text, where known. structure_only: the
    sections and addresses without wording (a fresh machine that does not have the source). content_hash: SHA-256 of
    everything the version says; chain_hash: of the previous chain_hash and content_hash, so that no version can be
    changed, left out or slipped in without every later hash being wrong (docs/algorithms/provision-numbering.md).
    notes: footnotes in the form of guidelines/text/notes.py.
    """

    document = models.ForeignKey(GuidelineDocument, models.PROTECT, related_name="versions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=20, choices=VersionStatus.choices)
    date = models.DateField(_("date of the text"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )
    structure_only = models.BooleanField(_("structure only"), default=False)
    note = models.TextField(_("what changed and why"), blank=True)
    source_name = models.CharField(_("source file"), max_length=200, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    notes = models.JSONField(_("footnotes"), default=list, blank=True)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, unique=True)

    objects: Any = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="guidelines_version_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=VersionStatus.values), name="guidelines_version_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:version", args=[self.document.code, self.number])


class Section(Sealed):
    """A part of a version: number as printed ("IV", "", "B"), title, and a key that later versions keep."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="sections", verbose_name=_("version"))
    key = models.CharField(_("key"), max_length=60)
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="guidelines_section_once"),
            models.UniqueConstraint(fields=["version", "position"], name="guidelines_section_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title
