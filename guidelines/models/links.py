"""What every link to a provision has, in whichever room it lives: the provision and the wording it was made for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.choices import LinkReason, LinkState


class ProvisionLinkBase(models.Model):
    """Base of a room's link model (practice → provision, tool → provision …).

    Register the concrete model with `guidelines.links.register`. On publishing a new version a link whose provision was
    only renumbered or moved stays as it is; a link whose provision was reworded, split, merged or deleted gets the
    state "check" and a reason, and appears in the editors' work list. wording_hash is filled by `guidelines.links`.
    """

    provision = models.ForeignKey("guidelines.Provision", models.PROTECT, related_name="+", verbose_name=_("provision"))
    wording_hash = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState.choices, default=LinkState.CURRENT, editable=False, db_index=True
    )
    reason = models.CharField(max_length=10, choices=LinkReason.choices, default="", blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new link remembers the wording in force today."""
        if self._state.adding and not self.wording_hash and self.provision_id:
            from guidelines.links import wording_hash_of

            self.wording_hash = wording_hash_of(self.provision_id)
        super().save(*args, **kwargs)
