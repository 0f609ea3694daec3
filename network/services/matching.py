"""Asking for a run of the matching: a frozen snapshot, one run at a time; the result as values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import RepairWay, RunState
from network.matching import MatchingError, Plan, from_json
from network.matching.receipt import sha256
from network.models import Round, Run, Snapshot
from network.permissions import may_coordinate
from network.problem import problem_document, problem_of
from network.services import audit
from network.services.errors import RunNotPossible
from network.states import ExchangeState, RoundState

# A worker gives a sign of life about once a second; after so long without one it is taken for dead.
SILENT_AFTER = timedelta(minutes=5)
READY = (RoundState.ELIGIBLE, RoundState.MATCHING, RoundState.REVIEW, RoundState.INVITING)


@transaction.atomic
def ask_for_run(
    *, round: Round, by: Any, options: Mapping[str, Any] | None = None, label: str = "", previous: Run | None = None
) -> Run:
    """A coordinator asks for a run. Raises as `queue_run`, and PermissionDenied."""
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    return queue_run(round=round, by=by, options=options, label=label, previous=previous)


@transaction.atomic
def queue_run(
    *, round: Round, by: Any, options: Mapping[str, Any] | None = None, label: str = "", previous: Run | None = None
) -> Run:
    """Freeze the inputs and queue a run; the caller has checked who asks.

    Raises RunNotPossible: wrong state, inputs the algorithm refuses, or (with the winner) a run is under way.
    """
    if round.state not in READY:
        raise RunNotPossible(_("Close the survey first: the run needs a fixed list of cities."))
    audit.in_turn(round.programme)
    release_silent(round)
    _must_be_free(round)  # a cheap look first, so that many who press at once wait for one another only briefly
    settings = dict(options if options is not None else round.options)
    document = problem_document(round, settings)
    try:
        problem_of(document)
    except MatchingError as error:
        raise RunNotPossible(str(error)) from error
    snapshot, _made = Snapshot.objects.get_or_create(
        round=round, digest=sha256(document), defaults={"problem": json.dumps(document)}
    )
    try:
        with transaction.atomic():
            run = Run.objects.create(
                round=round,
                snapshot=snapshot,
                options=settings,
                rules=document["rules"],
                label=label[:80],
                previous=previous,
                asked_by=by,
            )
    except IntegrityError as error:
        _must_be_free(round)
        raise RunNotPossible(_("A run of this round is under way already.")) from error
    audit.note(programme=round.programme, by=by, verb="run asked for", about=run, digest=snapshot.digest)
    return run


def release_silent(round: Round, after: timedelta = SILENT_AFTER) -> int:
    """End runs whose worker has given no sign of life for so long, so that the round is not held for ever.

    Returns how many. A worker that lives after all finds its run ended and its result is dropped.
    """
    return (
        round.runs.filter(state=RunState.RUNNING)
        .annotate(last=Coalesce("seen", "asked"))
        .filter(last__lt=timezone.now() - after)
        .update(
            state=RunState.FAILED,
            finished=timezone.now(),
            error="The worker that did this run ended without a result; run it again.",
        )
    )


def _must_be_free(round: Round) -> None:
    """Raise RunNotPossible with the winner's id when a run of the round is under way."""
    winner = round.runs.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).values_list("pk", flat=True).first()
    if winner is not None:
        raise RunNotPossible(_("A run of this round is under way already."), winner=winner)


@transaction.atomic
def ask_for_repair(*, round: Round, by: Any) -> Run:
    """After a city declined: match those left behind again; groups that stand stay.

    One run works out the ways of RepairWay, to be laid side by side; see `network.services.running`. Raises as
    `ask_for_run`; RunNotPossible when nobody declined or no run was chosen.
    """
    if round.chosen_run is None or not round.exchanges.filter(state=ExchangeState.DECLINED).exists():
        raise RunNotPossible(_("Nothing to repair: no group of this round was declined."))
    chosen = round.chosen_run
    name = chosen.label or _("run %(number)s") % {"number": chosen.pk}
    label = name if chosen.way else _("Repair of %(run)s") % {"run": name}
    run = ask_for_run(round=round, by=by, options=chosen.options, label=label, previous=chosen)
    run.way = RepairWay.LEAST_CHANGE
    run.save(update_fields=["way"])
    return run


def plan_of(run: Run) -> Plan:
    """The run's result as values. Raises RunNotPossible when there is none."""
    if not run.plan:
        raise RunNotPossible(run.error or _("This run has no result yet."))
    try:
        return _decoded(run.plan)
    except MatchingError as error:
        raise RunNotPossible(
            _("This result was made by another version of the matching and cannot be read any more; run it again.")
        ) from error


@lru_cache(maxsize=8)
def _decoded(text: str) -> Plan:
    """A stored result as values, which nobody can change: the pages of a run in use decode it once."""
    return from_json(json.loads(text))
