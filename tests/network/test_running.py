"""Runs in the background: queued for the worker, with progress, stopped with the best found, never held by a dead one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from network.models import Run
from network.services import matching, running
from network.services.errors import RunNotPossible
from tests.network.conftest import World

pytestmark = pytest.mark.django_db


def queued(world: World) -> Run:
    return matching.queue_run(round=world.round, by=None)


def work(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `db_worker` does with all that waits, in this process and on the test's own connection."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    db_worker.Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="test", excluded_queue_names=[],
    ).run()  # fmt: skip


def test_with_a_worker_the_request_only_queues_and_the_worker_does_the_run(
    matched: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client, base = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    client.post(f"{base}run/", {"sizes": "both"})
    run = Run.objects.first()
    assert run is not None
    assert run.state == "queued"
    page = client.get(base).content.decode()
    assert "data-running" in page
    assert "It waits for its turn." in page
    told = client.get(f"{base}progress.json").json()
    assert (told["running"], told["begun"]) == (True, False)
    work(monkeypatch)
    run.refresh_from_db()
    assert run.state == "done", run.error
    assert client.get(f"{base}progress.json").json()["running"] is False
    assert "data-running" not in client.get(base).content.decode()


def test_a_run_stopped_while_it_works_ends_with_the_best_found(matched: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY", 0.0)
    run, seen = queued(matched), []
    real = running._Watch.progress

    def stop_at_the_first_plan(watch: Any, state: Any) -> None:
        real(watch, state)
        if state.value is not None and not seen:
            seen.append(Run.objects.get(pk=run.pk).progress["value"])
            running.stop_run(run=run, by=matched.people["coordinator"])

    monkeypatch.setattr(running._Watch, "progress", stop_at_the_first_plan)
    run = running.execute(run)
    assert run.state == "stopped", run.error
    assert seen, "progress was noted with a value before the stop"
    assert matching.plan_of(run).groups


def test_a_run_nobody_has_begun_is_withdrawn_at_once_and_no_worker_begins_it(matched: World) -> None:
    run = queued(matched)
    running.stop_run(run=run, by=matched.people["coordinator"])
    assert running.execute(Run.objects.get(pk=run.pk)).state == "failed"
    assert queued(matched).state == "queued", "the round is free"


def test_a_run_whose_worker_is_gone_holds_the_round_only_for_minutes(matched: World) -> None:
    run = queued(matched)
    Run.objects.filter(pk=run.pk).update(state="running", seen=timezone.now() - timedelta(minutes=2))
    with pytest.raises(RunNotPossible, match="under way"):
        queued(matched)
    Run.objects.filter(pk=run.pk).update(seen=timezone.now() - timedelta(minutes=6))
    assert queued(matched).pk != run.pk
    run.refresh_from_db()
    assert (run.state, "ended without a result" in run.error) == ("failed", True)


def test_stopping_a_run_whose_worker_is_gone_ends_it(matched: World) -> None:
    run = queued(matched)
    Run.objects.filter(pk=run.pk).update(state="running", seen=timezone.now() - timedelta(seconds=90))
    running.stop_run(run=run, by=matched.people["coordinator"])
    run.refresh_from_db()
    assert run.state == "failed"


def test_a_result_that_comes_after_the_run_was_ended_is_dropped(
    matched: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, real = queued(matched), running.match

    def slow(*arguments: Any, **named: Any) -> Any:
        Run.objects.filter(pk=run.pk).update(seen=timezone.now() - timedelta(minutes=6))
        matching.release_silent(matched.round)
        return real(*arguments, **named)

    monkeypatch.setattr(running, "match", slow)
    run = running.execute(run)
    assert (run.state, run.plan) == ("failed", "")


def test_a_worker_told_to_end_leaves_a_word(matched: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_arguments: Any, **_named: Any) -> Any:
        raise SystemExit(1)

    monkeypatch.setattr(running, "match", ended)
    run = queued(matched)
    with pytest.raises(SystemExit):
        running.execute(run)
    run.refresh_from_db()
    assert (run.state, "worker was ended" in run.error) == ("failed", True)
