"""Runs of the matching: a frozen snapshot, one run at a time, progress, a stop that keeps the best, one choice."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from guidelines.models import Theme
from network.choices import ClosingReason, MemberAnswer, RunState
from network.matching import MatchingError, Plan, Progress, from_json, match, to_json
from network.matching.receipt import sha256
from network.models import Exchange, ExchangeMember, Membership, Round, Run, Snapshot
from network.permissions import may_coordinate
from network.problem import problem_document, problem_of
from network.reasons import in_words
from network.services import audit
from network.services.errors import RunNotPossible, Stale
from network.states import LIVE_EXCHANGES, ExchangeState, RoundState
from network.words import spread_words

log = logging.getLogger("safer_cities.matching")
LOOK_EVERY = 1.0  # seconds between two looks at "stop, please" and two notes of progress
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
        raise RunNotPossible("Close the survey first: the run needs a fixed list of cities.")
    _must_be_free(round)  # a cheap look first, so that many who press at once wait for one another only briefly
    settings = dict(options if options is not None else round.options)
    document = problem_document(round, settings)
    try:
        problem_of(document)
    except MatchingError as error:
        raise RunNotPossible(str(error)) from error
    snapshot, _ = Snapshot.objects.get_or_create(
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
        raise RunNotPossible("A run of this round is under way already.") from error
    audit.note(programme=round.programme, by=by, verb="run asked for", about=run, digest=snapshot.digest)
    return run


def _must_be_free(round: Round) -> None:
    """Raise RunNotPossible with the winner's id when a run of the round is under way."""
    winner = round.runs.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).values_list("pk", flat=True).first()
    if winner is not None:
        raise RunNotPossible("A run of this round is under way already.", winner=winner)


@transaction.atomic
def ask_for_repair(*, round: Round, by: Any) -> Run:
    """After a city declined: match those left behind again, groups that stand stay, little else changes.

    Raises as `ask_for_run`; RunNotPossible when nobody declined or no run was chosen.
    """
    if round.chosen_run is None or not round.exchanges.filter(state=ExchangeState.DECLINED).exists():
        raise RunNotPossible("Nothing to repair: no group of this round was declined.")
    chosen = round.chosen_run
    return ask_for_run(round=round, by=by, options=chosen.options, label=f"Repair of {chosen}"[:80], previous=chosen)


def execute(run: Run) -> Run:
    """Do a queued run; whoever claims it first does it. Never raises for the problem's own trouble: the run says it."""
    if not Run.objects.filter(pk=run.pk, state=RunState.QUEUED).update(state=RunState.RUNNING):
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
        _finish(run, RunState.FAILED, error=str(error))
    except Exception:
        log.exception("run %s failed", run.pk)
        _finish(run, RunState.FAILED, error="The run failed; the operator finds the reason in the log.")
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
    """Between the algorithm and the database: writes progress, reads the wish to stop, at most once a second."""

    def __init__(self, run: Run) -> None:
        self.run, self.stopped, self._looked, self._told = run, False, 0.0, 0.0

    def progress(self, state: Progress) -> None:
        """Note phase, best value, bound and gap."""
        now = time.monotonic()
        if now - self._told >= LOOK_EVERY:
            self._told = now
            Run.objects.filter(pk=self.run.pk).update(
                progress={"phase": state.phase, "value": state.value, "bound": state.bound, "gap": state.gap}
            )

    def should_stop(self) -> bool:
        """Whether a coordinator asked to stop."""
        now = time.monotonic()
        if not self.stopped and now - self._looked >= LOOK_EVERY:
            self._looked = now
            self.stopped = Run.objects.filter(pk=self.run.pk, stop_asked=True).exists()
        return self.stopped


def _finish(run: Run, state: RunState, **fields: Any) -> None:
    Run.objects.filter(pk=run.pk).update(state=state, finished=timezone.now(), **fields)


@transaction.atomic
def stop_run(*, run: Run, by: Any) -> None:
    """Ask a run to end with the best plan found so far."""
    if not may_coordinate(by, run.round.programme):
        raise PermissionDenied
    Run.objects.filter(pk=run.pk, state__in=[RunState.QUEUED, RunState.RUNNING]).update(stop_asked=True)
    audit.note(programme=run.round.programme, by=by, verb="run stopped", about=run)


