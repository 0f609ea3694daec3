"""Twelve ways an Elasticsearch fails people, on a real server: nobody gets an error or a wrong number, few wait, and
all is well again without a restart."""

from __future__ import annotations

import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from search.engines.elastic import ElasticEngine, Patience
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import FailoverEngine
from search.queries import Query, SearchUnavailable
from tests.chaos.load import people
from tests.chaos.proxy import FaultProxy
from tests.elasticsearch import nodes
from tests.elasticsearch.fixtures import borrowed
from tests.elasticsearch.nodes import Node
from tests.search.contract import filled
from tests.search.library import FACETS, LIBRARY, many, practice

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

VICTIM = Node("victim", nodes.BASE_PORT + 5, nodes.BASE_PORT + 25)
DOCUMENTS = [*LIBRARY, *many(300)]
QUESTION = Query(text="safety", selected={"theme": ("g1",)})
OUTAGE_SECONDS = 4.0
BACK_WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Site:
    """A site's search: the true server behind a proxy, and a stand-in."""

    engine: FailoverEngine
    direct: ElasticEngine
    proxy: FaultProxy

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        return nodes.call(VICTIM, method, path, body)


@pytest.fixture(scope="module")
def victim() -> Iterator[Node]:
    with borrowed((VICTIM,)):
        yield VICTIM


@pytest.fixture
def site(victim: Node, tmp_path: Path) -> Iterator[Site]:
    with FaultProxy(victim.http) as proxy:
        index = f"chaos-{uuid.uuid4().hex[:8]}"
        unhurried = Patience(connect=2, read=20, server=15, extra=20, write=60)
        direct = ElasticEngine(f"{victim.url}/{index}", facets=FACETS, patience=unhurried)
        through = ElasticEngine(f"http://127.0.0.1:{proxy.port}/{index}", facets=FACETS)
        engine = FailoverEngine(through, EmbeddedEngine(f"embedded://{tmp_path}/stand-in", facets=FACETS))
        filled(engine, DOCUMENTS)
        yield Site(engine, direct, proxy)
        for name in direct.indices.state().every:
            direct.indices.forget(name)
        direct.reader.close()
        through.reader.close()


@contextmanager
def proxied(site: Site, fault: str) -> Iterator[None]:
    site.proxy.fault = fault
    yield
    site.proxy.fault = ""


@contextmanager
def killed(site: Site) -> Iterator[None]:
    nodes.signal_node(VICTIM, signal.SIGKILL)
    yield
    while nodes.running_pid(VICTIM):
        time.sleep(0.1)
    VICTIM.pid_file.unlink(missing_ok=True)
    nodes.start((VICTIM,), keep_data=True)


@contextmanager
def hanging(site: Site) -> Iterator[None]:
    nodes.signal_node(VICTIM, signal.SIGSTOP)
    yield
    nodes.signal_node(VICTIM, signal.SIGCONT)


@contextmanager
def alias_missing(site: Site) -> Iterator[None]:
    index, alias = site.direct.indices.state().current, site.direct.indices.name
    site.admin("POST", "/_aliases", {"actions": [{"remove": {"index": index, "alias": alias}}]})
    yield
    site.admin("POST", "/_aliases", {"actions": [{"add": {"index": index, "alias": alias}}]})


@contextmanager
def red(site: Site) -> Iterator[None]:
    """The index in use has no shard that works: one that may live on a node only that does not exist."""
    indices = site.direct.indices
    state, alias = indices.state(), indices.name
    made = indices.definition()
    broken = f"{alias}-{'9' * 20}-{indices.digest()}"
    made["settings"] = {**made["settings"], "index.routing.allocation.require._name": "none"}
    made["aliases"] = {indices.write_alias(broken): {}}
    site.admin("PUT", f"/{broken}?wait_for_active_shards=0", made)
    assert site.admin("GET", f"/_cluster/health/{broken}")["status"] == "red"
    swap(site, alias, state.current, broken)
    yield
    swap(site, alias, broken, state.current)
    indices.forget(broken)


