"""Rounds, surveys and answers, snapshots of inputs, runs of the matching, and the coordinator's rules."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.encryption import EncryptedTextField
from network.choices import RepairWay, ResponseState, RoundPhase, RuleKind, RunState
from network.models.programmes import Membership, Programme
from network.querysets import RoundQuerySet
from network.states import OPEN_ROUNDS


class Round(models.Model):
    """One round of a programme, from survey to evaluation. `version` grows with each change and refuses stale forms."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=12, choices=RoundPhase.choices, default=RoundPhase.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    survey = models.CharField(_("survey version"), max_length=20, default="1")
    survey_opens = models.DateField(_("survey opens"))
    survey_closes = models.DateField(_("survey closes"))
    answers_due = models.DateField(_("invitations are answered by"))
    begins = models.DateField(_("exchanges begin"))
    ends = models.DateField(_("exchanges end"))
    other_country = models.BooleanField(_("partners from another country only"), default=False)
    options = models.JSONField(_("settings of the matching"), default=dict, blank=True)
    chosen_run = models.ForeignKey("network.Run", models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-survey_opens", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="a_round_code_once_a_programme"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=[s.value for s in OPEN_ROUNDS]),
                name="one_open_round_per_programme",
            ),
            models.CheckConstraint(
                condition=Q(survey_closes__gte=models.F("survey_opens")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="round_ends_after_it_begins"),
        ]
        verbose_name = _("round")

    def __str__(self) -> str:
        return f"{self.programme}: {self.title}"


class Response(models.Model):
    """A city's answers to the survey of a round. `answers` is JSON text, encrypted; nothing of it is public."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="responses")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="responses")
    state = models.CharField(_("state"), max_length=12, choices=ResponseState.choices, default=ResponseState.DRAFT)
    answers = EncryptedTextField(_("answers"), default="{}")
    saved = models.DateTimeField(auto_now=True)
    submitted = models.DateTimeField(null=True, blank=True)
    filled_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    last_reminder = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "membership"], name="a_city_answers_a_round_once")
        ]
        verbose_name = _("answers")

    def __str__(self) -> str:
        return f"{self.membership.city} – {self.round}"


class Snapshot(models.Model):
    """The inputs of a run, frozen: later changes of profiles or answers do not change what was matched."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="snapshots")
    taken = models.DateTimeField(auto_now_add=True)
    problem = EncryptedTextField(_("problem"), help_text=_("The matching problem as JSON."))
    digest = models.CharField(_("hash"), max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "digest"], name="a_snapshot_once_a_round")]
        verbose_name = _("snapshot")

    def __str__(self) -> str:
        return self.digest[:12]


class Run(models.Model):
    """One run of the matching on a snapshot with settings; at most one at a time per round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="runs")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="runs")
    label = models.CharField(_("label"), max_length=80, blank=True)
    options = models.JSONField(_("settings"), default=dict)
    rules = models.JSONField(_("rules"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict, blank=True)
    plan = EncryptedTextField(_("result"), blank=True)
    total = models.BigIntegerField(_("total value"), null=True, blank=True)
    bound = models.FloatField(_("proven upper bound"), null=True, blank=True)
    error = models.TextField(blank=True)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    way = models.CharField(_("way of the repair"), max_length=12, choices=RepairWay.choices, blank=True)
    beside = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="variants")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(_("last sign of life of its worker"), null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=["queued", "running"]), name="one_run_at_a_time_per_round"
            )
        ]
        verbose_name = _("run")

    def __str__(self) -> str:
        name = self.label or f"run {self.pk}"
        return f"{name}: {self.get_way_display()}" if self.way else name


class Rule(models.Model):
    """A pin, a ban, a group to keep, a city to leave out: who decided it, why, and whether it was undone."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rules")
    kind = models.CharField(_("kind"), max_length=6, choices=RuleKind.choices)
    memberships = models.ManyToManyField(Membership, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("rule")

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"
