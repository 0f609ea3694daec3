"""The Elasticsearch engine passes the contract on a real server, and what only it does: aliases, mapping, secrets."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping

import pytest

from search.engines.elastic import ElasticEngine, Patience
from search.facets import Facet
from tests.elasticsearch.fixtures import elasticsearch_url  # noqa: F401
from tests.search.contract import EngineContract, NewEngine
from tests.search.library import FACETS

pytestmark = pytest.mark.elasticsearch

UNHURRIED = Patience(connect=2, read=20, server=15, write=60)
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
    cleaner = make().indices
    for name in cleaner.state().every:
        cleaner.forget(name)
    for engine in made:
        engine.reader.close()


class TestElasticEngine(EngineContract):
    @pytest.fixture
    def new_engine(self, make_engine: MakeEngine) -> NewEngine:
        def new() -> ElasticEngine:
            engine = make_engine()
            engine.indices.ensure()
            return engine

        return new
