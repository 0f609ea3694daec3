"""A whole new index while readers keep the old one: filled, compared with the database, then swapped in one step.

Edits made meanwhile reach both indexes through the engine; versions decide which writing wins. The state row makes a
killed run go on after its last batch.
"""

from __future__ import annotations

import logging
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from search import outbox, sources
from search.documents import expanded_codes
from search.engines.base import Engine, Rebuild
from search.models import Clock, IndexRun, OutboxEntry
from search.queries import Query, SearchError
from search.service import get_engine

logger = logging.getLogger("safer_cities.search")

BATCH = 2_000
TOLERATED = 0.005  # share of documents that may be missing (edited in these seconds) before a swap is refused
ALIVE = timedelta(seconds=120)  # a run heard of this recently is still running

Progress = Callable[[str, int, int], None]
"""kind, documents done of that kind, documents of that kind in all."""


class RebuildNotPossible(SearchError):
    """The rebuild was refused or stopped; readers keep the index they have."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The new index against the database. missing, extra: ids."""

    expected: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def reindex(*, fresh: bool = False, progress: Progress | None = None) -> IndexRun:
    """Build a new index of every public record and take it into use.

    fresh: begin anew even when an unfinished run could go on. Returns the finished run.
    Raises RebuildNotPossible when another run is busy or the new index differs too much from the database;
    SearchUnavailable when the engine does not answer (run again to go on).
    """
    engine = get_engine()
    run = _begin(engine, fresh=fresh)
    rebuild = engine.rebuild(resume=run.name)
    if rebuild.name != run.name:
        run.name, run.kind, run.last_key, run.documents, run.report = rebuild.name, "", 0, 0, {}
        run.save()
    _fill(rebuild, run, progress)
    comparison = compare(rebuild)
    _refuse_if_different(rebuild, run, comparison)
    rebuild.commit()
    engine.refresh()
    _check_counts(engine, run)
    _repair(comparison)
    finished = _finish(run, comparison)
    outbox.resume()
    return finished


def _begin(engine: Engine, *, fresh: bool) -> IndexRun:
    runs = IndexRun.objects.filter(action=IndexRun.Action.REBUILD, state=IndexRun.State.RUNNING)
    last = runs.order_by("-started_at").first()
    if last and last.updated_at > timezone.now() - ALIVE and not last.report.get("interrupted"):
        raise RebuildNotPossible(
            f"A rebuild begun at {last.started_at:%H:%M:%S} was busy until a moment ago. Wait for it; if it was "
            f"killed, run this again in {ALIVE.seconds} seconds and it goes on."
        )
    if last and not fresh and last.engine == engine.name:
        runs.exclude(pk=last.pk).update(state=IndexRun.State.FAILED, finished_at=timezone.now())
        last.report.pop("interrupted", None)
        last.save()
        return last
    runs.update(state=IndexRun.State.FAILED, finished_at=timezone.now())
    return IndexRun.objects.create(action=IndexRun.Action.REBUILD, engine=engine.name)


def _fill(rebuild: Rebuild, run: IndexRun, progress: Progress | None) -> None:
    try:
        for kind, source in _remaining(run):
            keys = array("q", source.public_keys())
            first = _after(keys, run.last_key) if run.kind == kind else 0
            if run.kind != kind:
                run.kind, run.last_key = kind, 0
            for start in range(first, len(keys), BATCH):
                _add_batch(rebuild, run, source, keys[start : start + BATCH])
                if progress:
                    progress(kind, min(start + BATCH, len(keys)), len(keys))
    except BaseException:
        run.report["interrupted"] = True  # said in words, so that the next run need not wait
        run.save()
        raise


def _remaining(run: IndexRun) -> Iterator[tuple[str, sources.Source]]:
    kinds = list(sources.all_sources())
    begin = kinds.index(run.kind) if run.kind in kinds else 0
    for kind in kinds[begin:]:
        yield kind, sources.all_sources()[kind]


