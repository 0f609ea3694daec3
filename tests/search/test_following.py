"""The stand-in of a further web machine holds what the site's index holds, also what was committed late."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import outbox, sources
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import FailoverEngine
from search.engines.memory import MemoryEngine
from search.following import OVERLAP, Follower
from search.models import OutboxEntry
from search.queries import Query
from tests.search import notes as n

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    engine = EmbeddedEngine(f"embedded://{tmp_path}/stand-in", facets=sources.all_facets())
    return Follower(engine)


def found(follower: Follower, text: str) -> int:
    return follower.engine.search(Query(text=text)).total


def test_it_is_filled_and_follows(follower: Follower, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = n.write("Lamps in parks #CO @space/lighting")
    assert follower.step()
    assert found(follower, "lamps") == 1
    follower.step()  # what was written before the filling is applied once more
    assert found(follower, "lamps") == 1
    with django_capture_on_commit_callbacks(execute=True):
        n.write("Lamps in markets #KE @space/lighting")
        n.Group.objects.filter(pk=first.pk).update(name="draft of lamps")
        outbox.changed("note", [first.pk], "unpublished")
    assert follower.step()
    assert found(follower, "parks") == 0
    assert found(follower, "markets") == 1
    assert not follower.step()


def test_a_change_committed_late_is_not_missed(follower: Follower) -> None:
    follower.step()
    follower.step()
    group = n.write("Lamps in streets #CO @space/lighting")
    follower._since = timezone.now() + timedelta(minutes=5)  # looked while that transaction was still open
    assert OutboxEntry.objects.filter(key=group.pk).exists()
    assert follower.step()
    assert found(follower, "streets") == 1
    OutboxEntry.objects.update(created_at=timezone.now() - 3 * OVERLAP)
    follower._applied.clear()
    assert not follower.step()


def test_the_command_fills_the_stand_in_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    n.write("Lamps in parks #CO @space/lighting")
    with pytest.raises(CommandError, match="SEARCH_FALLBACK_URL"):
        call_command("search_follow", "--once")
    stand_in = EmbeddedEngine(f"embedded://{tmp_path}/stand-in", facets=sources.all_facets())
    both = FailoverEngine(MemoryEngine(facets=sources.all_facets()), stand_in)
    monkeypatch.setattr("search.following.get_engine", lambda: both)
    out = StringIO()
    call_command("search_follow", "--once", stdout=out)
    public = len(list(n.NoteSource().public_keys()))
    assert f"{public} documents" in out.getvalue()
    assert stand_in.search(Query()).total == public
    assert stand_in.search(Query(text="lamps parks")).total
