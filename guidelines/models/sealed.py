"""Rows that are written once. The database refuses changes too (see the migrations); this gives the reason in words."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _

from guidelines.querysets import SealedQuerySet, TextIsSealed


class Sealed(models.Model):
    """Saved once, then neither changed nor deleted."""

    objects: models.Manager[Any] = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TextIsSealed(_("Published text never changes; publish a new version instead."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextIsSealed(_("Published text is never removed; publish a new version instead."))
