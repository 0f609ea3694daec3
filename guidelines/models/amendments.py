"""The amendment docket: proposals on provisions, their evidence, discussion and decision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.choices import AmendmentKind, AmendmentState, CommentState, EvidenceKind
from guidelines.models.documents import GuidelineDocument
from guidelines.models.provisions import Provision
from guidelines.models.versions import DocumentVersion
from guidelines.querysets import AmendmentQuerySet


class Amendment(models.Model):
    """A proposal to change one provision.

    base: the version whose wording it changes; base_wording and proposed: plain texts, shown in UN notation by
    comparing them. proposer: the city or organisation that proposes, shown; submitted_by: the person, never shown.
    decided_wording: what was accepted when it differs from the proposal. applied_in: the version that carries it.
    """

    document = models.ForeignKey(GuidelineDocument, models.PROTECT, related_name="amendments", verbose_name=_("text"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="amendments", verbose_name=_("provision"))
    base = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="amendments", verbose_name=_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=AmendmentKind.choices, default=AmendmentKind.REWORD)
    base_wording = models.TextField(_("wording today"), blank=True)
    proposed = models.TextField(_("proposed wording"), blank=True)
    proposer = models.CharField(_("proposed by"), max_length=200)
    reason = models.TextField(_("reason"), max_length=6000)
    recommendation = models.TextField(_("recommendation"), max_length=12000, blank=True)
    latest_action = models.CharField(_("latest action"), max_length=400, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AmendmentState.choices, default=AmendmentState.SUBMITTED, db_index=True
    )
    decided_wording = models.TextField(_("accepted wording"), blank=True)
    decision_reason = models.TextField(_("reason of the decision"), max_length=4000, blank=True)
    decided_by_body = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    applied_in = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="applied", verbose_name=_("in force since")
    )
    round = models.ForeignKey(
        "guidelines.ReviewRound",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("review"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    created = models.DateTimeField(_("submitted"), auto_now_add=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: Any = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["document", "pk"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")

    def __str__(self) -> str:
        return f"{self.proposer}: {self.provision.key}"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:amendment", args=[self.document.code, self.pk])

    @property
    def outcome_wording(self) -> str:
        """The wording that would stand: as decided, else as proposed."""
        return self.decided_wording or self.proposed


class AmendmentEvidence(models.Model):
    """A practice, tool or study a proposal rests on. record: "practice:12"; title and url: of a study."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="evidence", verbose_name=_("amendment"))
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    record = models.CharField(_("record"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title or self.record


class AmendmentComment(models.Model):
    """A contribution to the discussion, shown after moderation under the name of the city or organisation given."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="comments", verbose_name=_("amendment"))
    speaker = models.CharField(_("city or organisation"), max_length=200)
    text = models.TextField(_("comment"), max_length=4000)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices, default=CommentState.WAITING)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        ordering = ["created", "pk"]
        verbose_name = _("comment on an amendment")
        verbose_name_plural = _("comments on amendments")

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"
