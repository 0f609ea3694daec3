"""The ranking over our own records must not fall: both engines, against recorded floors and plain BM25 in the same run.

The records change as editors correct them, so a floor lies MARGIN below what was measured when it was recorded
(benchmarks/results/relevance.md): an evening in which 130 records were filled in moved plain BM25 by 0.015. A ranking that
is broken loses more than that margin, as the last test shows, and falls behind plain BM25 in the same run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from benchmarks.relevance_collection import Collection
from benchmarks.relevance_own import load_own, own_documents
from benchmarks.relevance_report import compare
from benchmarks.relevance_systems import Filled, Run, ask, ask_plain, fill, numbered, opened
from search.engines.base import Engine
from tests.elasticsearch.fixtures import elasticsearch_url  # noqa: F401

MARGIN = 0.035
MEASURED = {"embedded": 0.825, "elasticsearch": 0.828}  # nDCG@10
SLIP = 0.0  # by which an engine may fall behind plain BM25
LANGUAGES = {"en": 30, "fr": 10, "es": 10}  # at least so many queries


@pytest.fixture(scope="module")
def own() -> Collection:
    return load_own()


@pytest.fixture(scope="module")
def embedded() -> Iterator[tuple[Engine, Filled]]:
    with opened("embedded") as engine:
        yield engine, filled(engine)


def filled(engine: Engine) -> Filled:
    return fill(((d.id, numbered(n, d.texts)) for n, d in enumerate(own_documents())), engine)


def ndcg_of(own: Collection, engine: Engine, held: Filled) -> tuple[float, float]:
    """nDCG@10 of the engine and of plain BM25."""
    found: Run = {asked.id: ask(engine, asked, "en", held.ids) for asked in own.queries}
    beside: Run = {asked.id: ask_plain(held, asked) for asked in own.queries}
    line = compare(own, "engine", found, beside)["nDCG@10"]
    return line.engine, line.plain


def test_the_judgements_are_sound(own: Collection) -> None:
    known = {document.id for document in own_documents()}
    assert len(own.queries) >= 50
    spoken = Counter(asked.language for asked in own.queries)
    assert all(spoken[language] >= least for language, least in LANGUAGES.items())
    for query, grades in own.judged.items():
        assert max(grades.values()) > 0, f"{query} has no relevant record"
        assert set(grades.values()) <= {0, 1, 2, 3}, query
        gone = set(grades) - known
        assert not gone, f"{query}: judged records that are no longer in the collection; judge again: {sorted(gone)}"


def test_the_embedded_engine_does_not_fall(own: Collection, embedded: tuple[Engine, Filled]) -> None:
    engine, plain = ndcg_of(own, *embedded)
    assert engine >= MEASURED["embedded"] - MARGIN
    assert engine >= plain - SLIP


@pytest.mark.elasticsearch
def test_elasticsearch_does_not_fall(own: Collection, elasticsearch_url: str) -> None:  # noqa: F811
    with opened("elasticsearch", elasticsearch_url) as engine:
        found, plain = ndcg_of(own, engine, filled(engine))
    assert found >= MEASURED["elasticsearch"] - MARGIN
    assert found >= plain - SLIP


@pytest.mark.parametrize(
    ("name", "value"),
    [("IN_TITLE", 3.0), ("TOGETHER", 5.0), ("READERS_LANGUAGE", 0.05)],
)
def test_a_broken_ranking_is_noticed(
    own: Collection, embedded: tuple[Engine, Filled], monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    """Weights as they should not be; the first is what the search had before it was measured."""
    monkeypatch.setattr(f"search.engines.embedded.asking.{name}", value)
    engine, plain = ndcg_of(own, *embedded)
    assert engine < MEASURED["embedded"] - MARGIN
    assert engine < plain - SLIP
