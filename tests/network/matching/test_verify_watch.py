"""A check says where it is, ends when told to, and then tells what had been checked; also on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from network.matching import cli_watch, match, problem_json, to_json, verify
from network.matching.cli import main
from network.matching.plan import Plan
from network.matching.values import Problem
from network.matching.verify_watch import STEPS, Checking, VerificationStopped, Watch
from tests.network.matching.cohorts import network


@pytest.fixture(scope="module")
def solved() -> tuple[Problem, Plan]:
    problem = network(300, 1)
    problem = replace(problem, settings=replace(problem.settings, effort="quick"))
    return problem, match(problem)


def test_every_step_is_told_from_none_to_nearly_all(solved: tuple[Problem, Plan]) -> None:
    told: list[Checking] = []
    assert verify(*solved, progress=told.append) == []
    assert list(dict.fromkeys(state.step for state in told)) == list(STEPS)
    for step in STEPS:
        shares = [state.share for state in told if state.step == step]
        assert shares[0] == 0
        assert shares == sorted(shares)
        assert shares[-1] < 1


def test_what_is_left_of_a_step_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 0.0, 9.0, 0.1, 30.0])
    monkeypatch.setattr("network.matching.verify_watch.time.monotonic", lambda: next(clock))
    told: list[Checking] = []
    watch = Watch(told.append)
    watch.begin("pairs")
    watch.at(0.01)
    watch.at(0.5)
    watch.at(0.75)
    assert [state.left for state in told] == [None, None, None, 10.0]


@pytest.mark.parametrize("step", list(STEPS))
def test_a_check_ends_where_it_is_told_to_and_says_what_was_checked(solved: tuple[Problem, Plan], step: str) -> None:
    problem, plan = solved
    plan = replace(plan, total=plan.total + 1)
    reached: list[str] = []
    with pytest.raises(VerificationStopped) as stopped:
        verify(problem, plan, progress=lambda s: reached.append(s.step), should_stop=lambda: step in reached)
    assert reached[-1] == step
    assert reached.count(step) == 1
    before = list(STEPS)[: list(STEPS).index(step)]
    assert stopped.value.done[: len(before)] == tuple(STEPS[name] for name in before)
    assert len(stopped.value.done) <= len(before) + 1
    assert len(stopped.value.open) == len(STEPS) - len(before)
    assert STEPS[step] in stopped.value.open[0]
    assert any(getattr(found, "path", "") == "$.receipt.value" for found in stopped.value.broken)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    problem = network(20, 2)
    paths = tmp_path / "problem.json", tmp_path / "solution.json"
    for path, document in zip(paths, (problem_json(problem), to_json(match(problem))), strict=True):
        path.write_text(json.dumps(document))
    return paths


def pressed_after(asked: int) -> Any:
    """A stand-in for Ctrl-C: the check is told to end the nth time it asks."""

    @contextmanager
    def interruptible(says: str) -> Iterator[Callable[[], bool]]:
        assert "check" in says
        left = [asked]

        def stop() -> bool:
            left[0] -= 1
            return left[0] <= 0

        yield stop

    return interruptible


def test_progress_names_steps_on_standard_error(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *map(str, files), "--progress"]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("verified: ")
    steps = [line for line in out.err.splitlines() if line.startswith("checking ")]
    assert [f"step {n} of 3" in line for n, line in enumerate(steps, start=1)] == [True] * 3
    assert main(["verify", *map(str, files)]) == 0
    assert capsys.readouterr().err == ""


def test_a_solution_may_be_larger_than_a_problem(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Every reason is written out: a solution of a thousand cities is larger than the greatest problem."""
    for path in files:
        path.write_text(path.read_text() + " " * (9 * 1024 * 1024))
    assert main(["verify", *map(str, files)]) == 2
    assert f"{files[0]}: $: the document is too large; the limit is 8 MB" in capsys.readouterr().err
    files[0].write_text(files[0].read_text().rstrip())
    assert main(["verify", *map(str, files)]) == 0


@pytest.mark.parametrize("as_json", [False, True])
def test_an_interrupted_check_is_no_verdict(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    monkeypatch.setattr(cli_watch, "interruptible", pressed_after(1))
    assert main(["verify", *map(str, files), *(["--json"] if as_json else [])]) == 2
    out = capsys.readouterr()
    assert "The check was stopped. Checked: nothing." in out.err
    assert "verified: " not in out.out
    if as_json:
        answer = json.loads(out.out)
        assert (answer["verified"], answer["broken"]) == (False, [])
        assert "stopped" in answer["notes"][0]


def test_what_was_found_before_an_interrupt_is_said(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(files[1].read_text())
    document["groups"][0]["points"] += 1
    files[1].write_text(json.dumps(document))
    monkeypatch.setattr(cli_watch, "interruptible", pressed_after(len(document["groups"]) + 1))
    assert main(["verify", *map(str, files)]) == 1
    out = capsys.readouterr()
    assert "broken: points at $.groups[0].points" in out.out
    assert f"Checked: {STEPS['plan']}" in out.err


def test_a_second_interrupt_gives_up(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def twice(*arguments: Any, **named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_watch, "verify", twice)
    assert main(["verify", *map(str, files)]) == 2
    assert "nothing is said about the solution" in capsys.readouterr().err
