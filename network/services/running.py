"""Doing a run: whoever claims it first does it, tells how far it is, stops when asked and keeps the best found.

A repair is one run that works out three ways of mending; the second and third are kept as runs beside it.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from network.choices import RepairWay, RunState
from network.matching import MatchingError, Plan, Problem, Progress, match, to_json
from network.matching.repair import HOLD
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
    try:
        found, lost = _solve(run, _Watch(run))
    except MatchingError as error:
        _finish(run, RunState.FAILED, error=str(error) or "Stopped before a first result was found.")
    except Exception:
        log.exception("run %s failed", run.pk)
        _finish(run, RunState.FAILED, error="The run failed; the operator finds the reason in the log.")
    except BaseException:  # the worker is told to end at once: the round must not be held by a run nobody does
        _finish(run, RunState.FAILED, error="The worker was ended during this run; run it again.")
        raise
    else:
        _keep(run, found, lost)
    run.refresh_from_db()
    return run


@dataclass(frozen=True, slots=True)
class _Found:
    """A result, the way it was found (empty: not a repair) and whether it was stopped before its end."""

    plan: Plan
    way: str
    stopped: bool


def _solve(run: Run, watch: _Watch) -> tuple[list[_Found], str]:
    """The result of a run, or the results of a repair; and words on an earlier result that could not be read."""
    previous, lost = _previous(run)
    problem = problem_of(json.loads(run.snapshot.problem))
    ways = _ways(run, problem, previous)
    found: list[_Found] = []
    for way, points in ways:
        if found and watch.should_stop():
            break
        try:
            plan = match(
                problem, previous=previous, keep_points=points, progress=watch.progress, should_stop=watch.should_stop
            )
        except MatchingError:
            if found:  # a later way was stopped before it had anything; the earlier ones stand
                break
            raise
        found.append(_Found(plan, way, watch.stopped))
    return found, lost


def _ways(run: Run, problem: Problem, previous: Plan | None) -> tuple[tuple[str, int | None], ...]:
    """(way, points for keeping a group) of each result wanted; one of no name for a run that is not a repair."""
    if not run.way:
        return (("", None),)
    if previous is None:
        return ((RepairWay.FROM_SCRATCH, 0),)
    keep = problem.settings.weights.keep
    return (
        (RepairWay.LEAST_CHANGE, max(HOLD, keep)),
        (RepairWay.BALANCED, keep),
        (RepairWay.FROM_SCRATCH, 0),
    )


@transaction.atomic
def _keep(run: Run, found: list[_Found], lost: str) -> None:
    """Store the first result with the run and each other one as a run beside it."""
    rows = [
        {
            "state": RunState.STOPPED if one.stopped else RunState.DONE,
            "way": one.way,
            "plan": json.dumps(to_json(one.plan)),
            "total": one.plan.total,
            "bound": one.plan.bound,
            "error": lost,
        }
        for one in found
    ]
    if not _finish(run, **rows[0]):
        return
    same = ("round", "snapshot", "label", "options", "rules", "previous", "asked_by")
    for row in rows[1:]:
        Run.objects.create(**{name: getattr(run, name) for name in same}, beside=run, finished=timezone.now(), **row)


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


def _finish(run: Run, state: str, **fields: Any) -> bool:
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
    audit.in_turn(run.round.programme)
    withdrawn = Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
        state=RunState.FAILED, finished=timezone.now(), error="Withdrawn before it began."
    )
    if not withdrawn and not release_silent(run.round, DEAD_AFTER):
        Run.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop_asked=True)
    audit.note(programme=run.round.programme, by=by, verb="run stopped", about=run)
