"""Two engines as one pass the contract, and answer, wait, write and come back as promised when the first is down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from search.documents import Document
from search.engines.base import Engine
from search.engines.breaker import Breaker, BreakerState
from search.engines.failover import FailoverEngine
from search.engines.memory import MemoryEngine
from search.queries import InvalidQuery, Query, SearchUnavailable
from search.results import EngineStatus
from tests.search.contract import EngineContract, NewEngine, filled
from tests.search.library import FACETS, LIBRARY, practice


class TestFailoverEngine(EngineContract):
    @pytest.fixture
    def new_engine(self) -> NewEngine:
        return lambda: FailoverEngine(MemoryEngine(facets=FACETS), MemoryEngine(facets=FACETS))


class TestFailoverEngineDuringAnOutage(EngineContract):
    """Searches keep every rule while the first engine answers nothing and the second stands in."""

    @pytest.fixture
    def new_engine(self) -> NewEngine:
        return lambda: FailoverEngine(DeafEngine(facets=FACETS), MemoryEngine(facets=FACETS))

    def test_an_empty_index_answers(self, empty: Engine) -> None:
        """Not this one: see test_an_empty_stand_in_never_says_no_results."""
        with pytest.raises(SearchUnavailable):
            empty.search(Query())


class DeafEngine(MemoryEngine):
    """Takes writes and answers no question."""

    def _refuse(self, *arguments: Any) -> Any:
        raise SearchUnavailable("deaf")

    search = suggest = similar = _refuse


class Switched(MemoryEngine):
    """An engine with an off switch that counts how often it is asked."""

    is_down = False
    asked = 0

    def search(self, query: Query) -> Any:
        self.asked += 1
        return super().search(self._checked(query))

    def put(self, documents: Iterable[Document]) -> int:
        return super().put(self._checked(documents))

    def status(self) -> EngineStatus:
        return EngineStatus("switched", not self.is_down, 0 if self.is_down else super().status().documents)

    def _checked(self, value: Any) -> Any:
        if self.is_down:
            raise SearchUnavailable("switched off")
        return value


class Clock:
    """Seconds that pass when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def primary() -> Switched:
    return Switched(facets=FACETS)


@pytest.fixture
def engine(primary: Switched, clock: Clock) -> FailoverEngine:
    made = FailoverEngine(primary, MemoryEngine(facets=FACETS), breaker=Breaker(clock=clock))
    filled(made, LIBRARY)
    return made


def test_an_outage_shortens_after_five_failures_and_ends_by_itself(
    engine: FailoverEngine, primary: Switched, clock: Clock
) -> None:
    assert not engine.search(Query(text="lamps")).degraded
    primary.is_down, primary.asked = True, 0
    for _ in range(6):
        found = engine.search(Query(text="lamps"))
        assert found.degraded
        assert [hit.id for hit in found.hits] == ["practice:1"]
        clock.now += 0.6
    assert primary.asked == 5
    clock.now += 5.1
    engine.search(Query())
    engine.search(Query())
    assert primary.asked == 6  # one probe, then five more seconds without
    primary.is_down = False
    assert engine.search(Query()).degraded
    clock.now += 5.1
    assert not engine.search(Query()).degraded
    assert engine.breaker.state is BreakerState.CLOSED


def test_a_page_that_asks_several_times_waits_once(engine: FailoverEngine, primary: Switched, clock: Clock) -> None:
    primary.is_down, primary.asked = True, 0
    for _ in range(4):
        assert engine.search(Query(text="lamps")).degraded
        assert engine.suggest("mark", "en", 3)
    assert primary.asked == 1
    clock.now += 0.6
    engine.search(Query())
    assert primary.asked == 2


def test_a_change_during_an_outage_is_found_at_once_and_still_wanted_by_the_first(
    engine: FailoverEngine, primary: Switched, clock: Clock
) -> None:
    primary.is_down = True
    change = [practice(80, "Written during the outage", version=2)]
    for _ in range(7):
        with pytest.raises(SearchUnavailable):
            engine.put(change)
    assert engine.search(Query(text="outage")).total == 1
    primary.is_down = False
    clock.now += 5.1
    engine.put(change)  # as the outbox does
    assert engine.search(Query(text="outage")) == primary.search(Query(text="outage"))


def test_a_broken_stand_in_does_not_keep_a_change_from_the_first(primary: Switched) -> None:
    stand_in = Switched(facets=FACETS)
    stand_in.is_down = True
    engine = FailoverEngine(primary, stand_in)
    with pytest.raises(SearchUnavailable):
        engine.put(LIBRARY)
    assert primary.search(Query()).total == len(LIBRARY)


def test_an_empty_stand_in_never_says_no_results(primary: Switched) -> None:
    engine = FailoverEngine(primary, MemoryEngine(facets=FACETS))
    primary.is_down = True
    with pytest.raises(SearchUnavailable, match="empty"):
        engine.search(Query(text="lamps"))


def test_wrong_questions_are_the_askers_fault(engine: FailoverEngine) -> None:
    for _ in range(10):
        with pytest.raises(InvalidQuery):
            engine.search(Query(selected={"colour": ("red",)}))
    assert engine.breaker.state is BreakerState.CLOSED


def test_a_refused_document_is_not_an_outage(
    engine: FailoverEngine, primary: Switched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(documents: object) -> int:
        raise ValueError("refused")

    monkeypatch.setattr(primary, "put", refuse)
    for _ in range(10):
        with pytest.raises(ValueError, match="refused"):
            engine.put(LIBRARY)
    assert engine.breaker.state is BreakerState.CLOSED


def test_the_status_tells_who_answers_and_what_differs(engine: FailoverEngine, primary: Switched) -> None:
    assert engine.status().detail == ""
    primary.put([practice(81, "Only here")])
    assert "stand-in index holds 10 documents" in engine.status().detail
    primary.is_down = True
    assert not engine.status().available
    assert "stand-in index answers" in engine.status().detail


def test_a_rebuild_goes_on_only_where_both_can(primary: Switched) -> None:
    engine = FailoverEngine(primary, MemoryEngine(facets=FACETS))
    first = engine.rebuild()
    first.add([practice(50, "Fresh")])
    engine.fallback.rebuild()  # somebody began anew there
    second = engine.rebuild(resume=first.name)
    assert second.name != first.name
    assert list(second.versions()) == []
    second.add([practice(51, "Whole")])
    second.commit()
    assert [hit.id for hit in engine.primary.search(Query()).hits] == ["practice:51"]
    assert [hit.id for hit in engine.fallback.search(Query()).hits] == ["practice:51"]


@pytest.mark.parametrize(("gap", "opens"), [(2.4, True), (2.6, False)])
def test_five_failures_within_ten_seconds_open_the_breaker(clock: Clock, gap: float, opens: bool) -> None:
    breaker = Breaker(clock=clock)
    for _ in range(5):
        assert breaker.allows()
        breaker.failed()
        clock.now += gap
    assert (breaker.state is BreakerState.OPEN) is opens


def test_one_probe_at_a_time_and_a_lost_probe_is_given_up(clock: Clock) -> None:
    breaker = Breaker(clock=clock, failures=1)
    breaker.failed()
    clock.now += 5
    asked: Callable[[], bool] = breaker.allows
    assert [asked(), asked(), asked()] == [True, False, False]
    clock.now += 5
    assert [asked(), asked()] == [True, False]
    assert breaker.succeeded()
    assert [asked(), asked()] == [True, True]
