"""The embedded engine passes the contract, and what only it does: processes, swaps, journals, damage."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine, schema
from search.facets import Facet
from search.queries import OUTDATED, IndexOutdated, Query, SearchUnavailable
from tests.search.contract import EngineContract, NewEngine, RankingContract, filled, ids
from tests.search.library import FACETS, LIBRARY, many, practice


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def new_engine(self, tmp_path: Path) -> NewEngine:
        return lambda: EmbeddedEngine(f"embedded://{tmp_path}/index", facets=FACETS)


class TestEmbeddedRanking(RankingContract):
    @pytest.fixture
    def new_engine(self, tmp_path: Path) -> NewEngine:
        return lambda: EmbeddedEngine(f"embedded://{tmp_path}/index", facets=FACETS)


def test_a_small_language_is_weighed_by_its_own_mean_length(tmp_path: Path) -> None:
    """Among many English texts, a Spanish text must not seem long: one that repeats a word does not win by that."""
    once = practice(1, "Uno", language="es", body="seguridad mercado " + "palabra " * 10)
    often = practice(2, "Dos", language="es", body="seguridad " * 6 + "palabra " * 6)
    english = [practice(n, f"Record {n}", body="word " * 12) for n in range(10, 200)]
    spanish = [practice(n, f"Otro {n}", language="es", body="otra " * 12) for n in range(3, 10)]
    engine = engine_at(tmp_path)
    rebuild = engine.rebuild()
    rebuild.add([once, often, *english, *spanish])
    rebuild.commit()
    asked = Query(text="seguridad mercado", language="es", every_word=False)
    assert ids(engine.search(asked))[0] == "practice:1"
    assert engine.search(Query()).total == engine.status().documents == 199
    assert len(list(engine.versions())) == 199
    filled(engine, [practice(300, "Later")])
    assert engine.search(Query()).total == 200


def engine_at(directory: Path, facets: Mapping[str, Facet] = FACETS) -> EmbeddedEngine:
    return EmbeddedEngine(f"embedded://{directory}", facets=facets)


def test_a_second_process_sees_writes_and_swaps_without_a_restart(tmp_path: Path) -> None:
    writer, reader = engine_at(tmp_path), engine_at(tmp_path)
    assert reader.search(Query()).total == 0
    writer.put(LIBRARY)
    assert reader.search(Query()).total == len(LIBRARY)
    rebuild = writer.rebuild()
    rebuild.add([practice(1, "Anew")])
    reader.put([practice(2, "From the other process", version=2)])
    rebuild.commit()
    assert {hit.id for hit in reader.search(Query()).hits} == {"practice:1", "practice:2"}
    assert reader.rollback()
    assert writer.search(Query()).total == len(LIBRARY)


def test_other_facets_ask_for_a_rebuild_and_get_it(tmp_path: Path) -> None:
    engine_at(tmp_path).put(LIBRARY)
    changed = engine_at(tmp_path, {**FACETS, "colour": Facet("colour", "Colour")})
    with pytest.raises(IndexOutdated, match="search_rebuild"):
        changed.search(Query())
    assert not changed.status().available
    assert changed.status().outdated
    rebuild = changed.rebuild()
    rebuild.add(LIBRARY)
    rebuild.commit()
    assert changed.search(Query(selected={"colour": ("red",)})).total == 0
    assert not changed.status().outdated
    with pytest.raises(SearchUnavailable, match="older definition"):
        changed.rollback()


@pytest.mark.parametrize("changes", ["layout", "stemming"])
def test_an_index_of_an_older_release_says_so_and_never_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, changes: str
) -> None:
    engine_at(tmp_path).put(LIBRARY)
    if changes == "layout":
        monkeypatch.setattr(schema, "LAYOUT", schema.LAYOUT + 1)
    else:
        monkeypatch.setattr(schema, "terms", lambda text, language: text.split())
    later = engine_at(tmp_path)
    for _ in range(3):
        with pytest.raises(IndexOutdated):
            later.search(Query(text="lighting"))
        with pytest.raises(IndexOutdated):
            later.put([practice(90, "Meanwhile")])  # the change stays in the outbox
    assert [record.levelname for record in caplog.records if OUTDATED in record.getMessage()] == ["ERROR"]
    assert later.status().detail == OUTDATED
    rebuild = later.rebuild()
    rebuild.add(LIBRARY)
    rebuild.commit()
    assert later.search(Query(text="lighting")).total
    assert later.status().available


def test_a_damaged_index_is_unavailable_and_says_no_path(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine_at(tmp_path).put(LIBRARY)
    for meta in tmp_path.glob("kb-*/meta.json"):
        meta.write_text("{")
    with pytest.raises(SearchUnavailable) as raised:
        engine_at(tmp_path).search(Query(text="lamps"))
    assert str(tmp_path) not in str(raised.value)
    assert not engine_at(tmp_path).status().available
    assert caplog.records


def test_old_indexes_are_removed(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    for n in range(4):
        rebuild = engine.rebuild()
        rebuild.add([practice(n, "Lamp")])
        rebuild.commit()
    assert len(list(tmp_path.glob("kb-*"))) == 2


def test_a_writer_waits_its_turn_and_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_at(tmp_path)
    engine.put(LIBRARY)
    monkeypatch.setattr("search.engines.embedded.shelf.LOCK_SECONDS", 0.05)
    with engine.shelf.locked(), pytest.raises(SearchUnavailable, match="another process"):
        engine_at(tmp_path).put([practice(1, "Late", version=9)])
    assert engine.search(Query(text="late")).total == 0


def test_a_replaced_rebuild_cannot_take_over(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    first = engine.rebuild()
    second = engine.rebuild()
    with pytest.raises(SearchUnavailable, match="replaced"):
        first.commit()
    second.commit()


KILLED = """
import os, sys
from search.engines.embedded import EmbeddedEngine
from tests.search.library import FACETS, practice
engine = EmbeddedEngine("embedded://" + sys.argv[1], facets=FACETS)
rebuild = engine.rebuild()
rebuild.add([practice(n, "Killed") for n in range(100, 140)])
engine.put([practice(1, "Acknowledged", version=9)])
print(rebuild.name, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.trust("R4")
def test_a_killed_rebuild_leaves_readers_alone_and_goes_on(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    engine.put(LIBRARY)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert killed.returncode == -9, killed.stderr
    assert engine.search(Query()).total == len(LIBRARY)
    assert engine.search(Query(text="acknowledged")).total == 1
    rebuild = engine.rebuild(resume=killed.stdout.strip())
    assert rebuild.name == killed.stdout.strip()
    assert len(list(rebuild.versions())) == 40
    rebuild.add([practice(1, "Stale", version=3)])
    rebuild.commit()
    assert engine.search(Query()).total == 41
    assert engine.search(Query(text="acknowledged")).total == 1


def test_readers_never_see_half_while_others_write_and_swap(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    engine.put(many(200))
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
    for n in range(5):
        rebuild = engine.rebuild()
        rebuild.add(many(200))
        engine.put([practice(1000 + n, "Safety edited", version=2)])
        rebuild.commit()
    stop.set()
    for reader in readers:
        reader.join()
    assert not errors
    assert seen == {200}


@pytest.mark.parametrize("url", ["embedded://", "embedded:///", "memory://x", "/var/search"])
def test_a_wrong_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SEARCH_URL"):
        EmbeddedEngine(url, facets=FACETS)
