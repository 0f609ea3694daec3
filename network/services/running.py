"""Doing a run: whoever claims it first does it, tells how far it is, stops when asked and keeps the best found."""

from __future__ import annotations

import json
import logging
import time
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from network.choices import RunState
from network.matching import MatchingError, Plan, Progress, match, to_json
from network.models import Run
from network.permissions import may_coordinate
from network.problem import problem_of
from network.services import audit
from network.services.errors import RunNotPossible
from network.services.matching import plan_of, release_silent

log = logging.getLogger("safer_cities.matching")
LOOK_EVERY = 1.0  # seconds between two looks at "stop, please" and two notes of progress
DEAD_AFTER = timedelta(seconds=60)  # a coordinator who presses "stop" need not wait longer for a worker that is gone


def execute(run: Run) -> Run:
    """Do a queued run; whoever claims it first does it. Never raises for the problem's own trouble: the run says it."""
    claimed = Run.objects.filter(pk=run.pk, state=RunState.QUEUED)
    if not claimed.update(state=RunState.RUNNING, seen=timezone.now()):
        run.refresh_from_db()
        return run
    watch = _Watch(run)
    try:
        previous, lost = _previous(run)
        plan = match(
            problem_of(json.loads(run.snapshot.problem)),
            previous=previous,
            progress=watch.progress,
            should_stop=watch.should_stop,
        )
    except MatchingError as error:
        _finish(run, RunState.FAILED, error=str(error) or "Stopped before a first result was found.")
    except Exception:
        log.exception("run %s failed", run.pk)
        _finish(run, RunState.FAILED, error="The run failed; the operator finds the reason in the log.")
    except BaseException:  # the worker is told to end at once: the round must not be held by a run nobody does
        _finish(run, RunState.FAILED, error="The worker was ended during this run; run it again.")
        raise
    else:
        state = RunState.STOPPED if watch.stopped else RunState.DONE
        _finish(run, state, plan=json.dumps(to_json(plan)), total=plan.total, bound=plan.bound, error=lost)
    run.refresh_from_db()
    return run


def _previous(run: Run) -> tuple[Plan | None, str]:
    """The earlier result little shall change from, or None with the words that say so when it cannot be read."""
    if run.previous is None or not run.previous.plan:
        return None, ""
    try:
        return plan_of(run.previous), ""
    except RunNotPossible:
        return None, "The earlier result could not be read, so this one was made without keeping anything of it."


class _Watch:
    """Between the algorithm and the database: writes progress and a sign of life, reads the wish to stop."""

    def __init__(self, run: Run) -> None:
        self.run, self.stopped, self._looked, self._told = run, False, 0.0, 0.0

    def progress(self, state: Progress) -> None:
        """Note phase, best value, bound and gap, at most once a second."""
        now = time.monotonic()
        if now - self._told >= LOOK_EVERY:
            self._told = now
            Run.objects.filter(pk=self.run.pk).update(
                progress={"phase": state.phase, "value": state.value, "bound": state.bound, "gap": state.gap}
            )

    def should_stop(self) -> bool:
        """Whether a coordinator asked to stop, or the run was ended without us; asked at most once a second."""
        now = time.monotonic()
        if not self.stopped and now - self._looked >= LOOK_EVERY:
            self._looked = now
            mine = Run.objects.filter(pk=self.run.pk, state=RunState.RUNNING, stop_asked=False)
            self.stopped = not mine.update(seen=timezone.now())
        return self.stopped


def _finish(run: Run, state: RunState, **fields: Any) -> bool:
    """Note the end of a run that is still ours; one that was ended meanwhile keeps what was said then."""
    mine = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    return bool(mine.update(state=state, finished=timezone.now(), **fields))


@transaction.atomic
def stop_run(*, run: Run, by: Any) -> None:
    """Ask a run to end with the best plan found so far.

    One that nobody has begun is withdrawn at once; one whose worker has given no sign of life for a minute is ended.
    Raises PermissionDenied.
    """
    if not may_coordinate(by, run.round.programme):
        raise PermissionDenied
    withdrawn = Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
        state=RunState.FAILED, finished=timezone.now(), error="Withdrawn before it began."
    )
    if not withdrawn and not release_silent(run.round, DEAD_AFTER):
        Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop_asked=True)
    audit.note(programme=run.round.programme, by=by, verb="run stopped", about=run)
