"""What the command line says: names where names belong, every number explained, the same facts in text and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from network.matching import Reason, parse_problem, problem_json, sentence
from network.matching.catalogue import SENTENCES, UNKNOWN, names_of
from network.matching.cli import main
from network.matching.problem_json import hashed

CITIES = [
    {
        "id": "1", "name": "Alder", "country": "A", "income": "lower_middle", "population": 400_000,
        "languages": ["en"], "utc_offset": 0, "needs": [{"theme": "20", "weight": 2, "stage": "plan"}, {"theme": "m"}],
        "offers": [{"theme": "s", "evidence": "published"}],
    },
    {
        "id": "2", "name": "Birch", "country": "B", "income": "upper_middle", "population": 900_000,
        "languages": [{"code": "en", "level": "working"}], "utc_offset": 3,
        "needs": [{"theme": "s", "stage": "diagnosis"}, {"theme": "m"}],
        "offers": [{"theme": "20", "depth": "deep", "evidence": "evaluated"}],
    },
    {"id": "20", "name": "Cedar", "needs": [{"theme": "m"}], "offers": [{"theme": "m"}]},
    {"id": "466", "name": "Dogwood", "needs": [{"theme": "m"}], "offers": [{"theme": "20"}]},
    {"id": "0", "name": "Elm", "eligible": False, "needs": [{"theme": "m"}], "offers": [{"theme": "20"}]},
]  # fmt: skip
THEMES = [{"id": "20", "label": "Lighting"}, {"id": "m", "label": "Markets"}, {"id": "s", "label": "Schools"}]
PROBLEM = {"themes": THEMES, "cities": CITIES}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> tuple[int, str]:
        code = main([str(a) for a in arguments])
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def files(tmp_path: Path, run: Any) -> tuple[Path, Path]:
    problem, solution = tmp_path / "p.json", tmp_path / "s.json"
    problem.write_text(json.dumps(PROBLEM))
    solution.write_text(run("solve", problem, "--json")[1])
    return problem, solution


def test_numbers_stay_numbers_where_cities_have_numbers_for_ids() -> None:
    names = names_of(parse_problem(PROBLEM))
    cost = Reason("cost_of_group", 0, (("points", "20"), ("loss", "0"), ("total", "466")))
    assert sentence(cost, names) == "would be worth 20 points; the best plan with this group loses 0 of 466 points"
    need = Reason("shared_challenge", 0, (("city", "20"), ("other", "1"), ("theme", "20")))
    assert sentence(need, names) == "Cedar and Alder share the challenge Lighting"


def test_the_worked_example_adds_up_in_the_text(run: Any, files: tuple[Path, Path]) -> None:
    out = run("explain", *files, "--city", "1")[1]
    assert "Their gains together make 552" in out
    assert "-40  less, because gains differ by 162 points" in out
    assert "512 points" in out
    assert "income lower-middle/upper-middle" in out


def test_what_is_not_known_is_not_called_a_difference(run: Any, files: tuple[Path, Path]) -> None:
    out = run("explain", *files, "--city", "20")[1]
    assert "too little is known of the contexts of Cedar and Dogwood" in out
    assert "the languages of Cedar or Dogwood are not known" in out
    assert "the time zone of Cedar or Dogwood is not known" in out
    assert "hours apart" not in out
    known = run("explain", *files, "--city", "1")[1]
    assert "hours apart" in known
    assert "not known" not in known
    assert UNKNOWN.keys() <= SENTENCES.keys()


def test_json_of_explain_has_all_the_text_has(run: Any, files: tuple[Path, Path]) -> None:
    about = json.loads(run("explain", *files, "--city", "1", "--json")[1])
    assert about["changes"] == []
    (weak,) = about["if_one_declines"]
    assert {p["declines"] for p in weak["plan_b"]} == set(weak["members"])
    assert (
        f"Without Alder + Birch the plan is worth {weak['total_without']}." in run("explain", *files, "--city", "1")[1]
    )
    out = json.loads(run("explain", *files, "--city", "0", "--json")[1])
    assert out["changes"][0]["change"]["code"] == "make_eligible"
    assert out["changes"][0]["change"]["text"] in run("explain", *files, "--city", "0")[1]


def test_verify_and_reproduce_answer_in_json(run: Any, files: tuple[Path, Path]) -> None:
    problem, solution = files
    code, out = run("verify", problem, solution, "--json")
    assert (code, json.loads(out)) == (0, {"verified": True, "broken": [], "notes": []})
    assert json.loads(run("reproduce", problem, solution, "--json")[1])["reproduced"] is True
    edited = json.loads(solution.read_text())
    edited["groups"][0]["points"] += 1
    solution.write_text(json.dumps(edited))
    code, out = run("verify", problem, solution, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["verified"] is False
    assert any(b["path"].startswith("$.groups[0]") for b in found["broken"])


def test_listed_answers_are_verified_in_json(run: Any, tmp_path: Path) -> None:
    problem, solution = tmp_path / "p.json", tmp_path / "s.json"
    group = {"members": ["a", "b"], "value": 2.0}
    problem.write_text(json.dumps({"cities": ["a", "b"], "groups": [group]}))
    solution.write_text(run("solve", problem, "--json")[1])
    assert json.loads(run("verify", problem, solution, "--json")[1])["verified"] is True
    answer = {"groups": [group, group], "value": 4.0, "upper_bound": 4.0, "proven": True}
    solution.write_text(json.dumps(answer))
    code, out = run("verify", problem, solution, "--json")
    assert code == 1
    assert {b["rule"] for b in json.loads(out)["broken"]} >= {"group", "capacity"}


def test_the_hash_of_a_problem_does_not_depend_on_the_order_of_rules() -> None:
    pair = {"kind": "forbid", "cities": ["1", "2"]}
    rules = [
        {**pair, "reason": "one"},
        {**pair, "reason": "two"},
        {"kind": "pin", "cities": ["1", "20"], "exact": True},
    ]
    both = [parse_problem({**PROBLEM, "rules": order}) for order in (rules, rules[::-1])]
    assert hashed(both[0]) == hashed(both[1])
    assert hashed(both[0]) != hashed(parse_problem({**PROBLEM, "rules": rules[1:]}))
    assert hashed(both[0]) == hashed(parse_problem(problem_json(both[1])))


def test_the_example_of_the_specification_prints_what_stands_there(run: Any, tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "algorithms" / "matching.md").read_text(encoding="utf-8")
    problem = tmp_path / "p.json"
    problem.write_text(page.split("```json\n")[1].split("```")[0])
    code, out = run("solve", problem)
    assert code == 0
    assert out.startswith(page.split("```text\n")[1].split("```")[0])


def test_why_not_says_the_rule_first_and_whose_worth_it_speaks_of(run: Any, files: tuple[Path, Path]) -> None:
    free = run("explain", *files, "--city", "1", "--with", "20")[1]
    assert free.startswith("Alder + Cedar would be worth 155 points; the best plan with this group loses ")
    problem, solution = files
    document = json.loads(problem.read_text())
    document["settings"] = {"weights": {"minimum_gain": 60}}
    problem.write_text(json.dumps(document))
    solution.write_text(run("solve", problem, "--json")[1])
    first, second, *_ = run("explain", *files, "--city", "1", "--with", "20")[1].splitlines()
    assert first == "Cedar would gain 52 points, below the minimum of 60"
    assert second.startswith("Pinned all the same, Alder + Cedar would be worth 155 points")
    assert run("explain", *files, "--city", "1", "--with", "0")[1].startswith("Elm is not eligible\n")
