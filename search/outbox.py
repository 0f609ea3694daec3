"""How a change reaches the index and is never lost: a row in the same transaction, drained after the commit.

Every source of change calls `changed` (publish, unpublish, move, delete, restriction, renamed term or city, bulk
update). The drain reads the record again *now*: what is public is put, everything else is dropped.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from search import sources
from search.documents import Document, Tombstone
from search.engines.base import Engine
from search.models import Clock, OutboxEntry
from search.queries import SearchUnavailable
from search.service import get_engine

logger = logging.getLogger("safer_cities.search")

BATCH = 200
LEASE = timedelta(seconds=60)  # a drain that was killed gives its rows back after this
TRIES = 20  # of a record that cannot be read or indexed; an engine that is down does not count
LONGEST_PAUSE = 300.0  # seconds between two tries
KEPT = timedelta(days=7)  # rows that are done, for the figures of `search_status`
NOTED_AGAIN = 60.0  # seconds before a stale hit that is still met is noted again

_noted: dict[tuple[str, int], float] = {}
_request = threading.local()


@dataclass(slots=True)
class Drained:
    """What a drain did. put, dropped: documents. postponed: rows that stay for a later try. failed: given up."""

    put: int = 0
    dropped: int = 0
    postponed: int = 0
    failed: int = 0


def changed(kind: str, keys: Iterable[int], reason: str) -> None:
    """Note that records may have to enter, leave or change in the index.

    Call inside the transaction of the change; nothing is noted when it is rolled back. kind: of a registered source.
    keys: primary keys, also of records just deleted. reason: a short word for the status ("published", "renamed").
    Raises ValueError for an unknown kind.
    """
    if kind not in sources.all_sources():
        known = ", ".join(sources.all_sources()) or "none registered"
        raise ValueError(f"no source for the kind '{kind}' (known: {known}); register it in the room's AppConfig.ready")
    rows = [OutboxEntry(kind=kind, key=key, reason=reason[:60]) for key in dict.fromkeys(keys)]
    if not rows:
        return
    OutboxEntry.objects.bulk_create(rows, batch_size=1000)
    if settings.SEARCH_INLINE_DRAIN:
        transaction.on_commit(_drain_after_commit)


def changed_together(keys: Mapping[str, Iterable[int]], reason: str) -> None:
    """Note changes a reader came upon: one query for all kinds, drained when its answer has gone out.

    keys: kind → primary keys; kinds no source has are left out. What waits already is noted once a minute and process.
    """
    now = time.monotonic()
    for noted in [one for one, when in _noted.items() if now - when > NOTED_AGAIN]:
        del _noted[noted]
    known = sources.all_sources()
    new = [(kind, key) for kind, of_kind in keys.items() if kind in known for key in of_kind]
    new = [one for one in dict.fromkeys(new) if one not in _noted]
    if not new:
        return
    OutboxEntry.objects.bulk_create([OutboxEntry(kind=kind, key=key, reason=reason) for kind, key in new])
    _noted.update(dict.fromkeys(new, now))
    if not settings.SEARCH_INLINE_DRAIN:
        return
    if getattr(_request, "open", False):
        _request.to_drain = True
    else:
        transaction.on_commit(_drain_after_commit)


def request_begins(**signal: Any) -> None:
    """From here on the inline drain of what `changed_together` notes waits for the answer to go out."""
    _request.open, _request.to_drain = True, False


def request_ends(**signal: Any) -> None:
    """The answer went out: the inline drain of what was noted meanwhile."""
    _request.open = False
    if getattr(_request, "to_drain", False):
        _request.to_drain = False
        _drain_after_commit()


def _drain_after_commit() -> None:
    """The inline drain: whatever goes wrong, the change is committed and its row stays for the next drain."""
    try:
        drain()
    except Exception:
        logger.exception("inline drain of the search outbox failed; the rows stay in the queue")


def drain(limit: int = 100_000) -> Drained:
    """Bring the index up to date with the queue, oldest first. limit: rows at most, so that a caller is not kept.

    Stops at the first engine failure; the rows then wait with a growing pause. Never raises SearchUnavailable.
    """
    done = Drained()
    seen = 0
    while seen < limit and (rows := _claim(min(BATCH, limit - seen))):
        seen += len(rows)
        try:
            _process(rows, done)
        except SearchUnavailable as trouble:
            _postpone(rows, trouble)
            done.postponed += len(rows)
            logger.warning("search engine unavailable; %d changes wait: %s", len(rows), trouble)
            break
    return done


def resume() -> None:
    """The engine answers again: changes that waited out its silence are due now, and drained where no relay does it.

    Without it, a site on one machine would stay behind until its next change.
    """
    OutboxEntry.objects.waiting().filter(next_try__gt=timezone.now()).update(next_try=None)
    if settings.SEARCH_INLINE_DRAIN:
        drain()


def _claim(size: int) -> list[OutboxEntry]:
    """Take rows so that no other drain works on them for a while."""
    now = timezone.now()
    due = Q(next_try=None) | Q(next_try__lte=now)
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    with transaction.atomic():
        waiting = OutboxEntry.objects.waiting().filter(due, free).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        rows = list(waiting[:size])
        OutboxEntry.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=now + LEASE)
    return rows


def _process(rows: list[OutboxEntry], done: Drained) -> None:
    for kind in dict.fromkeys(row.kind for row in rows):
        mine = [row for row in rows if row.kind == kind]
        try:
            _write(kind, mine, done)
        except SearchUnavailable:
            raise
        except Exception:
            logger.exception("changes of kind %s cannot be indexed together; trying each alone", kind)
            for row in mine:
                _process_alone(row, done)


def _process_alone(row: OutboxEntry, done: Drained) -> None:
    try:
        _write(row.kind, [row], done)
    except SearchUnavailable:
        raise
    except Exception as error:
        row.attempts += 1
        given_up = row.attempts >= TRIES
        now = timezone.now()
        OutboxEntry.objects.filter(pk=row.pk).update(
            attempts=row.attempts,
            next_try=now + pause(row.attempts),
            claimed_until=None,
            failed_at=now if given_up else None,
            error=f"{type(error).__name__}: {error}"[:300],
        )
        done.failed += given_up
        done.postponed += not given_up
        if given_up:
            logger.exception("ALARM: %s:%s given up after %d tries", row.kind, row.key, row.attempts)


def _write(kind: str, rows: list[OutboxEntry], done: Drained) -> None:
    """Read the records again and tell the engine. The version is taken before the reading; see models.Clock."""
    version = Clock.tick()
    put, dropped = write(kind, {row.key for row in rows}, version)
    OutboxEntry.objects.filter(pk__in=[row.pk for row in rows]).update(
        done_at=timezone.now(), version=version, claimed_until=None, error=""
    )
    done.put += put
    done.dropped += dropped


def write(kind: str, keys: Collection[int], version: int, engine: Engine | None = None) -> tuple[int, int]:
    """Put the records that are public now, drop the others; returns how many of each. engine: by default the site's."""
    source = sources.all_sources().get(kind)
    documents: list[Document] = []
    if source is not None:
        documents = list(source.documents(keys, dict.fromkeys(keys, version)))
    present = {document.id for document in documents}
    graves = [Tombstone(f"{kind}:{key}", version) for key in sorted(keys) if f"{kind}:{key}" not in present]
    engine = engine or get_engine()
    if documents:
        engine.put(documents)
    if graves:
        engine.drop(graves)
    return len(documents), len(graves)


def _postpone(rows: list[OutboxEntry], trouble: SearchUnavailable) -> None:
    now = timezone.now()
    attempts = max(row.attempts for row in rows)
    waiting = OutboxEntry.objects.filter(pk__in=[row.pk for row in rows]).waiting()
    # An outage must not use up the tries of a record, so attempts stops short of giving up.
    waiting.filter(attempts__lt=TRIES - 1).update(attempts=F("attempts") + 1)
    waiting.update(next_try=now + pause(attempts + 1), claimed_until=None, error=str(trouble)[:300])


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed tries: doubling from half a second, with jitter, at most LONGEST_PAUSE."""
    longest = min(LONGEST_PAUSE, 0.25 * 2 ** min(attempts, 12))
    return timedelta(seconds=longest * (0.5 + random.random() / 2))  # noqa: S311 - spreads load, no secret


def tidy(now: datetime | None = None) -> int:
    """Delete rows done longer than KEPT ago; returns how many."""
    deleted, _ = OutboxEntry.objects.filter(done_at__lt=(now or timezone.now()) - KEPT).delete()
    return deleted
