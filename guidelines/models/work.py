"""Work towards the next version: a working text with edits per provision, and imports waiting to be corrected."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.choices import VersionStatus
from guidelines.models.documents import GuidelineDocument
from guidelines.models.provisions import Provision
from guidelines.models.versions import DocumentVersion


class WorkingEdit(models.Model):
    """The wording an editor prepares for the next version. revision: grows with each save, so that a second editor who
    started from an earlier one is told instead of overwriting. base: the version whose wording it started from."""

    document = models.ForeignKey(GuidelineDocument, models.CASCADE, related_name="edits", verbose_name=_("text"))
    provision = models.ForeignKey(Provision, models.CASCADE, related_name="edits", verbose_name=_("provision"))
    base = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    wording = models.TextField(_("wording"))
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(_("edited"), auto_now=True)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        constraints = [models.UniqueConstraint(fields=["document", "provision"], name="guidelines_edit_once")]

    def __str__(self) -> str:
        return self.provision.key


class PendingImport(models.Model):
    """A file that was read and waits for a person to look at its alignment.

    corrections: what a person decided, in the form of guidelines/text/corrections.py. against: number of the version
    they were made against, 0 while there are none. revision: grows with each save, so that a second editor who started
    from an earlier one is told. version: what it became.
    """

    document = models.ForeignKey(GuidelineDocument, models.CASCADE, related_name="imports", verbose_name=_("text"))
    source_name = models.CharField(_("file"), max_length=200)
    text = models.TextField(_("contents"))
    status = models.CharField(_("status"), max_length=20, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    date = models.DateField(_("date of the text"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    corrections = models.JSONField(default=dict, blank=True)
    against = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(_("edited"), auto_now=True)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.source_name
