"""Submissions, reviewers, questions on a field, sign-offs, disputes, and the trail of what happened."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubmissionState(models.TextChoices):
    """practices.review.states.State with labels."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in-review", _("in review")
    CHANGES_REQUESTED = "changes-requested", _("changes requested")
    TO_SIGN = "to-sign", _("waiting for the city lead's signature")
    PUBLISHED = "published", _("published")
    NOT_PUBLISHED = "not-published", _("not published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Advice(models.TextChoices):
    """What a reviewer advises."""

    PUBLISH = "publish", _("publish")
    CHANGES = "changes", _("ask for changes")
    NOT = "not", _("do not publish")


class Submission(models.Model):
    """A practice on its way. `revision` is the exact text under review or signature; `version` refuses stale steps."""

    practice = models.OneToOneField("practices.PracticePage", models.CASCADE, related_name="submission")
    city = models.ForeignKey("cities.CityPage", models.CASCADE, related_name="submissions")
    state = models.CharField(_("state"), max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    asks = models.JSONField(_("what the city allows"), default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-state_since"]
        verbose_name = _("submission")

    def __str__(self) -> str:
        return f"{self.practice} ({self.get_state_display()})"


class ReviewAssignment(models.Model):
    """A reviewer asked to judge a submission: conflict of interest, advice, opinion."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    asked = models.DateTimeField(default=timezone.now)
    due = models.DateField(_("due"))
    conflict = models.TextField(_("conflict of interest"), blank=True)
    declined = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    advice = models.CharField(_("advice"), max_length=10, choices=Advice.choices, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    publish_opinion = models.BooleanField(_("the opinion may be published"), default=False)
    done = models.DateTimeField(null=True, blank=True)
    reminded = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="a_reviewer_once_a_submission")
        ]
        verbose_name = _("review")

    def __str__(self) -> str:
        return f"review {self.pk}"


class FieldQuestion(models.Model):
    """A question of a reviewer or editor beside one field of the record, open until it is settled."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="questions")
    field = models.CharField(_("field"), max_length=60)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked"]
        verbose_name = _("question on a field")

    def __str__(self) -> str:
        return f"{self.field} ({self.pk})"


class FieldRemark(models.Model):
    """One contribution to the thread of a question."""

    question = models.ForeignKey(FieldQuestion, models.CASCADE, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("remark")

    def __str__(self) -> str:
        return f"remark {self.pk}"


class SignOff(models.Model):
    """A city lead's signature under one exact revision."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="signatures")
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_link = models.BooleanField(_("by signed link"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["revision"], name="a_revision_is_signed_once")]
        verbose_name = _("signature")

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Dispute(models.Model):
    """A city's objection to a decision or a grade, answered by an editor who did not take the decision."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="disputes")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    raised = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("objection"), max_length=4000)
    answer = models.TextField(_("answer"), blank=True)
    upheld = models.BooleanField(_("upheld"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(answered__isnull=True), name="one_open_dispute_a_submission"
            )
        ]
        verbose_name = _("dispute")

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class SubmissionEvent(models.Model):
    """What happened to a submission; rows are only added."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(_("what"), max_length=60)
    detail = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("event")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"
