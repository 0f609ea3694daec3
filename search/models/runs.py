"""What was done to the whole index and when: rebuilding (resumable from here), reconciling, going back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexRun(models.Model):
    """One run. name: the engine's name of the index being built. kind, last_key: everything up to there is in it."""

    class Action(models.TextChoices):
        REBUILD = "rebuild", _("rebuild")
        RECONCILE = "reconcile", _("reconcile")
        ROLLBACK = "rollback", _("rollback")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    action = models.CharField(max_length=12, choices=Action.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    engine = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    last_key = models.BigIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("run over the index")
        verbose_name_plural = _("runs over the index")
        get_latest_by = "started_at"
        indexes = (models.Index(fields=["action", "started_at"], name="search_run_latest"),)

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.started_at:%Y-%m-%d %H:%M}: {self.get_state_display()}"
