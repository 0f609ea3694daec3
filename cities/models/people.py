"""Who acts for a city: leads and contributors, the focal point and its deputy, and invitations to become one.

These accounts work in the city desk and never enter the admin.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField


class Role(models.TextChoices):
    """What a person may do for the city."""

    LEAD = "lead", _("city lead: signs off what the city publishes")
    CONTRIBUTOR = "contributor", _("contributor: writes drafts and answers")


class Duty(models.TextChoices):
    """Whom others turn to."""

    NONE = "", _("neither")
    FOCAL = "focal", _("focal point")
    DEPUTY = "deputy", _("deputy")


class CityRole(models.Model):
    """A person's role in a city, from a day on; ended, never deleted, so that what was signed stays explained."""

    city = models.ForeignKey("cities.CityPage", models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="city_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    duty = models.CharField(_("duty"), max_length=6, choices=Duty.choices, blank=True, default=Duty.NONE)
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "user"], condition=Q(ended__isnull=True), name="one_role_a_person"),
            models.UniqueConstraint(
                fields=["city", "duty"], condition=Q(ended__isnull=True) & ~Q(duty=""), name="one_focal_one_deputy"
            ),
        ]
        verbose_name = _("role in a city")

    def __str__(self) -> str:
        return f"{self.role} of {self.city}"


class CityInvitation(models.Model):
    """An invitation to act for a city. The link carries a signed token; `state_stamp` makes it usable once."""

    city = models.ForeignKey("cities.CityPage", models.CASCADE, related_name="invitations")
    email = EncryptedTextField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    duty = models.CharField(_("duty"), max_length=6, choices=Duty.choices, blank=True, default=Duty.NONE)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent"]
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return f"{self.role} of {self.city}"
