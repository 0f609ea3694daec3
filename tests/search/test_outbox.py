"""Nothing lost, nothing stale: the queue from a committed change to the index (abuse cases T09, T39, T40; R1, R2)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from search import outbox, sources
from search.models import Clock, OutboxEntry
from search.queries import Query, SearchUnavailable
from search.service import get_engine
from tests.database_address import database_address
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


def titles(text: str = "") -> set[str]:
    engine = get_engine()
    engine.refresh()
    return {"".join(p.text for p in hit.title) for hit in engine.search(Query(text=text)).hits}


def test_published_changed_withdrawn_deleted() -> None:
    note = n.write("Lamps #CO")
    assert titles() == {"Lamps"}
    n.rename(note, "Lanterns #CO")
    assert titles() == {"Lanterns"}
    n.rename(note, "draft Lanterns")
    assert titles() == set()
    n.rename(note, "Lanterns again")
    assert titles() == {"Lanterns again"}
    n.remove(note)
    assert titles() == set()
    assert not OutboxEntry.objects.waiting().exists()


def test_a_draft_never_enters() -> None:
    n.write("draft Secret")
    assert titles() == set()


def test_rolled_back_leaves_no_trace() -> None:
    class Undone(Exception): ...

    def publish_and_fail() -> None:
        with transaction.atomic():
            n.write("Ghost")
            raise Undone

    with pytest.raises(Undone):
        publish_and_fail()
    assert titles() == set()
    assert not OutboxEntry.objects.exists()


def test_unknown_kind_names_the_remedy() -> None:
    with pytest.raises(ValueError, match="register"):
        outbox.changed("song", [1], "x")


def test_an_engine_that_is_down_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = get_engine()
    with monkeypatch.context() as down:
        down.setattr(engine, "put", lambda documents: (_ for _ in ()).throw(SearchUnavailable("down")))
        note = n.write("Patient")
        assert titles() == set()
        row = OutboxEntry.objects.get(key=note.pk)
        assert row.next_try is not None
        assert row.next_try > row.created_at
        assert row.attempts == 1
    assert outbox.drain().put == 0  # its pause is not over
    OutboxEntry.objects.update(next_try=None)
    assert outbox.drain().put == 1
    assert titles() == {"Patient"}


def test_an_outage_never_gives_a_record_up(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = get_engine()
    monkeypatch.setattr(engine, "put", lambda documents: (_ for _ in ()).throw(SearchUnavailable("down")))
    n.write("Patient")
    for _ in range(outbox.TRIES + 5):
        OutboxEntry.objects.update(next_try=None)
        outbox.drain()
    assert OutboxEntry.objects.waiting().count() == 1
    assert not OutboxEntry.objects.failed().exists()


def test_a_poisonous_record_is_given_up_with_an_alarm_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = sources.all_sources()["note"]
    real = source.documents

    def broken(keys: object, versions: object) -> Iterator[object]:
        for document in real(keys, versions):  # type: ignore[arg-type]
            if "Poison" in document.texts[0].title:
                raise KeyError("no such field")
            yield document

    monkeypatch.setattr(source, "documents", broken)
    with transaction.atomic():
        bad = n.write("Poison")
        n.write("Healthy")
    assert titles() == {"Healthy"}
    for _ in range(outbox.TRIES):
        OutboxEntry.objects.update(next_try=None)
        outbox.drain()
    [row] = OutboxEntry.objects.failed()
    assert (row.key, row.attempts) == (bad.pk, outbox.TRIES)
    assert "KeyError" in row.error
    assert any("ALARM" in record.message for record in caplog.records)
    assert outbox.drain().failed == 0


def test_not_done_is_the_condition_not_the_number() -> None:
    """A row with a smaller number may be committed after a greater one was drained."""
    n.write("Later")
    late = n.Group.objects.create(name="Earlier")
    OutboxEntry.objects.create(pk=-5, kind="note", key=late.pk, reason="published")
    outbox.drain()
    assert titles() == {"Later", "Earlier"}


def test_the_later_reading_wins_whoever_writes_first() -> None:
    """Two drains at once: the one that read first writes last, and is ignored (T40)."""
    note = n.Group.objects.create(name="Old")
    first = Clock.tick()
    old = list(sources.all_sources()["note"].documents([note.pk], {note.pk: first}))
    note.name = "New"
    note.save()
    outbox.write("note", [note.pk], Clock.tick())
    get_engine().put(old)
    assert titles() == {"New"}


def test_the_clock_never_repeats() -> None:
    numbers = [Clock.tick() for _ in range(20)]
    assert numbers == sorted(set(numbers))


def test_rows_claimed_by_a_killed_drain_come_back(settings: object) -> None:
    settings.SEARCH_INLINE_DRAIN = False  # type: ignore[attr-defined]
    n.write("Claimed")
    assert len(outbox._claim(10)) == 1
    assert outbox._claim(10) == []
    assert outbox.drain().put == 0
    OutboxEntry.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert outbox.drain().put == 1


def test_bulk_changes_are_drained_in_batches(django_assert_max_num_queries: object) -> None:
    made = n.Group.objects.bulk_create([n.Group(name=f"Note {i}") for i in range(450)])
    with transaction.atomic():
        outbox.changed("note", [g.pk for g in made], "bulk")
    assert get_engine().search(Query()).total == 450
    assert Clock.objects.get().value == 3


def test_without_inline_drain_the_relay_does_it(settings: object) -> None:
    from search.relay import Relay

    settings.SEARCH_INLINE_DRAIN = False  # type: ignore[attr-defined]
    n.write("Waiting")
    assert titles() == set()
    assert Relay().drain().put == 1
    assert titles() == {"Waiting"}


def test_done_rows_are_tidied() -> None:
    n.write("Lamps")
    assert outbox.tidy() == 0
    OutboxEntry.objects.update(done_at=timezone.now() - outbox.KEPT - timedelta(hours=1))
    assert outbox.tidy() == 1


def test_pauses_grow_and_end() -> None:
    assert outbox.pause(1) < timedelta(seconds=1)
    assert outbox.pause(4) < timedelta(seconds=5)
    assert outbox.pause(50) <= timedelta(seconds=outbox.LONGEST_PAUSE)
    assert outbox.pause(50) >= timedelta(seconds=outbox.LONGEST_PAUSE / 2)


KILLED = """
import os, sys
import django
django.setup()
from django.db import transaction
from search import outbox, sources
from tests.search import notes
sources._sources = {"note": notes.NoteSource()}
outbox.drain = lambda *a, **k: os.kill(os.getpid(), 9)
with transaction.atomic():
    notes.write("Survivor")
"""


@pytest.mark.trust("T39")
def test_killed_between_commit_and_index_loses_nothing() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_address(),
    }
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    assert n.Group.objects.filter(name="Survivor").exists()
    assert OutboxEntry.objects.waiting().count() == 1
    n.write("Next change")  # the next drain takes along what waited
    assert titles() == {"Survivor", "Next change"}
