"""The Elasticsearch engine passes the contract on a real server, and what only it does: aliases, mapping, secrets."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from elasticsearch import ApiError

from search.engines.base import Engine
from search.engines.elastic import DocumentRefused, ElasticEngine, Patience
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import FailoverEngine
from search.facets import Facet
from search.queries import OUTDATED, IndexOutdated, Query, SearchUnavailable, Sort
from tests.elasticsearch.fixtures import elasticsearch_url, secured_elasticsearch  # noqa: F401
from tests.elasticsearch.nodes import Node
from tests.elasticsearch.security import SITE_USER
from tests.search.contract import GOLDEN, EngineContract, NewEngine, RankingContract, filled
from tests.search.library import FACETS, LIBRARY, many, practice

pytestmark = pytest.mark.elasticsearch

UNHURRIED = Patience(connect=2, read=20, server=15, extra=20, write=60)
"""The contract is about right answers; how long a person waits is tested in tests/chaos."""

MakeEngine = Callable[..., ElasticEngine]


@pytest.fixture
def make_engine(elasticsearch_url: str) -> Iterator[MakeEngine]:  # noqa: F811
    """Engines on one index name of their own, removed afterwards."""
    index = f"test-{uuid.uuid4().hex[:12]}"
    made: list[ElasticEngine] = []

    def make(facets: Mapping[str, Facet] = FACETS, **options: object) -> ElasticEngine:
        engine = ElasticEngine(f"{elasticsearch_url}/{index}", facets=facets, patience=UNHURRIED, **options)  # type: ignore[arg-type]
        made.append(engine)
        return engine

    yield make
    remove(make())
    for engine in made:
        engine.reader.close()


@pytest.fixture(scope="module")
def library_engine(elasticsearch_url: str) -> Iterator[ElasticEngine]:  # noqa: F811
    """An engine that holds the library, for tests that only read."""
    index = f"test-{uuid.uuid4().hex[:12]}"
    engine = ElasticEngine(f"{elasticsearch_url}/{index}", facets=FACETS, patience=UNHURRIED)
    filled(engine, LIBRARY)
    yield engine
    remove(engine)
    engine.reader.close()


def remove(engine: ElasticEngine) -> None:
    """Delete every index of the engine."""
    for name in engine.indices.state().every:
        engine.indices.forget(name)


WRITES = ("drop", "put", "late", "older", "versions", "write", "rebuild", "rollback", "readers", "status")


class TestElasticEngine(EngineContract):
    @pytest.fixture
    def new_engine(self, make_engine: MakeEngine) -> NewEngine:
        def new() -> ElasticEngine:
            engine = make_engine()
            engine.indices.ensure()
            return engine

        return new

    @pytest.fixture
    def engine(self, request: pytest.FixtureRequest, library_engine: ElasticEngine) -> Engine:
        """The many tests that only read share one index: making one takes the server a third of a second."""
        if any(word in request.node.name.split("[")[0] for word in WRITES):
            return filled(request.getfixturevalue("new_engine")(), LIBRARY)
        return library_engine


class TestElasticRanking(RankingContract):
    @pytest.fixture
    def new_engine(self, make_engine: MakeEngine) -> NewEngine:
        return make_engine


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_golden_queries_agree_with_the_embedded_engine(make_engine: MakeEngine, tmp_path: Path, sort: Sort) -> None:
    documents = [*LIBRARY, *many(400)]
    mine = filled(make_engine(), documents)
    other = filled(EmbeddedEngine(f"embedded://{tmp_path}/index", facets=FACETS), documents)
    for text in (*GOLDEN, "safety lamkin", "lamkin OR vel", "vel"):
        for selected in ({}, {"country": ("CO", "c1")}, {"theme": ("space", "g1"), "grade": ("E2", "E0")}):
            query = Query(text=text, selected=selected, sort=sort, size=50)
            left, right = mine.search(query), other.search(query)
            assert left.total == right.total
            assert left.facets == right.facets
            if sort == "newest":
                assert [hit.id for hit in left.hits] == [hit.id for hit in right.hits]


def test_the_mapping_is_closed(make_engine: MakeEngine) -> None:
    engine = make_engine()
    engine.put(LIBRARY)
    state = engine.indices.state()
    held = engine.writer.indices.get_mapping(index=state.current)[state.current]["mappings"]
    assert held["dynamic"] == "strict"
    assert set(held["properties"]) == {
        "id", "kind", "version", "published", "place", "location", "by_newest", "by_city",
        "titles", "codes", "texts", "spelling", "options",
    }  # fmt: skip
    assert set(held["properties"]["codes"]["properties"]) == set(FACETS)
    with pytest.raises(ApiError) as refused:
        engine.writer.index(index=state.current, id="practice:1", document={"email": "a@b.example"})
    assert refused.value.status_code == 400
    with pytest.raises(DocumentRefused) as wrong:
        engine.put([practice(99, "Off the globe", location=(95.0, 10.0)), practice(98, "Lamp of the batch")])
    assert wrong.value.id == "practice:99"
    engine.refresh()
    assert engine.search(Query(text="batch")).total == 1


def test_a_new_facet_needs_no_rebuild(make_engine: MakeEngine) -> None:
    make_engine().put(LIBRARY)
    later = make_engine({**FACETS, "colour": Facet("colour", "Colour")})
    later.put([practice(70, "Red lamps", codes={"colour": ("red",)})])
    later.refresh()
    assert [hit.id for hit in later.search(Query(selected={"colour": ("red",)})).hits] == ["practice:70"]
    assert "older definition" in later.status().detail
    assert later.status().outdated
    assert later.status().available


def aged(engine: ElasticEngine) -> None:
    """Make the index in use look as if an older release had made it: its mapping says so."""
    current = engine.indices.state().current
    engine.manager.indices.put_mapping(index=current, meta={"definition": "0ldm4de0"})


def rebuilt(engine: Engine) -> None:
    rebuild = engine.rebuild()
    rebuild.add(LIBRARY)
    rebuild.commit()


def test_an_index_of_an_older_release_says_so_and_never_nothing(
    make_engine: MakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    filled(make_engine(), LIBRARY)
    aged(make_engine())
    later = make_engine()
    for _ in range(3):
        with pytest.raises(IndexOutdated, match="search_rebuild"):
            later.search(Query(text="lighting"))
    with pytest.raises(IndexOutdated):
        later.suggest("li", "en", 5)
    assert [record.levelname for record in caplog.records if OUTDATED in record.getMessage()] == ["ERROR"]
    status = later.status()
    assert (status.available, status.outdated) == (False, True)
    assert OUTDATED in status.detail
    rebuilt(later)
    assert later.search(Query(text="lighting")).total
    assert later.status().available
    assert not later.status().outdated
    with pytest.raises(SearchUnavailable, match="older definition"):
        later.rollback()


def test_the_stand_in_answers_for_an_index_of_an_older_release(make_engine: MakeEngine, tmp_path: Path) -> None:
    stand_in = EmbeddedEngine(f"embedded://{tmp_path}/index", facets=FACETS)
    both = FailoverEngine(make_engine(), stand_in)
    filled(both, LIBRARY)
    aged(make_engine())
    later = FailoverEngine(make_engine(), stand_in)
    found = later.search(Query(text="lighting"))
    assert found.total
    assert found.degraded
    assert later.status().outdated
    rebuilt(later)
    assert later.primary.search(Query(text="lighting")).total == found.total


def test_a_lost_alias_is_never_an_empty_answer(make_engine: MakeEngine) -> None:
    engine = make_engine()
    filled(engine, LIBRARY)
    engine.writer.indices.delete_alias(index=f"{engine.address.index}-*", name=engine.address.index)
    with pytest.raises(SearchUnavailable):
        engine.search(Query(text="lighting"))
    with pytest.raises(SearchUnavailable, match="search_rebuild"):
        engine.put(LIBRARY)
    assert not engine.status().available
    rebuild = engine.rebuild()
    rebuild.add(LIBRARY)
    rebuild.commit()
    assert engine.search(Query(text="lighting")).total == 1


def test_a_late_write_does_not_make_an_index(make_engine: MakeEngine) -> None:
    engine = make_engine()
    engine.put(LIBRARY)
    gone = engine.indices.create()
    alias = engine.indices.write_alias(gone)
    engine.indices.forget(gone)
    with pytest.raises(SearchUnavailable):
        engine.write([practice(1, "Late")], (alias,))
    assert engine.indices.state().every == engine.indices.state().written
    assert not engine.writer.indices.exists(index=alias)


def test_another_process_writes_to_both_during_a_rebuild(make_engine: MakeEngine) -> None:
    one, other = make_engine(), make_engine()
    one.put(LIBRARY)
    rebuild = one.rebuild()
    other.put([practice(1, "From the other machine", version=2)])
    rebuild.commit()
    other.refresh()
    assert [hit.id for hit in other.search(Query()).hits] == ["practice:1"]


def test_a_replaced_rebuild_cannot_take_over(make_engine: MakeEngine) -> None:
    engine = make_engine()
    first = engine.rebuild()
    second = engine.rebuild()
    with pytest.raises(SearchUnavailable, match="replaced"):
        first.commit()
    second.commit()
    with pytest.raises(SearchUnavailable):
        first.add([practice(1, "Late")])


def test_old_indexes_are_removed(make_engine: MakeEngine) -> None:
    engine = make_engine()
    for _ in range(3):
        engine.rebuild().commit()
    assert len(engine.indices.state().every) == 2


def test_readers_never_see_half_while_others_write_and_swap(make_engine: MakeEngine) -> None:
    engine = make_engine()
    filled(engine, many(200))
    seen: set[int] = set()
    errors: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                seen.add(engine.search(Query(text="safety")).total)
        except BaseException as error:  # noqa: BLE001 - shown by the assert below
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(4):
        rebuild = engine.rebuild()
        rebuild.add(many(200))
        engine.put([practice(1000 + n, "Safety edited", version=2)])
        rebuild.commit()
    stop.set()
    for reader in readers:
        reader.join()
    assert not errors
    assert seen == {200}


def test_trouble_is_told_without_host_index_or_stack(caplog: pytest.LogCaptureFixture) -> None:
    engine = ElasticEngine("http://127.0.0.1:9/secretindex", facets=FACETS)
    for call in (
        lambda: engine.search(Query(text="lamps")),
        lambda: engine.suggest("lam", "en", 5),
        lambda: engine.similar("practice:1", 5),
        lambda: engine.put(LIBRARY),
        lambda: list(engine.versions()),
    ):
        with pytest.raises(SearchUnavailable) as raised:
            call()
        assert not re.search(r"127|:9|secretindex|Traceback|Connection", str(raised.value))
    assert not engine.status().available
    assert "could not search: ConnectionError" in caplog.text
    assert "secretindex" not in caplog.text


def test_the_least_account_of_a_secured_cluster_is_enough(secured_elasticsearch: Node) -> None:  # noqa: F811
    """With TLS, a private authority, and the role docs/guides/operator-elasticsearch.md asks for."""
    node = secured_elasticsearch
    secret = {"user": SITE_USER, "password": node.password, "ca": str(node.certificate)}

    engine = ElasticEngine(f"{node.url}/exchange", facets=FACETS, patience=UNHURRIED, **secret)
    rebuild = engine.rebuild()
    rebuild.add(LIBRARY)
    rebuild.commit()
    assert engine.search(Query(text="lighting", selected={"country": ("CO",)})).total == 1
    assert engine.suggest("bogo", "en", 5)[0].text == "Bogotá"
    assert len(list(engine.versions())) == len(LIBRARY)
    assert engine.similar("practice:1", 3)
    assert engine.status().documents == len(LIBRARY)
    assert engine.rollback() is False

    for wrong, reason in (
        ({**secret, "password": "guess"}, "SEARCH_PASSWORD"),
        ({**secret, "ca": ""}, "SEARCH_CA"),
        ({"ca": secret["ca"]}, "SEARCH_USER"),
    ):
        stranger = ElasticEngine(f"{node.url}/exchange", facets=FACETS, patience=UNHURRIED, **wrong)
        with pytest.raises(SearchUnavailable):
            stranger.search(Query())
        assert reason in stranger.status().detail
    foreign = ElasticEngine(f"{node.url}/elsewhere", facets=FACETS, patience=UNHURRIED, **secret)
    with pytest.raises(SearchUnavailable):
        foreign.put(LIBRARY)
