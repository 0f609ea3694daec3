"""The command line as a person or a script uses it: output, exit codes, errors with path and remedy."""

from __future__ import annotations

import copy
import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from network.matching import problem_json
from network.matching.cli import main
from tests.network.matching.cohorts import network

Run = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> Run:
        code = main([str(a) for a in arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_json(network(12, 3))))
    return path


@pytest.fixture
def solution(problem: Path, run: Any) -> Path:
    code, out, _ = run("solve", problem, "--json")
    assert code == 0
    path = problem.with_name("solution.json")
    path.write_text(out)
    return path


def write(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_solve_explain_repair_verify(run: Any, problem: Path, solution: Path) -> None:
    assert run("verify", problem, solution)[0] == 0
    city = json.loads(solution.read_text())["groups"][0]["members"][0]
    code, out, _ = run("explain", problem, solution, "--city", city)
    assert code == 0
    assert city in out
    assert "gets" in out
    code, out, _ = run("repair", problem, solution, "--drop", city, "--json")
    repaired = json.loads(out)
    assert all(city not in g["members"] for g in repaired["groups"])
    assert {t["name"] for t in repaired["trade_offs"]} == {"least_change", "balanced", "from_scratch"}
    path = write(problem.with_name("repaired.json"), repaired)
    assert run("verify", problem, path)[0] == 0
    assert "declined" in run("explain", problem, path, "--city", city)[1]


def test_why_not_names_the_rule_or_the_cost(run: Any, problem: Path, solution: Path) -> None:
    document = json.loads(problem.read_text())
    groups = [g["members"] for g in json.loads(solution.read_text())["groups"]]
    a, b = groups[0][0], groups[1][0]
    code, out, _ = run("explain", problem, solution, "--city", a, "--with", b, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["loss"] >= 0
    document["rules"] = [{"kind": "forbid", "cities": [a, b], "reason": "old quarrel"}]
    changed = write(problem.with_name("forbid.json"), document)
    code, out, _ = run("explain", changed, solution, "--city", a, "--with", b)
    assert "old quarrel" in out


def test_standard_input(run: Any, problem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(problem.read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert run("solve", "-")[0] == 0


def test_schema_is_json(run: Any) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert {"problem", "listed_problem", "solution", "listed_answer"} <= set(json.loads(out)["$defs"])


def test_the_package_runs_as_a_module_without_django() -> None:
    script = (
        "import sys; import network.matching.cli as c; c.main(['schema']); "
        "sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0


def test_contradictory_rules_end_with_the_smallest_set(run: Any, problem: Path) -> None:
    document = json.loads(problem.read_text())
    pair = ["c00001", "c00002"]
    document["rules"] = [
        {"kind": "pin", "cities": pair, "id": "p1"},
        {"kind": "forbid", "cities": pair, "id": "f1"},
        {"kind": "forbid", "cities": ["c00003", "c00004"], "id": "f2"},
    ]
    code, _, err = run("solve", write(problem, document))
    assert code == 3
    assert "p1" in err
    assert "$.rules[0]" in err
    assert "f1" in err
    assert "$.rules[1]" in err
    assert "f2" not in err


def test_no_time_at_all_says_so(run: Any, problem: Path) -> None:
    code, out, err = run("solve", problem, "--time-limit", "0")
    assert code == 2
    assert out == ""
    assert "before any plan was found" in err


def test_a_timed_run_is_marked_as_not_reproducible(run: Any, problem: Path) -> None:
    code, out, _ = run("solve", problem, "--time-limit", "60", "--json")
    receipt = json.loads(out)["receipt"]
    assert code == 0
    assert receipt["reproducible"] is False
    path = write(problem.with_name("timed.json"), out)
    assert run("verify", problem, path)[0] == 0


def test_unknown_city_and_solution_of_another_problem(run: Any, problem: Path, solution: Path, tmp_path: Path) -> None:
    assert run("explain", problem, solution, "--city", "atlantis")[0] == 2
    assert run("repair", problem, solution, "--drop", "atlantis")[0] == 2
    other = write(tmp_path / "other.json", problem_json(network(12, 4)))
    assert run("verify", other, solution)[0] == 1
    assert run("verify", problem, write(tmp_path / "x.json", {"groups": []}))[0] == 1
    assert run("explain", problem, write(tmp_path / "y.json", []), "--city", "c00001")[0] == 2


def test_a_solution_with_endless_numbers_is_refused(run: Any, problem: Path, solution: Path) -> None:
    text = solution.read_text()
    for wrong in ("1e999", "1" + "0" * 400):
        edited = write(problem.with_name("edited.json"), text.replace('"floor": ', f'"floor": {wrong}, "_": ', 1))
        document = json.loads(edited.read_text())
        document["fairness"].pop("_")
        edited = write(edited, json.dumps(document).replace("Infinity", wrong))
        code, out, err = run("verify", problem, edited)
        assert (code, "$.fairness.floor" in out, err) == (1, True, "")
        assert run("explain", problem, edited, "--city", "c00001")[0] == 2


def test_a_city_that_already_takes_part_cannot_join(run: Any, problem: Path, solution: Path, tmp_path: Path) -> None:
    again = write(tmp_path / "again.json", json.loads(problem.read_text())["cities"][0])
    code, _, err = run("repair", problem, solution, "--join", again)
    assert code == 2
    assert "again.json: $.id" in err


def test_a_city_joins_and_a_pin_is_added(run: Any, problem: Path, solution: Path, tmp_path: Path) -> None:
    document = json.loads(problem.read_text())
    new = copy.deepcopy(document["cities"][0])
    new["id"] = "newcomer"
    joined = write(tmp_path / "city.json", new)
    code, out, _ = run("repair", problem, solution, "--join", joined, "--pin", "newcomer,c00003", "--json")
    groups = [g["members"] for g in json.loads(out)["groups"]]
    assert code == 0
    assert any({"newcomer", "c00003"} <= set(g) for g in groups)
    path = write(tmp_path / "joined.json", out)
    assert run("verify", problem, path)[0] == 0


def test_a_solution_of_another_problem_is_told_from_its_own(run: Any, problem: Path, solution: Path) -> None:
    other = write(problem.with_name("other.json"), problem_json(network(12, 4)))
    code, _, err = run("explain", other, solution, "--city", "c00001")
    assert code == 0
    assert "made for another problem" in err
    edited = json.loads(solution.read_text())
    edited["groups"][0]["members"][0] = "nobody"
    changed = write(problem.with_name("edited.json"), edited)
    for command in (
        ("explain", problem, changed, "--city", "c00001"),
        ("repair", problem, changed, "--drop", "c00001"),
    ):
        code, _, err = run(*command)
        assert code == 2
        assert "$.groups[0].members[0]" in err
    code, _, err = run("repair", problem, solution, "--drop", "nobody")
    assert (code, "--drop" in err) == (2, True)


@pytest.mark.parametrize("listed", [False, True])
def test_the_first_interrupt_ends_a_run_with_the_best_so_far(tmp_path: Path, listed: bool) -> None:
    from network.matching.listed import parse_listed
    from tests.network.matching import families

    if listed:
        hard = families.packing(400, 2000, 1)
        document = {
            "cities": [c for c, _ in hard.capacities],
            "groups": [{"members": list(g.members), "value": g.value} for g in hard.groups],
        }
        assert parse_listed(document).groups
    else:
        document = problem_json(network(400, 1))
    path = write(tmp_path / "long.json", document)
    command = [sys.executable, "-m", "network.matching", "solve", str(path), "--json", "--progress"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("local search" if listed else "greedy"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 0
    assert "stopping with the best so far" in err
    answer = json.loads(out)
    assert answer["groups"]
    assert not answer["proven"]
    assert answer["value"] <= answer["upper_bound"]
