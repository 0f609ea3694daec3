"""Fields of transfer, of failure, and of keeping the record true."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cities.fields import CodesField
from practices.choices import Confirmation, FailureMode, Visibility, Willing
from practices.models.texts import text


class TransferFields(models.Model):
    """What another city must know before it starts."""

    not_fit = text(_("would not fit where"))
    minimum_scale = text(_("minimum scale"))
    first_steps = models.JSONField(_("first steps for another city"), default=list, blank=True,
                                   help_text=_('A list of texts: ["…", "…", "…"].'))
    manual = models.BooleanField(_("a manual exists"), default=False)
    sustain = text(_("what keeps it alive"), _("After a change of administration, for example."))
    who_pays_now = text(_("who pays now"))

    transfer_panels: ClassVar = [FieldPanel("not_fit"), FieldPanel("minimum_scale"), FieldPanel("first_steps"),
                                 FieldPanel("manual")]
    sustain_panels: ClassVar = [FieldPanel("sustain"), FieldPanel("who_pays_now")]

    class Meta:
        abstract = True


class FailureFields(models.Model):
    """What did not work: as useful to others as what did."""

    failure_modes = CodesField(_("why it failed"), choices_of=FailureMode)
    failure_noticed = text(_("when and how it was noticed"))
    failure_differently = text(_("what we would do differently"))
    failure_still_worked = text(_("parts that still worked"))
    failure_visibility = models.CharField(_("shown as"), max_length=20, choices=Visibility.choices,
                                          default=Visibility.NAMED)

    failure_panels: ClassVar = [FieldPanel("failure_modes"), FieldPanel("failure_noticed"),
                                FieldPanel("failure_differently"), FieldPanel("failure_still_worked"),
                                FieldPanel("failure_visibility")]

    class Meta:
        abstract = True


class StewardshipFields(models.Model):
    """Who keeps the record, and whether it is still true. The owner is Wagtail's page owner."""

    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("deputy"))
    willing_to = CodesField(_("the city is willing to"), choices_of=Willing)
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    rights = models.CharField(_("rights of text and photos"), max_length=200, blank=True)
    consent = models.BooleanField(_("the city agreed to publication"), default=False)
    confirmation = models.CharField(_("confirmation"), max_length=20, choices=Confirmation.choices,
                                    default=Confirmation.TO_BE_CONFIRMED)
    last_confirmed = models.DateField(_("last confirmed on"), null=True, blank=True)
    next_check = models.DateField(_("next check"), null=True, blank=True, db_index=True)
    change_note = models.CharField(_("note on the last change"), max_length=300, blank=True)

    stewardship_panels: ClassVar = [
        FieldPanel("willing_to"), FieldRowPanel([FieldPanel("language"), FieldPanel("rights")]),
        FieldRowPanel([FieldPanel("consent"), FieldPanel("confirmation")]),
        FieldRowPanel([FieldPanel("last_confirmed"), FieldPanel("next_check")]),
        FieldPanel("change_note"), FieldPanel("deputy"),
    ]

    class Meta:
        abstract = True