def _after(keys: array[int], last: int) -> int:
    return next((i for i, key in enumerate(keys) if key > last), len(keys))


def _add_batch(rebuild: Rebuild, run: IndexRun, source: sources.Source, keys: array[int]) -> None:
    version = Clock.tick()
    documents = list(source.documents(keys, dict.fromkeys(keys, version)))
    rebuild.add(documents)
    counts: dict[str, dict[str, int]] = run.report.setdefault("counts", {})
    for name, facet in sources.all_facets().items():
        tally = Counter(code for d in documents for code in expanded_codes(d, name, tree=facet.tree))
        held = counts.setdefault(name, {})
        for code, number in tally.items():
            held[code] = held.get(code, 0) + number
    run.last_key = keys[-1]
    run.documents += len(documents)
    run.save()


def compare(rebuild: Rebuild) -> Comparison:
    """Ids of the new index against the public rows of the database."""
    expected = {f"{kind}:{key}" for kind, source in sources.all_sources().items() for key in source.public_keys()}
    held = {document_id for document_id, _ in rebuild.versions()}
    return Comparison(len(expected), tuple(sorted(expected - held)), tuple(sorted(held - expected)))


def _refuse_if_different(rebuild: Rebuild, run: IndexRun, found: Comparison) -> None:
    allowed = _tolerance(run, found.expected)
    if len(found.missing) + len(found.extra) <= allowed:
        return
    rebuild.abandon()
    run.state, run.finished_at = IndexRun.State.FAILED, timezone.now()
    run.report = {"missing": len(found.missing), "extra": len(found.extra), "examples": list(found.missing[:10])}
    run.save()
    raise RebuildNotPossible(
        f"The new index lacks {len(found.missing)} records and holds {len(found.extra)} too many of "
        f"{found.expected}; at most {allowed} may differ. Readers keep the old index."
    )


def _check_counts(engine: Engine, run: IndexRun) -> None:
    """Count per facet in the index now in use against what was read from the database; go back when they differ."""
    counts: dict[str, dict[str, int]] = run.report.get("counts", {})
    allowed = _tolerance(run, run.documents)
    for name in sources.all_facets():
        found = engine.search(Query(facets=(name,), size=1, facet_values=500)).facets[name]
        read = counts.get(name, {})
        wrong = [v.value for v in found.values if abs(v.count - read.get(v.value, 0)) > allowed]
        if not wrong:
            continue
        engine.rollback()
        run.state, run.finished_at, run.report = IndexRun.State.FAILED, timezone.now(), {"facet": name, "codes": wrong}
        run.save()
        raise RebuildNotPossible(
            f"The counts of the facet '{name}' differ from the database ({', '.join(wrong[:5])}); the index before "
            "is in use again."
        )


def _tolerance(run: IndexRun, documents: int) -> int:
    """How many records may differ: a small share, and every record edited since the run began (edits reach the new
    index by a way of their own, and are looked at again afterwards)."""
    edited = OutboxEntry.objects.filter(created_at__gte=run.started_at).count()
    return max(5, int(documents * TOLERATED)) + edited


def _repair(found: Comparison) -> None:
    """What was published or withdrawn while the comparison ran is looked at once more."""
    keys: dict[str, list[int]] = {}
    for document_id in (*found.missing, *found.extra):
        kind, key = document_id.split(":", 1)
        keys.setdefault(kind, []).append(int(key))
    for kind, of_kind in keys.items():
        if kind in sources.all_sources():
            outbox.changed(kind, of_kind, "rebuild")


def _finish(run: IndexRun, found: Comparison) -> IndexRun:
    run.state, run.finished_at = IndexRun.State.DONE, timezone.now()
    run.report = {"repaired": len(found.missing) + len(found.extra)}
    run.save()
    logger.info("index rebuilt: %d documents, %s", run.documents, run.name)
    return run
