"""The upkeep against a real Elasticsearch with a stand-in: edits arrive, a backlog is worked off, a rebuild loses
nothing and may be killed at any point."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from search import outbox, rebuilding
from search.models import IndexRun, OutboxEntry
from search.queries import Query
from search.rebuilding import reindex
from search.relay import Relay
from search.service import get_engine
from search.upkeep import reconcile, status
from tests.chaos.load import people
from tests.chaos.proxy import FaultProxy
from tests.database_address import database_address
from tests.elasticsearch.fixtures import elasticsearch_url  # noqa: F401
from tests.search import notes as n

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("notes"),
]


@pytest.fixture
def proxy(elasticsearch_url: str, settings: Any, tmp_path: Path) -> Iterator[FaultProxy]:  # noqa: F811
    """The site searches with Elasticsearch, through a proxy that can break, and has a stand-in."""
    with FaultProxy(int(elasticsearch_url.rsplit(":", 1)[1])) as between:
        settings.SEARCH_URL = f"http://127.0.0.1:{between.port}/upkeep-{uuid.uuid4().hex[:8]}"
        settings.SEARCH_FALLBACK_URL = f"embedded://{tmp_path}/stand-in"
        engine: Any = get_engine()
        yield between
        between.fault = ""
        indices = engine.primary.indices
        for name in indices.state().every:
            indices.forget(name)
        engine.primary.reader.close()


def make(count: int, word: str = "Note") -> list[n.Group]:
    countries = ("FR", "CO", "CO")
    return n.Group.objects.bulk_create([n.Group(name=f"{word} {i:05d} #{countries[i % 3]}") for i in range(count)])


def total(text: str = "", seconds: float = 60) -> int:
    """What the server itself finds; on a busy machine it may be slow, and then the stand-in answers for a moment."""
    deadline = time.monotonic() + seconds
    while (found := get_engine().search(Query(text=text))).degraded and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not found.degraded
    return found.total


def work_off(seconds: float) -> None:
    """Drain as the relay does until nothing waits."""
    deadline = time.monotonic() + seconds
    while OutboxEntry.objects.waiting().exists() and time.monotonic() < deadline:
        if not Relay().drain().put:
            time.sleep(0.2)


def test_an_edit_is_found_once_the_relay_has_been_by(proxy: FaultProxy, settings: Any) -> None:
    """How many seconds that takes is measured by benchmarks/convergence.py."""
    settings.SEARCH_INLINE_DRAIN = False
    reindex()
    engine: Any = get_engine()
    for number in range(20):
        n.write(f"Arrival{number}")
        assert not total(f"arrival{number}")
        work_off(60)
        engine.primary.refresh()  # the server does it by itself every second
        assert total(f"arrival{number}") == 1


def test_ten_thousand_changes_of_an_outage_are_worked_off(proxy: FaultProxy, settings: Any) -> None:
    settings.SEARCH_INLINE_DRAIN = False
    made = make(10_000)
    reindex()
    proxy.fault = "refuse"
    n.Group.objects.filter(pk__in=[g.pk for g in made[:500]]).delete()
    for number, group in enumerate(made):
        group.name = f"draft withdrawn {number}" if number < 1_000 else f"Renamed lamps {number} #CO"
    n.Group.objects.bulk_update(made[500:], ["name"], batch_size=500)
    outbox.changed("note", [g.pk for g in made], "bulk")
    for _ in range(8):
        Relay().step()
    assert OutboxEntry.objects.waiting().count() > 5_000
    assert not OutboxEntry.objects.failed().exists()
    assert status()["available"] is False
    assert get_engine().search(Query(text="note")).degraded
    proxy.fault = ""
    work_off(120)
    assert not OutboxEntry.objects.waiting().exists()
    get_engine().refresh()
    assert reconcile().report == {"missing": 0, "surplus": 0, "stale": 0}
    assert total("lamps") == 9_000
    assert total("note") == total("withdrawn") == 0
    assert status()["healthy"] is True
    assert get_engine().status().detail.replace("cluster is yellow", "") == ""


def test_five_hundred_edits_during_a_rebuild(proxy: FaultProxy, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_INLINE_DRAIN = False
    monkeypatch.setattr(rebuilding, "BATCH", 200)
    made = make(2_000)
    reindex()
    edits = iter(range(500))

    def edit(kind: str, done: int, whole: int) -> None:
        for _ in range(50):
            number = next(edits)
            n.rename(made[(number * 37) % 2_000], f"Edited {number:04d} #CO")
        outbox.drain()

    with people(get_engine(), Query(text="note OR edited", every_word=False), number=3) as load:
        reindex(progress=edit)
    work_off(60)
    get_engine().refresh()
    assert next(edits, None) is None
    assert load.failures == []
    assert load.totals == {2_000}
    assert total("edited") == n.Group.objects.filter(name__startswith="Edited").count() == 500
    assert reconcile().report == {"missing": 0, "surplus": 0, "stale": 0}


KILLED = """
import os, sys
import django
django.setup()
from search import rebuilding, sources
from search.engines.elastic.engine import ElasticRebuild
from search.engines.elastic.indices import Indices
from search.kinds import KIND
from tests.search import notes

sources._sources.clear(); sources._facets.clear()
sources._sources["note"] = notes.NoteSource()
sources._facets.update({**notes.FACETS, "kind": KIND})
rebuilding.BATCH = 20
point, at = sys.argv[1], int(sys.argv[2])
owner = {"_begin": rebuilding, "compare": rebuilding, "create": Indices, "show": Indices}.get(point, ElasticRebuild)
real, calls = getattr(owner, point), []

def deadly(*arguments, **options):
    calls.append(1)
    answer = real(*arguments, **options)
    if len(calls) == at:
        os.kill(os.getpid(), 9)
    return answer

setattr(owner, point, deadly)
rebuilding.reindex()
"""

POINTS = (("_begin", 1), ("create", 1), ("add", 1), ("add", 3), ("compare", 1), ("show", 1))


@pytest.mark.parametrize(("point", "at"), POINTS)
def test_a_rebuild_killed_at_any_point(
    proxy: FaultProxy, settings: Any, monkeypatch: pytest.MonkeyPatch, point: str, at: int
) -> None:
    make(100, "Before")
    reindex()
    for group in n.Group.objects.all():  # changed behind the search's back, so that old and new index differ
        group.name = group.name.replace("Before", "After")
        group.save()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.search.settings_of_a_child",
        "DATABASE_URL": database_address(),
        "SEARCH_URL": settings.SEARCH_URL,
        "SEARCH_FALLBACK_URL": settings.SEARCH_FALLBACK_URL,
    }
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, point, str(at)],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    assert (total("before"), total("after")) == ((0, 100) if point == "show" else (100, 0))
    monkeypatch.setattr(rebuilding, "ALIVE", timedelta(0))
    assert reindex().state == IndexRun.State.DONE
    assert (total("before"), total("after")) == (0, 100)
    engine: Any = get_engine()
    assert len(engine.primary.indices.state().every) <= 2
    assert engine.fallback.search(Query(text="after")).total == 100
