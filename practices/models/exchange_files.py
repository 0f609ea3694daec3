"""Imports of files: what was uploaded, which batches are done, and what each record was right after its import."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One upload with its plan. The records wait here until somebody applies the plan; then they are emptied.

    work: records to write, in order, each {"kind", "code", "row", "action", "data"}. A run that was interrupted goes on
    behind its last finished batch.
    """

    file_hash = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(_("file"), max_length=200)
    city = models.ForeignKey("cities.CityPage", models.CASCADE, null=True, blank=True, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(_("counts"), default=dict)
    work = models.JSONField(default=list)
    batches = models.PositiveIntegerField(default=0)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made"]
        verbose_name = _("import")

    def __str__(self) -> str:
        return self.file_name


class ImportBatch(models.Model):
    """A finished batch of a run: written in the same transaction as its records."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="done")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="a_batch_is_done_once")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class ImportedRecord(models.Model):
    """What a record was right after its last import, to tell a change of the file from an edit on the site."""

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)
    row_hash = models.CharField(max_length=64)
    site_hash = models.CharField(max_length=64)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="an_import_is_known_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.code}"
