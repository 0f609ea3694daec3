"""The amendment docket: proposals on provisions, their evidence, discussion and decision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.choices import ActionKind, AmendmentKind, AmendmentState, CommentState, EvidenceKind
from guidelines.models.documents import GuidelineDocument
from guidelines.models.provisions import Provision
from guidelines.models.versions import DocumentVersion
from guidelines.querysets import AmendmentQuerySet


class Amendment(models.Model):
    """A proposal to change one provision.

    base: the version whose wording it changes; base_wording and proposed: plain texts, shown in UN notation by
    comparing them. proposer: the city or organisation that proposes, shown; submitted_by: the person, never shown.
    decided_wording: what was accepted when it differs from the proposal. applied_in: the version that carries it.
    number: by which it is cited, counted within its text when it becomes public; what was never shown has none.
    decided_on: the day the body decided, where it is not the day it was entered.
    """

    document = models.ForeignKey(GuidelineDocument, models.PROTECT, related_name="amendments", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
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
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
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
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="guidelines_amendment_number_once")]

    def __str__(self) -> str:
        return f"{self.proposer}: {self.provision.key}"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:amendment", args=[self.document.code, self.pk])

    @property
    def label(self) -> str:
        """By which it is cited within its text: "A.3"; "" before it is public."""
        return f"A.{self.number}" if self.number else ""

    @property
    def outcome_wording(self) -> str:
        """The wording that would stand: as decided, else as proposed."""
        return self.decided_wording or self.proposed


class AmendmentAction(models.Model):
    """One entry of a proposal's record, never changed or removed: what happened, by whom, when.

    body: the body or proposer that acted, "" for the editors; text: what it did, in its own words, the reason of a
    decision, or the version. day: when it acted, where that is not when it was entered (`at`).
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="actions", verbose_name=_("amendment"))
    kind = models.CharField(_("kind"), max_length=10, choices=ActionKind.choices)
    body = models.CharField(_("body"), max_length=200, blank=True)
    text = models.TextField(_("what it did"), max_length=4000, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    at = models.DateTimeField(_("entered"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("action on an amendment")
        verbose_name_plural = _("actions on amendments")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.body}".strip()


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
    """A contribution to the discussion, shown after moderation under the name of the city or organisation given.

    taken_down: when it was hidden after it had been public; readers see that it was, not what it said."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="comments", verbose_name=_("amendment"))
    speaker = models.CharField(_("city or organisation"), max_length=200)
    text = models.TextField(_("comment"), max_length=4000)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices, default=CommentState.WAITING)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(_("written"), auto_now_add=True)
    taken_down = models.DateTimeField(_("taken down"), null=True, blank=True)

    class Meta:
        ordering = ["created", "pk"]
        verbose_name = _("comment on an amendment")
        verbose_name_plural = _("comments on amendments")

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"
