"""The index against the database: compare and mend, go back to the index before, and say how everything is."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone

from search import outbox, sources
from search.models import IndexRun, OutboxEntry
from search.service import get_engine

WORD_GOOD_FOR = 10.0  # seconds; load balancers ask often
_word = ("", 0.0)
STALE_AFTER = timedelta(seconds=60)  # a queue this old hides facets' exactness; the page says so


def reconcile() -> IndexRun:
    """Compare ids and versions of both sides and put every difference into the queue.

    Missing and surplus records are found by id; a record whose index version is older than its last drained change
    is found by version. Returns the run with its report.
    """
    engine = get_engine()
    run = IndexRun.objects.create(action=IndexRun.Action.RECONCILE, engine=engine.name)
    held = dict(engine.versions())
    public = {f"{kind}:{key}" for kind, source in sources.all_sources().items() for key in source.public_keys()}
    wrong: dict[str, set[int]] = {}
    for document_id in public.symmetric_difference(held):
        kind, key = document_id.split(":", 1)
        if kind in sources.all_sources():
            wrong.setdefault(kind, set()).add(int(key))
    missing, surplus = len(public - held.keys()), len(held.keys() - public)
    stale = _stale(held, wrong)
    for kind, keys in wrong.items():
        outbox.changed(kind, sorted(keys), "reconcile")
    run.state, run.finished_at = IndexRun.State.DONE, timezone.now()
    run.documents = len(held)
    run.report = {"missing": missing, "surplus": surplus, "stale": stale}
    run.save()
    return run


def _stale(held: dict[str, int], wrong: dict[str, set[int]]) -> int:
    """Add the records whose last drained change has a higher version than the index; returns how many."""
    found = 0
    drained = OutboxEntry.objects.exclude(version=None).values_list("kind", "key").annotate(last=Max("version"))
    for kind, key, last in drained.iterator():
        version = held.get(f"{kind}:{key}")
        if version is not None and version < last and key not in wrong.get(kind, set()):
            wrong.setdefault(kind, set()).add(key)
            found += 1
    return found


def rollback() -> bool:
    """Take the index before the last rebuild into use again; False when none is kept."""
    engine = get_engine()
    done = engine.rollback()
    if done:
        now = timezone.now()
        IndexRun.objects.create(
            action=IndexRun.Action.ROLLBACK, engine=engine.name, state=IndexRun.State.DONE, finished_at=now
        )
    return done


def lag() -> timedelta:
    """Age of the oldest change that waits; zero when none does."""
    oldest = OutboxEntry.objects.waiting().aggregate(oldest=Min("created_at"))["oldest"]
    return timezone.now() - oldest if oldest else timedelta(0)


def status() -> dict[str, Any]:
    """Engine, queue, drift and last runs, as plain values for people, monitors and the staff page."""
    engine = get_engine().status()
    now = timezone.now()
    queue = OutboxEntry.objects.waiting().aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    drift = OutboxEntry.objects.filter(reason="gate", created_at__gt=now - timedelta(days=1)).count()
    public = sum(1 for source in sources.all_sources().values() for _ in source.public_keys())
    return {
        "engine": engine.engine,
        "available": engine.available,
        "documents": engine.documents,
        "public_records": public,
        "size_bytes": engine.size_bytes,
        "detail": engine.detail,
        "outdated": engine.outdated,
        "waiting": queue["waiting"],
        "oldest_seconds": round((now - queue["oldest"]).total_seconds(), 1) if queue["oldest"] else 0,
        "failed": OutboxEntry.objects.failed().count(),
        "stale_hits_last_day": drift,
        "runs": {action: _as_values(run) for action, run in last_runs().items()},
        "healthy": engine.available
        and not engine.outdated
        and engine.documents == public
        and not OutboxEntry.objects.failed().exists(),
    }


def word() -> str:
    """How the search is in one word, for health checks: "ok", "outdated" (made for an older definition), or "away"
    (readers may still be answered by the stand-in). Asked at most every WORD_GOOD_FOR seconds."""
    global _word
    said, until = _word
    if time.monotonic() >= until:
        engine = get_engine().status()
        said = "outdated" if engine.outdated else "ok" if engine.available else "away"
        _word = (said, time.monotonic() + WORD_GOOD_FOR)
    return said


def forget() -> None:
    """Ask again for the next `word`."""
    global _word
    _word = ("", 0.0)


def last_runs() -> dict[str, IndexRun | None]:
    """The newest run of every kind; None for a kind that never ran."""
    newest = IndexRun.objects.order_by("-started_at")
    return {action: newest.filter(action=action).first() for action in IndexRun.Action.values}


def _as_values(run: IndexRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    report = {key: value for key, value in run.report.items() if key != "counts"}
    return {"state": run.state, "started": run.started_at.isoformat(), "documents": run.documents, **report}
