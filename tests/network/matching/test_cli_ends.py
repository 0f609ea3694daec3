"""How the command line ends: closed pipes and disks that are full, files given in the wrong places, a polite end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from network.matching import problem_json
from network.matching.cli import main
from tests.network.matching.cohorts import network

COMMAND = [sys.executable, "-m", "network.matching"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("ends")
    problem, solution = folder / "problem.json", folder / "solution.json"
    problem.write_text(json.dumps(problem_json(network(12, 3))))
    done = subprocess.run([*COMMAND, "solve", str(problem), "--json"], capture_output=True, check=True)
    solution.write_bytes(done.stdout)
    return problem, solution


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        found = capsys.readouterr()
        return code, found.out, found.err

    return call


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["schema"], ["solve", "PROBLEM", "--json"]])
def test_an_answer_that_cannot_be_written_is_an_error(files: tuple[Path, Path], arguments: list[str]) -> None:
    command = [*COMMAND, *(str(files[0]) if a == "PROBLEM" else a for a in arguments)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: the answer cannot be written")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "<&-", "| true"])
def test_closed_streams_leave_no_traceback(files: tuple[Path, Path], closed: str) -> None:
    line = f'"$0" -m network.matching solve {"-" if closed == "<&-" else files[0]} --json {closed}'
    done = subprocess.run(["bash", "-c", line, sys.executable], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    if closed != "| true":
        assert done.returncode == 2
        assert done.stderr.startswith("error: ")


def test_problem_and_solution_in_each_others_place(said: Any, files: tuple[Path, Path]) -> None:
    problem, solution = files
    for arguments in (("verify", solution, problem), ("explain", solution, problem, "--city", "c00001")):
        code, _, err = said(*arguments)
        assert code == 2
        assert "solution.json: is a solution, not a problem" in err
    assert "is a solution" in said("solve", solution)[2]
    assert "is a solution" in said("floors", solution)[2]
    assert "is a problem, not a solution" in said("explain", problem, problem, "--city", "c00001")[2]
    code, out, _ = said("verify", problem, problem)
    assert (code, "is a problem, not a solution" in out) == (1, True)


def test_a_city_that_joins_is_read_like_any_other(said: Any, files: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "new.json"
    wrong.write_text(json.dumps({"id": "new", "needs": [{"theme": "dragons"}]}))
    code, _, err = said("repair", *files, "--join", wrong)
    assert code == 2
    assert "new.json: $.needs[0].theme: " in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_keeps_the_best_so_far(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "long.json"
    path.write_text(json.dumps(problem_json(network(400, 1))))
    command = [*COMMAND, "solve", str(path), "--json", "--progress"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("greedy"):
                break
        process.send_signal(number)
        out, err = process.communicate()
    assert process.returncode == 0
    assert "stopping with the best so far" in err
    answer = json.loads(out)
    assert answer["groups"]
    assert answer["value"] <= answer["upper_bound"]
    assert answer["receipt"]["reproducible"] is (answer["status"] != "stopped")


def test_exit_codes_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(f"{code} " in out.split("Exit codes:")[1] for code in range(4))
    for command in ("solve", "explain", "repair", "verify", "reproduce", "floors", "schema"):
        assert command in out
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert "--" in capsys.readouterr().out


def test_ids_with_commas_and_spaces_are_pinned_as_a_json_list(said: Any, tmp_path: Path) -> None:
    needs = {"needs": [{"theme": "t"}]}
    ids = ["a,b", " c", "d", "e"]
    problem, solution = tmp_path / "p.json", tmp_path / "s.json"
    problem.write_text(json.dumps({"themes": ["t"], "cities": [{"id": i, **needs} for i in ids]}))
    solution.write_text(said("solve", problem, "--json")[1])
    for one, other in (("a,b", " c"), ("a,b", "d")):
        code, out, _ = said("repair", problem, solution, "--pin", json.dumps([one, other]), "--json")
        assert code == 0
        assert any({one, other} <= set(g["members"]) for g in json.loads(out)["groups"])
    assert said("repair", problem, solution, "--pin", "d, e", "--json")[0] == 0
    assert said("repair", problem, solution, "--pin", "a,b")[0] == 2


@pytest.mark.parametrize("change", [("code", "no_such_reason"), ("params", {})])
def test_a_reason_that_cannot_be_said_is_refused(
    said: Any, files: tuple[Path, Path], tmp_path: Path, change: tuple[str, Any]
) -> None:
    problem, solution = files
    document = json.loads(solution.read_text())
    document["groups"][0]["gains"][0]["gets"][0][change[0]] = change[1]
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(document))
    city = document["groups"][0]["members"][0]
    code, _, err = said("explain", problem, edited, "--city", city)
    assert code == 2
    assert "$.groups[0].gains[0].gets[0]: " in err
    code, out, _ = said("verify", problem, edited)
    assert (code, "$.groups[0].gains[0].gets[0]" in out) == (1, True)
