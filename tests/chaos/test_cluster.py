"""Three nodes, one of them killed while people search and editors write: no failed search, no lost document."""

from __future__ import annotations

import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from search.engines.elastic import ElasticEngine
from search.engines.elastic.client import Patience
from search.engines.failover import FailoverEngine
from search.engines.memory import MemoryEngine
from search.queries import Query, SearchUnavailable
from tests.chaos.load import people
from tests.elasticsearch import nodes
from tests.elasticsearch.fixtures import elasticsearch_cluster  # noqa: F401
from tests.elasticsearch.nodes import Node
from tests.search.contract import filled
from tests.search.library import FACETS, many, practice

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

DOCUMENTS = many(500)
QUESTION = Query(text="safety", selected={"theme": ("g1",)})


@pytest.fixture
def engine(elasticsearch_cluster: tuple[Node, ...]) -> Iterator[ElasticEngine]:  # noqa: F811
    hosts = ",".join(node.url for node in elasticsearch_cluster)
    # Whether another node answers is the question here, not how soon: three nodes and their load share this machine.
    patience = Patience(connect=2.0, read=20.0, server=15.0, extra=15.0)
    url = f"{hosts}/cluster-{uuid.uuid4().hex[:8]}"
    made = ElasticEngine(url, facets=FACETS, patience=patience)
    filler = ElasticEngine(url, facets=FACETS, patience=replace(patience, write=60.0))  # filling is no part of the test
    filled(filler, DOCUMENTS)
    filler.reader.close()
    deadline = time.monotonic() + 60
    while not nodes.is_healthy(elasticsearch_cluster[0], 3, "green") and time.monotonic() < deadline:
        time.sleep(0.2)
    yield made
    made.reader.close()


class Editors(threading.Thread):
    """Write one record after the other, each again until it is taken, as the outbox does."""

    def __init__(self, engine: ElasticEngine) -> None:
        super().__init__(daemon=True)  # a failing test must not keep the run from ending
        self.engine = engine
        self.taken: list[str] = []
        self.refusals = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            document = practice(5_000 + number, f"Written while it burnt {number}", version=number)
            while not (taken := self._taken(document)) and not self.stopping.is_set():
                time.sleep(0.2)
            if taken:
                self.taken.append(document.id)

    def _taken(self, document: object) -> bool:
        try:
            self.engine.put([document])  # type: ignore[list-item]
        except SearchUnavailable:
            self.refusals += 1
            return False
        return True


@pytest.mark.parametrize("role", ["holds the primary shard", "is the master"])
def test_one_of_three_nodes_is_killed(
    engine: ElasticEngine,
    elasticsearch_cluster: tuple[Node, ...],  # noqa: F811
    role: str,
) -> None:
    right = engine.search(QUESTION)
    victim = _node_that(role, engine, elasticsearch_cluster)
    editors = Editors(engine)
    with people(engine, QUESTION) as load:
        editors.start()
        time.sleep(2)
        nodes.signal_node(victim, signal.SIGKILL)
        time.sleep(8)
        wait_for(lambda: len(load.answers) > 100 and len(editors.taken) > 20)
        editors.stopping.set()
        editors.join(timeout=60)
    assert load.failures == []
    assert load.totals == {right.total}
    assert len(load.answers) > 100
    assert len(editors.taken) > 20

    engine.refresh()
    held = {document_id for document_id, _ in engine.versions()}
    assert held == {document.id for document in DOCUMENTS} | set(editors.taken)
    while nodes.running_pid(victim):
        time.sleep(0.1)
    nodes.start(elasticsearch_cluster, keep_data=True)


def test_at_the_time_outs_of_the_site_a_killed_node_is_no_failed_search(
    engine: ElasticEngine,
    elasticsearch_cluster: tuple[Node, ...],  # noqa: F811
) -> None:
    """The site's own engine: 0.3 s for a connection, 1 s for an answer, then the stand-in. The totals stay the same, and
    the cluster answers again without a restart."""
    right = engine.search(QUESTION).total
    victim = _node_that("holds the primary shard", engine, elasticsearch_cluster)
    hosts = ",".join(node.url for node in elasticsearch_cluster)
    of_the_site = ElasticEngine(f"{hosts}/{engine.address.index}", facets=FACETS)
    site = FailoverEngine(of_the_site, filled(MemoryEngine(facets=FACETS), DOCUMENTS))
    with people(site, QUESTION) as load:
        time.sleep(2)
        nodes.signal_node(victim, signal.SIGKILL)
        time.sleep(8)
        wait_for(lambda: len(load.answers) > 100)
    assert load.failures == []
    assert load.totals == {right}
    assert wait_for(lambda: not site.search(QUESTION).degraded)
    assert site.search(QUESTION).total == right
    of_the_site.reader.close()
    wait_for(lambda: not nodes.running_pid(victim))
    nodes.start(elasticsearch_cluster, keep_data=True)


def wait_for(holds: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether it holds, now or before the time is over; a busy machine needs longer for as much."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _node_that(role: str, engine: ElasticEngine, cluster: tuple[Node, ...]) -> Node:
    """The node with that role, as the cluster tells."""
    if role == "is the master":
        name = nodes.call(cluster[0], "GET", "/_cat/master?format=json")[0]["node"]
    else:
        rows = nodes.call(cluster[0], "GET", f"/_cat/shards/{engine.address.index}?format=json")
        name = next(row["node"] for row in rows if row["prirep"] == "p")
    return next(node for node in cluster if node.name == name)
