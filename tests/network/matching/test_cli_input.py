"""Bad input on the command line: exit code 2, and an error that names the place in the document and the remedy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from network.matching import problem_json
from network.matching.cli import main
from network.matching.cli_print import print_json
from tests.network.matching.cohorts import network

Run = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> Run:
        code = main([str(a) for a in arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def write(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def bad(change: Any) -> dict[str, Any]:
    document = problem_json(network(4, 1))
    change(document)
    return document


def set_at(*path: Any, value: Any) -> Any:
    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = value

    return change


CASES = {
    "duplicate id": (bad(lambda d: d["cities"].append(d["cities"][0])), "$.cities[4].id"),
    "unknown theme": (bad(set_at("cities", 1, "needs", 0, "theme", value="dragons")), "$.cities[1].needs[0].theme"),
    "negative capacity": (bad(set_at("cities", 2, "capacity", value=-1)), "$.cities[2].capacity"),
    "capacity as text": (bad(set_at("cities", 2, "capacity", value="1")), "$.cities[2].capacity"),
    "capacity as truth": (bad(set_at("cities", 2, "capacity", value=True)), "$.cities[2].capacity"),
    "weight zero": (bad(set_at("cities", 0, "needs", 0, "weight", value=0)), "$.cities[0].needs[0].weight"),
    "misspelt field": (bad(set_at("cities", 0, "neds", value=[])), "$.cities[0].neds"),
    "unknown city in a rule": (
        bad(set_at("rules", value=[{"kind": "forbid", "cities": ["a", "b"]}])),
        "$.rules[0].cities[0]",
    ),
    "pin of one": (bad(set_at("rules", value=[{"kind": "pin", "cities": ["c00001"]}])), "$.rules[0].cities"),
    "no cities": ({"themes": []}, "$.cities"),
    "a list": ([], "$"),
    "weights both zero": (
        bad(set_at("settings", "weights", value={"practices": 0, "challenges": 0})),
        "$.settings.weights",
    ),
    "impossible order": (
        bad(set_at("settings", "fairness", value={"order": ["total", "coverage"]})),
        "$.settings.fairness.order",
    ),
    "both sizes off": (bad(set_at("settings", "limits", value={"pairs": False, "triads": False})), "$.settings.limits"),
    "version": (bad(set_at("version", value=9)), "$.version"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_names_path_and_remedy(run: Any, tmp_path: Path, name: str) -> None:
    document, path = CASES[name]
    code, out, err = run("solve", write(tmp_path / "bad.json", document))
    assert code == 2
    assert out == ""
    assert f"{path}:" in err or f"{path}." in err
    assert "Traceback" not in err
    assert err.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"cities": [', "line 1"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "Infinity"),
        ('{"themes": ["x"], "cities": [{"id": "a", "needs": [{"theme": "x", "weight": 1e999}]}]}', "finite"),
        ("[" * 100_000, "levels deep"),
        ('{"a": 1, "a": 2}', "twice"),
        ("\udcff", "UTF-8"),
        ("1" * 6000, "6000 digits"),
        (" " * (10 * 1024 * 1024), "limit is 8 MB"),
        ("", "is empty"),
    ],
)
def test_documents_that_are_not_plain_json(run: Any, tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    code, _, err = run("solve", path)
    assert code == 2
    assert part in err
    assert "Traceback" not in err


WHERE = {
    '{"cities": [{"id": "a"}, {"id": "b"}], "groups": [{"members": ["a", "b"], "value": NaN}]}': "$.groups[0].value",
    '{"themes": ["x"], "cities": [{"id": "a", "utc_offset": -Infinity}]}': "$.cities[0].utc_offset",
    '{"cities": [{"id": "a"}, {"id": "b", "id": "c"}], "groups": []}': "$.cities[1].id",
    '{"cities": [], "cities": [], "groups": []}': "$.cities",
    '{"cities": [{"id": "a", "capacity": ' + "9" * 5000 + '}], "groups": []}': "$.cities[0].capacity",
    '{"cities": [], "groups": [], "one thing": 1}': '$["one thing"]',
    '{"cities": [], "groups": [], "note": {"a b": NaN}}': '$.note["a b"]',
    '{"themes": ["x"], "cities": [{"id": "a", "needs": [{"theme": "x"}]}], "groups": []}': "$.themes",
    '{"cities": [{"id": "a", "capacity": 1.5}], "groups": []}': "$.cities[0].capacity",
    '{"cities": ["a"], "groups": [{"members": [["a"]], "value": 1}]}': "$.groups[0].members[0]",
    '{"cities": ["a"], "groups": [{"members": ["a", "a"], "value": 1}]}': "$.groups[0].members",
    '{"cities": ["a"], "groups": [{"members": ["a"], "value": true}]}': "$.groups[0].value",
    '{"cities": ["a"], "groups": [{"members": ["a"], "value": 1e13}]}': "$.groups[0].value",
    '{"cities": [{"id": "a", "capacity": 10000000}], "groups": []}': "$.cities[0].capacity",
    '{"cities": []}': "$.themes",
}


@pytest.mark.parametrize("text", WHERE)
def test_the_place_of_what_is_wrong_is_named(run: Any, tmp_path: Path, text: str) -> None:
    code, out, err = run("solve", write(tmp_path / "bad.json", text))
    assert (code, out) == (2, "")
    assert f"{WHERE[text]}: " in err


def test_depth_is_counted_the_same_with_and_without_escapes(run: Any, tmp_path: Path) -> None:
    for levels, good in ((20, True), (21, False)):
        deep = "[" * (levels - 1) + '"]"' + "]" * (levels - 1)
        for name in ("x", "\\u0041[["):
            text = '{"cities": ["a"], "groups": [], "note": ' + deep + ', "name": "' + name + '"}'
            code, _, err = run("solve", write(tmp_path / "deep.json", text))
            assert (code == 0) == good, (levels, name)
            assert good or "levels deep" in err


def test_a_whole_number_may_be_written_with_a_point(run: Any, tmp_path: Path) -> None:
    groups = [{"members": ["a"], "value": 1}, {"members": ["a"], "value": 2}]
    document = {"cities": [{"id": "a", "capacity": 2.0}], "groups": groups}
    code, out, _ = run("solve", write(tmp_path / "p.json", document), "--json")
    assert code == 0
    assert json.loads(out)["value"] == 3


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_can_be_read_back_whatever_the_terminal(tmp_path: Path, encoding: str) -> None:
    cities, groups = ["Łódź", "São Paulo"], [{"members": ["Łódź", "São Paulo"], "value": 1.5}]
    path = write(tmp_path / "p.json", {"cities": cities, "groups": groups})
    command = [sys.executable, "-m", "network.matching", "solve", str(path)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    subprocess.run(command, capture_output=True, check=True, env=environment)
    done = subprocess.run([*command, "--json"], capture_output=True, check=True, env=environment)
    assert json.loads(done.stdout)["groups"] == groups


def test_a_long_answer_is_json_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    for count in (1, 1000):
        answer = {"name": "Łódź", "groups": [{"members": ["a", "b"], "value": 0.1}] * count, "proven": True}
        print_json(answer)
        assert json.loads(capsys.readouterr().out) == answer


def test_a_missing_file(run: Any, tmp_path: Path) -> None:
    code, _, err = run("solve", tmp_path / "nothing.json")
    assert code == 2
    assert "cannot be read" in err