def swap(site: Site, alias: str, old: str, new: str) -> None:
    """Move the readers' alias."""
    moves = [{"remove": {"index": old, "alias": alias}}, {"add": {"index": new, "alias": alias}}]
    site.admin("POST", "/_aliases", {"actions": moves})


@contextmanager
def mapping_conflict(site: Site) -> Iterator[None]:
    """Somebody points the readers at an index that was made by hand."""
    state, alias = site.direct.indices.state(), site.direct.indices.name
    wrong = f"{alias}-by-hand"
    site.admin("PUT", f"/{wrong}", {"mappings": {"properties": {"codes.theme": {"type": "text"}}}})
    swap(site, alias, state.current, wrong)
    yield
    swap(site, alias, wrong, state.current)
    site.admin("DELETE", f"/{wrong}")


Outage = Callable[[Site], Any]
OUTAGES: dict[str, Outage] = {
    "process killed": killed,
    "process hangs": hanging,
    "connection refused": lambda site: proxied(site, "refuse"),
    "blackhole": lambda site: proxied(site, "blackhole"),
    "five seconds slow": lambda site: proxied(site, "slow"),
    "503": lambda site: proxied(site, "503"),
    "429": lambda site: proxied(site, "429"),
    "broken JSON": lambda site: proxied(site, "broken"),
    "answer cut off": lambda site: proxied(site, "cut"),
    "alias missing": alias_missing,
    "red index": red,
    "mapping conflict": mapping_conflict,
}


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES.keys())
def test_people_get_right_answers_during_an_outage(site: Site, outage: Outage) -> None:
    right = site.direct.search(QUESTION)
    assert right.total > 20
    with outage(site):
        with people(site.engine, QUESTION) as load:
            time.sleep(OUTAGE_SECONDS)
        change = [practice(500, "Written during the outage", version=3)]
        with pytest.raises(SearchUnavailable):
            site.engine.put(change)
        found = site.engine.search(Query(text="written outage"))
        assert (found.total, found.degraded) == (1, True)
    assert load.failures == []
    assert load.totals == {right.total}
    assert all(answer.facets == right.facets for answer in load.answers[:5])
    assert load.degraded > 0.9
    assert load.p95 <= 1.5

    deadline = time.monotonic() + BACK_WITHIN
    while site.engine.search(QUESTION).degraded and time.monotonic() < deadline:
        time.sleep(0.2)
    found = site.engine.search(QUESTION)
    assert not found.degraded
    assert found.total == right.total
    site.engine.put(change)  # the outbox sends it again
    site.engine.refresh()
    assert site.direct.search(Query(text="written outage")).total == 1


def test_a_full_disk_stops_writes_and_not_searches(site: Site) -> None:
    """The server's own flood stage, reached by setting the watermarks below today's use."""
    prefix = "cluster.routing.allocation.disk"
    marks = {f"{prefix}.watermark.{name}": f"{n}%" for n, name in ((1, "low"), (2, "high"), (3, "flood_stage"))}
    today = {f"{prefix}.threshold_enabled": True, "cluster.info.update.interval": "10s", **marks}
    site.admin("PUT", "/_cluster/settings", {"persistent": today})
    change = [practice(500, "Written on a full disk", version=3)]
    try:
        deadline = time.monotonic() + 60
        while "no writes" not in site.engine.status().detail and time.monotonic() < deadline:
            time.sleep(0.5)
        with pytest.raises(SearchUnavailable):
            site.engine.put(change)
        found = site.engine.search(QUESTION)
        assert not found.degraded
        assert found.total == site.direct.search(QUESTION).total
        assert "no writes" in site.engine.status().detail
    finally:
        site.admin("PUT", "/_cluster/settings", {"persistent": dict.fromkeys(today)})
    deadline = time.monotonic() + 60
    while "no writes" in site.engine.status().detail and time.monotonic() < deadline:
        time.sleep(0.5)
    site.engine.put(change)
    site.engine.refresh()
    assert site.engine.search(Query(text="full disk")).total == 1