def plan_of(run: Run) -> Plan:
    """The run's result as values. Raises RunNotPossible when there is none."""
    if not run.plan:
        raise RunNotPossible(run.error or "This run has no result yet.")
    try:
        return _decoded(run.plan)
    except MatchingError as error:
        raise RunNotPossible(
            "This result was made by another version of the matching and cannot be read any more; run it again."
        ) from error


@lru_cache(maxsize=8)
def _decoded(text: str) -> Plan:
    """A stored result as values, which nobody can change: the pages of a run in use decode it once."""
    return from_json(json.loads(text))


@transaction.atomic
def choose_run(*, run: Run, by: Any, version: int) -> Round:
    """Take a run's groups as the round's proposals; proposals of an earlier choice that were not sent are replaced.

    version: the round's version the person saw. Raises RunNotPossible, Stale, PermissionDenied.
    """
    if not may_coordinate(by, run.round.programme):
        raise PermissionDenied
    if not Round.objects.filter(pk=run.round_id, version=version).exists():
        raise Stale("The round", Round.objects.values_list("version", flat=True).get(pk=run.round_id))
    return take_groups(run=run, by=by)


@transaction.atomic
def take_groups(*, run: Run, by: Any) -> Round:
    """Make the groups of a run the proposals of its round; the caller has checked who asks.

    Consent is asked again here: a city that withdrew it during the run is in no proposal (T16).
    """
    round = run.round
    plan = plan_of(run)
    fresh = {f"m{person.pk}": person for person in round.programme.memberships.current().consenting("match")}
    gone = sorted({member for group in plan.groups for member in group.members if member not in fresh})
    if gone:
        raise RunNotPossible(f"{len(gone)} cities of this result have left or withdrawn their consent; run again.")
    state = RoundState.INVITING if round.state == RoundState.INVITING else RoundState.REVIEW
    changed = Round.objects.filter(pk=round.pk, version=round.version).update(
        chosen_run=run, version=round.version + 1, state=state, state_since=timezone.now()
    )
    if not changed:
        raise Stale("The round", Round.objects.values_list("version", flat=True).get(pk=round.pk))
    round.exchanges.filter(state="proposed").delete()
    round.exchanges.filter(state=ExchangeState.DECLINED).update(
        state=ExchangeState.CLOSED,
        closing_reason=ClosingReason.DECLINED,
        state_since=timezone.now(),
        version=F("version") + 1,
    )
    taken = set(
        ExchangeMember.objects.filter(round=round, exchange__state__in=[s.value for s in LIVE_EXCHANGES]).values_list(
            "exchange_id", flat=True
        )
    )
    standing = {
        frozenset(f"m{pk}" for pk in exchange.members.values_list("membership_id", flat=True))
        for exchange in round.exchanges.filter(pk__in=taken)
    }
    for group in plan.groups:
        if frozenset(group.members) not in standing:
            _propose(round, run, group, fresh)
    audit.note(programme=round.programme, by=by, verb="run chosen", about=run, groups=len(plan.groups))
    round.refresh_from_db()
    return round


def _propose(round: Round, run: Run, group: Any, fresh: Mapping[str, Membership]) -> Exchange:
    cities = {key: membership.city.title for key, membership in fresh.items()}
    names = {**spread_words(), **dict(Theme.objects.values_list("code", "name")), **cities}
    reasons = {}
    for gain in group.gains:
        gets, gives, lessened = in_words(gain, names)
        reasons[gain.city] = {
            "points": gain.points,
            "best": gain.best,
            "gets": gets,
            "gives": gives,
            "lessened": lessened,
        }
    exchange = Exchange.objects.create(
        round=round,
        run=run,
        reasons=json.dumps(reasons),
        value=group.points,
        format="carousel" if len(group.members) == 3 else "call",
    )
    for gain in group.gains:
        membership = fresh[gain.city]
        taken = (
            ExchangeMember.objects.filter(round=round, membership=membership)
            .exclude(state__in=[MemberAnswer.DECLINED, MemberAnswer.EXPIRED, MemberAnswer.WITHDRAWN])
            .count()
        )
        ExchangeMember.objects.create(
            exchange=exchange, membership=membership, round=round, slot=taken + 1, predicted=gain.points
        )
    return exchange
