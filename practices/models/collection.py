"""What the collection's loader remembers, so that it never overwrites what an editor changed on the site."""

from __future__ import annotations

from django.db import models


class LoadedRecord(models.Model):
    """One record of the collection as it was last loaded.

    kind: city, practice, tool, organisation. file_hash: SHA-256 of the parsed file. site_hash: SHA-256 of the record
    as the site held it right after loading; when the site's record now hashes differently, an editor changed it.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=80)
    file_hash = models.CharField(max_length=64)
    site_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="loaded_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
