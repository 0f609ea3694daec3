"""What `make run` decides before anything is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import quickstart

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--host", "0.0.0.0"], "HOST=0.0.0.0"),
        (["--port", "70000"], "PORT=70000"),
    ],
)
def test_a_wrong_option_is_named_with_the_remedy(arguments: list[str], named: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "config.quickstart", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_the_estimate_is_what_it_took_last_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quickstart, "VAR", tmp_path)
    monkeypatch.setattr(quickstart, "STATE", tmp_path / "state.json")
    (tmp_path / "state.json").write_text(json.dumps({"packages": 42.0}))
    quickstart.Steps().run("packages", "Installing packages", [sys.executable, "-c", "pass"])
    assert "about 42 s" in capsys.readouterr().out
    assert json.loads((tmp_path / "state.json").read_text())["packages"] < 42


def test_a_failing_step_shows_its_output_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quickstart, "VAR", tmp_path)
    monkeypatch.setattr(quickstart, "STATE", tmp_path / "state.json")
    with pytest.raises(SystemExit, match="no such package"):
        quickstart.Steps().run("packages", "Installing", [sys.executable, "-c", "print('no such package'); exit(3)"])


def test_installing_again_is_skipped_until_a_requirement_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("requirements.txt", "config/constraints.txt", "tests/requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(quickstart, "ROOT", tmp_path)
    monkeypatch.setattr(quickstart, "VENV", tmp_path)
    monkeypatch.setattr(quickstart, "PYTHON", Path(sys.executable))
    ran: list[str] = []

    class Recorder:
        def run(self, key: str, what: str, command: object) -> None:
            ran.append(key)

    for change in (None, None, "more"):
        if change:
            (tmp_path / "requirements.txt").write_text(change)
        quickstart.install(Recorder(), tests=False)  # type: ignore[arg-type]
    assert ran == ["packages", "packages"]


def test_a_worker_runs_beside_the_server_and_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manage.py").write_text("import sys, time\nprint(sys.argv[1], flush=True)\ntime.sleep(60)\n")
    for name, value in (("VAR", tmp_path), ("ROOT", tmp_path), ("PYTHON", Path(sys.executable))):
        monkeypatch.setattr(quickstart, name, value)
    worker = quickstart.Worker({})
    first = worker.process
    first.kill()
    first.wait()
    worker.keep()
    assert worker.process is first, "not at once: one that fails at its start would fill the log"
    worker.begun -= 11
    worker.keep()
    assert worker.process is not first
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1.5)"])
    assert quickstart.stay(server, worker) == 0
    assert worker.process.returncode is not None
    assert "db_worker" in (tmp_path / "worker.log").read_text()


def test_whole_addresses_carry_the_port_that_was_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quickstart, "VAR", tmp_path)
    monkeypatch.setattr(quickstart, "STATE", tmp_path / "state.json")
    monkeypatch.setattr(sys, "argv", ["quickstart", "--port", "8123"])
    monkeypatch.setenv("SITE_URL", "http://other.example")
    seen: list[str | None] = []
    monkeypatch.setattr(quickstart, "install", lambda *_args, **_options: None)
    monkeypatch.setattr(quickstart.Steps, "run", lambda *_args, **_options: seen.append(os.environ.get("SITE_URL")))
    monkeypatch.setattr(quickstart, "serve", lambda *_args: 0)
    assert quickstart.main() == 0
    assert seen == ["http://127.0.0.1:8123"]
    assert quickstart.site_url("::1", 8123) == "http://[::1]:8123"
