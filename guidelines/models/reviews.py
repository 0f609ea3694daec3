"""Review rounds (Guidelines, 30): who takes part, what they report on which provision, what is published of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.choices import Correspondence, Progress, RoundState
from guidelines.models.documents import GuidelineDocument
from guidelines.models.provisions import Provision
from guidelines.models.versions import DocumentVersion
from guidelines.querysets import ContributionQuerySet, RoundQuerySet


class ReviewRound(models.Model):
    """A period in which cities and organisations report progress and propose amendments."""

    document = models.ForeignKey(GuidelineDocument, models.PROTECT, related_name="rounds", verbose_name=_("text"))
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("version reviewed"))
    title = models.CharField(_("title"), max_length=160)
    invitation = models.TextField(_("invitation"), max_length=3000, blank=True)
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("closes"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    reported_at = models.DateTimeField(_("report published"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: Any = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens", "-pk"]
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        constraints = [
            models.CheckConstraint(condition=models.Q(closes__gte=models.F("opens")), name="guidelines_round_period")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guidelines:round", args=[self.document.code, self.pk])


class Contribution(models.Model):
    """What one city or organisation reports on one provision. Published in the report only with named = True;
    otherwise it counts in the figures without name and text. draft: kept for later, counted nowhere and read by nobody
    else. submitted_by: the person; empty when party, an asked office without account, answered by the link it got."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="contributions", verbose_name=_("review"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="contributions", verbose_name=_("provision"))
    contributor = models.CharField(_("city or organisation"), max_length=200)
    progress = models.CharField(_("progress"), max_length=20, choices=Progress.choices, blank=True)
    text = models.TextField(_("in your words"), max_length=3000, blank=True)
    named = models.BooleanField(_("may be published under our name"), default=False)
    draft = models.BooleanField(_("draft"), default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    party = models.ForeignKey(
        "guidelines.AskedParty",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("asked city or organisation"),
    )
    updated = models.DateTimeField(_("changed"), auto_now=True)

    objects: Any = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(fields=["round", "provision", "submitted_by"], name="guidelines_contribution_once"),
            models.UniqueConstraint(fields=["round", "provision", "party"], name="guidelines_party_answers_once"),
            models.CheckConstraint(
                condition=models.Q(submitted_by__isnull=False, party=None)
                | models.Q(submitted_by=None, party__isnull=False),
                name="guidelines_contribution_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(draft=True) | ~models.Q(progress=""), name="guidelines_report_says_how_far"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} · {self.provision.key}"


class LocalProvision(models.Model):
    """How a local text answers one provision of the text it localizes. local is empty when nothing answers it.

    source_hash, local_hash: of the two wordings that were compared; another wording since asks to be compared again."""

    document = models.ForeignKey(
        GuidelineDocument, models.CASCADE, related_name="correspondences", verbose_name=_("local text")
    )
    source = models.ForeignKey(Provision, models.PROTECT, related_name="localized_as", verbose_name=_("provision"))
    local = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="localizes", verbose_name=_("local provision")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Correspondence.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    local_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("correspondence")
        verbose_name_plural = _("correspondences")
        constraints = [
            models.UniqueConstraint(fields=["document", "source", "local"], name="guidelines_correspondence_once"),
            models.CheckConstraint(
                condition=models.Q(relation=Correspondence.MISSING, local=None)
                | (~models.Q(relation=Correspondence.MISSING) & models.Q(local__isnull=False)),
                name="guidelines_missing_has_no_local",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.key} · {self.get_relation_display()}"


class CallForPractices(models.Model):
    """An empty cell of the coverage matrix that became a public call."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="calls", verbose_name=_("provision"))
    region = models.CharField(_("region"), max_length=60, blank=True)
    text = models.TextField(_("what is looked for"), max_length=1000)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("call for practices")
        verbose_name_plural = _("calls for practices")

    def __str__(self) -> str:
        return f"{self.provision.key}: {self.text[:60]}"
