"""A mail worker killed in the middle (kill -9): each message leaves at most once, to its recipient only, and the one in
doubt is shown to the coordinator."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone

from network.models import AuditEntry, Mail, Programme
from network.services import mail
from tests.network.conftest import World

ROOT = Path(__file__).resolve().parents[2]
TO = ["one@mail.example", "two@mail.example", "three@mail.example"]


def database_url() -> str:
    """The test's own database, for another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    who = f"{found['USER']}:{found['PASSWORD']}@" if found["PASSWORD"] else f"{found['USER']}@"
    return f"postgres://{who}{found['HOST']}:{found['PORT']}/{found['NAME']}"


def worker(where: str, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url()}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.network.killed_worker", where, str(folder)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run_to_its_end(folder: Path) -> int:
    process = worker("never", folder)
    said, problems = process.communicate(timeout=90)
    assert process.returncode == 0, problems[-2000:]
    return int(said.strip().splitlines()[-1])


def arrived(folder: Path) -> list[str]:
    letters = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    assert all(len(letter["to"]) == 1 for letter in letters)
    return sorted(letter["to"][0] for letter in letters)


@pytest.mark.django_db(transaction=True)
@pytest.mark.trust("S16")
@pytest.mark.parametrize(("where", "left"), [("before", 2), ("after", 3)])
def test_a_killed_worker_sends_nothing_twice(where: str, left: int, tmp_path: Path) -> None:
    programme = Programme.objects.create(code="p", name="P")
    for address in TO:
        Mail.objects.create(key=address, to=address, subject=f"To {address}", body="Text", programme=programme)
    connection.close()
    first = worker(where, tmp_path)
    deadline = time.monotonic() + 90
    while not (tmp_path / "standing-still").exists():
        assert time.monotonic() < deadline
        assert first.poll() is None, first.communicate()[1][-2000:]
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    first.communicate()
    victim = Mail.objects.get(claimed__isnull=False)
    assert victim.sent is None
    assert run_to_its_end(tmp_path) == 2, "the others leave"
    assert run_to_its_end(tmp_path) == 0
    assert len(arrived(tmp_path)) == left
    assert len(set(arrived(tmp_path))) == left, "nothing left twice"
    assert set(arrived(tmp_path)) <= set(TO)
    Mail.objects.filter(pk=victim.pk).update(claimed=timezone.now() - timedelta(minutes=11))
    assert [message.pk for message in mail.in_doubt(programme)] == [victim.pk]


@pytest.fixture
def doubtful(world: World) -> Mail:
    long_ago = timezone.now() - timedelta(hours=1)
    return Mail.objects.create(
        key="invite:1:x", to="town0@mail.example", subject="Invitation", body="Come", programme=world.programme,
        claimed=long_ago,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_coordinator_sees_a_message_in_doubt_and_nobody_else_settles_it(world: World, doubtful: Mail) -> None:
    client, page = world.client("coordinator"), f"/network/programmes/{world.programme.pk}/"
    assert "in doubt" in client.get("/network/").content.decode()
    assert "town0@mail.example" in client.get(page).content.decode()
    for who in ("elsewhere", "lead", "outsider"):
        assert world.client(who).post(f"/network/messages/{doubtful.pk}/settle/", {"again": "1"}).status_code == 404
    client.post(f"/network/messages/{doubtful.pk}/settle/", {"arrived": "1"})
    doubtful.refresh_from_db()
    assert doubtful.sent
    assert "Messages in doubt" not in client.get(page).content.decode()
    assert AuditEntry.objects.get(verb="message settled").detail == {"arrived": True}
    assert not outbox.outbox


@pytest.mark.django_db
def test_sent_again_on_a_coordinators_word_it_leaves_once(
    world: World, doubtful: Mail, django_capture_on_commit_callbacks: Any
) -> None:
    client = world.client("coordinator")
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/network/messages/{doubtful.pk}/settle/", {"again": "1"})
    assert [message.to for message in outbox.outbox] == [["town0@mail.example"]]
    assert AuditEntry.objects.filter(verb="message settled").count() == 1
