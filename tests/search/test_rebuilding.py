"""Rebuild, reconcile, roll back, status: the index against the database (R4, T09, T38)."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search import outbox, rebuilding, sources
from search.documents import Document, Text, Tombstone
from search.models import IndexRun, OutboxEntry
from search.queries import Query, SearchUnavailable
from search.rebuilding import RebuildNotPossible, reindex
from search.service import get_engine
from search.upkeep import reconcile, rollback, status
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


@pytest.fixture(params=["memory", "embedded"])
def either_engine(request: pytest.FixtureRequest, settings: object, tmp_path: Path) -> None:
    if request.param == "embedded":
        settings.SEARCH_URL = f"embedded://{tmp_path}/index"  # type: ignore[attr-defined]


def make(count: int) -> list[n.Group]:
    return n.Group.objects.bulk_create([n.Group(name=f"Note {i:04d} #{'CO' if i % 3 else 'FR'}") for i in range(count)])


def total(text: str = "") -> int:
    get_engine().refresh()
    return get_engine().search(Query(text=text)).total


@pytest.mark.usefixtures("either_engine")
def test_reindex_makes_the_index_equal_the_database() -> None:
    make(30)
    n.Group.objects.create(name="draft hidden")
    assert total() == 0
    run = reindex()
    assert (run.state, run.documents) == ("done", 30)
    assert total() == 30
    counts = get_engine().search(Query()).facets["country"]
    assert [(v.value, v.count) for v in counts.values] == [("CO", 20), ("FR", 10)]
    reindex()
    assert total() == 30


@pytest.mark.usefixtures("either_engine")
def test_edits_during_a_rebuild_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    made = make(100)
    edits = iter(range(100))

    def edit(kind: str, done: int, whole: int) -> None:
        for number in (next(edits), 99 - done // 10):
            n.rename(made[number], f"Edited {number:04d}")
        n.write(f"Written meanwhile {done}")
        n.remove(made[50 + done // 10])
        assert total("note") > 0 or done  # readers keep an index

    reindex(progress=edit)
    assert {f"note:{key}" for key in sources.all_sources()["note"].public_keys()} == {
        document_id for document_id, _ in get_engine().versions()
    }
    assert total("edited") == n.Group.objects.filter(name__startswith="Edited").count()
    assert total("meanwhile") == 10


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.usefixtures("either_engine")
def test_an_interrupted_rebuild_goes_on(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    make(55)
    reindex()
    real, calls = rebuilding._add_batch, []

    def failing(*arguments: object) -> None:
        if len(calls) == after:
            raise KeyboardInterrupt
        calls.append(arguments)
        real(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(rebuilding, "_add_batch", failing)
        with pytest.raises(KeyboardInterrupt):
            reindex()
    assert total() == 55
    run = IndexRun.objects.filter(state="running").get()
    assert run.last_key == (0 if not after else n.Group.objects.order_by("pk")[after * 10 - 1].pk)
    rebuilt = []
    monkeypatch.setattr(rebuilding, "_add_batch", lambda *a: (rebuilt.append(a), real(*a)))
    finished = reindex()
    assert finished.pk == run.pk
    assert len(rebuilt) == 6 - after
    assert total() == 55


def test_what_waited_out_an_outage_is_done_after_a_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    (note,) = make(1)
    engine = get_engine()
    with monkeypatch.context() as down:
        down.setattr(engine, "put", lambda documents: (_ for _ in ()).throw(SearchUnavailable("down")))
        for _ in range(5):
            outbox.changed("note", [note.pk], "edited")
            OutboxEntry.objects.update(next_try=None)
            outbox.drain()
    assert OutboxEntry.objects.waiting().exists()
    reindex()
    assert not OutboxEntry.objects.waiting().exists(), "else counts stay withheld until the next change"
    assert total() == 1


def test_two_rebuilds_at_once_are_refused() -> None:
    IndexRun.objects.create(action="rebuild", engine="memory")
    with pytest.raises(RebuildNotPossible, match="busy"):
        reindex()


def test_a_new_index_that_differs_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    make(40)
    reindex()
    source = sources.all_sources()["note"]
    real = source.documents
    monkeypatch.setattr(source, "documents", lambda keys, versions: list(real(keys, versions))[:10])
    with pytest.raises(RebuildNotPossible, match="lacks 30"):
        reindex()
    assert total() == 40


def test_wrong_counts_bring_the_old_index_back(monkeypatch: pytest.MonkeyPatch) -> None:
    make(40)
    reindex()
    monkeypatch.setattr(
        rebuilding, "_add_batch", lambda rebuild, run, source, keys: rebuild.add(
            [Document(f"note:{k}", "note", 99, (Text("en", "Hollow"),), {"country": ("XX",)}) for k in keys]
        )
    )  # fmt: skip
    with pytest.raises(RebuildNotPossible, match="counts of the facet"):
        reindex()
    assert total("note") == 40


@pytest.mark.usefixtures("either_engine")
def test_reconcile_mends_every_difference() -> None:
    made = make(20)
    reindex()
    engine = get_engine()
    engine.drop([Tombstone(f"note:{made[0].pk}", 10**6)])  # lost from the index
    engine.put([Document("note:999999", "note", 1, (Text("en", "Injected"),))])  # T38
    outbox.changed("note", [made[1].pk], "edit")
    OutboxEntry.objects.filter(key=made[1].pk).update(version=10**7)  # drained, but the index has an older version
    report = reconcile().report
    assert report == {"missing": 1, "surplus": 1, "stale": 1}
    assert total("injected") == 0


def test_rollback_and_its_absence() -> None:
    make(3)
    with pytest.raises(CommandError, match="No earlier index"):
        call_command("search_rollback")
    reindex()
    assert rollback()
    assert total() == 0


def test_status_for_people_and_monitors() -> None:
    make(3)
    assert status()["healthy"] is False
    reindex()
    out = StringIO()
    call_command("search_status", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["healthy"] is True
    assert (found["documents"], found["public_records"], found["waiting"]) == (3, 3, 0)
    assert found["runs"]["rebuild"]["state"] == "done"
    out = StringIO()
    call_command("search_status", stdout=out)
    assert "documents" in out.getvalue()


def test_commands() -> None:
    make(3)
    out = StringIO()
    call_command("reindex", stdout=out, verbosity=1)
    assert "3 records" in out.getvalue()
    call_command("search_reconcile", stdout=out)
    assert "missing 0, surplus 0, stale 0" in out.getvalue()
    call_command("search_relay", "--once", stdout=out)
    assert "0 put" in out.getvalue()
