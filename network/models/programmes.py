"""Programmes, their coordinators, the cities in them, and what each city consented to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField
from network.choices import ProgrammeKind, Purpose
from network.querysets import MembershipQuerySet, ProgrammeQuerySet


class Programme(models.Model):
    """A network, region or thematic group that runs exchange rounds."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ProgrammeKind.choices, default=ProgrammeKind.NETWORK)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name


class Coordinator(models.Model):
    """A person who coordinates a programme; limited to it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinates")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "user"], name="one_coordinator_row")]
        verbose_name = _("coordinator")

    def __str__(self) -> str:
        return f"{self.user} – {self.programme}"


class Membership(models.Model):
    """A city's place in a programme, with the contacts only its partners may see, and only after both said yes."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    city = models.ForeignKey("cities.CityPage", models.PROTECT, related_name="memberships")
    joined = models.DateField(default=timezone.localdate)
    left = models.DateField(null=True, blank=True)
    contact_name = EncryptedTextField(_("focal point"), blank=True)
    contact_email = EncryptedTextField(_("e-mail of the focal point"), blank=True)
    deputy_name = EncryptedTextField(_("deputy"), blank=True)
    deputy_email = EncryptedTextField(_("e-mail of the deputy"), blank=True)
    contact_changed = models.DateTimeField(null=True, blank=True)
    sensitive_note = EncryptedTextField(_("note for coordinators only"), blank=True)
    waited_rounds = models.PositiveSmallIntegerField(_("rounds waited"), default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "city"], name="a_city_joins_a_programme_once")
        ]
        verbose_name = _("membership")

    def __str__(self) -> str:
        return f"{self.city} – {self.programme}"


class Consent(models.Model):
    """What a city allowed or took back, for one purpose; rows are only added, the newest counts."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    granted = models.BooleanField(_("granted"))
    wording = models.PositiveSmallIntegerField(_("version of the wording"), default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["membership", "purpose", "-at"])]
        verbose_name = _("consent")

    def __str__(self) -> str:
        return f"{self.membership}: {self.purpose} {'yes' if self.granted else 'no'}"
