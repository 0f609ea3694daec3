"""The collection's files: what the checker finds, and that the shipped collection is sound."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.importers.collection.checks import check, sound
from practices.importers.collection.contract import CONTRACT, json_schema
from practices.importers.collection.coverage import coverage, printed
from practices.importers.collection.files import Collection, Record, read_collection
from practices.importers.collection.plan import Loaded, decide, make_plan

SOURCE = {"key": "study", "kind": "article", "title": "A study", "url": "https://study.example/"}
CITY = {"schema": "city/1", "code": "bogota", "name": "Bogotá", "country": "CO"}
OUTCOME = {
    "outcome": "homicide",
    "level": "symptom",
    "comparison": "before-after",
    "direction": "positive",
    "baseline": 10,
    "result": 8,
    "sources": ["study"],
}
PRACTICE: dict[str, Any] = {
    "schema": "practice/1",
    "code": "lamps",
    "city": "bogota",
    "title": "Lamps",
    "claim": "Safer.",
    "kind": "practice",
    "scale": "street",
    "lifecycle": "running",
    "depth": 1,
    "confirmation": "to-be-confirmed",
    "themes": ["public-space"],
    "outcomes": [OUTCOME],
    "sources": [SOURCE],
}


def issues(practice: dict[str, Any] | None = None, *more: Record, **changes: Any) -> list[str]:
    data = {**deepcopy(practice or PRACTICE), **changes}
    city = Record("city", "bogota", "cities/bogota.yaml", CITY)
    return [str(i) for i in check(Collection([city, Record("practice", "lamps", "practices/lamps.yaml", data), *more]))]


def test_a_sound_record_has_no_issue() -> None:
    assert issues() == []


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"themes": ["nonsense"]}, "themes[0]", "nonsense"),
        ({"sources": []}, "sources", "at least one source"),
        ({"sources": [{**SOURCE, "url": None}]}, "sources[0]", "no doi and no url"),
        ({"outcomes": [{**OUTCOME, "sources": ["other"]}]}, "outcomes[0].sources", "other"),
        ({"outcomes": [{**OUTCOME, "sources": []}]}, "outcomes[0]", "without a source"),
        ({"outcomes": [{**OUTCOME, "grade": "E3"}]}, "outcomes[0].grade", "support E2"),
        ({"city": "atlantis"}, "city", "atlantis"),
        ({"kind": "did-not-work"}, "failure.modes", "why"),
        ({"tittle": "x"}, "tittle", "no known key"),
        ({"title": "x" * 121}, "title", "121 characters"),
        ({"summary": "word " * 251}, "summary", "251 words"),
        ({"start": 2018}, "start", 'in quotes: "2018"'),
        ({"start": "2018-13"}, "start", "2018-12"),
        ({"sdg": [{"target": 11.7, "relation": "direct"}]}, "sdg[0].target", "quotes"),
        ({"provisions": [{"address": "99(z)", "role": "tests"}]}, "provisions[0].address", "99(z)"),
        ({"depth": 4}, "depth", "1, 2, 3"),
        ({"confirmation": None}, "confirmation", "required"),
        ({"code": "lamp"}, "code", "lamps.yaml"),
        ({"adoptions": [{"city": "bogota", "status": "adopted"}]}, "adoptions[0].city", "own city"),
        ({"cost": {"one_off": 5}}, "cost", "without a source"),
        ({"cost": {"one_off": True}}, "cost.one_off", "number"),
        ({"sources": [SOURCE, SOURCE]}, "sources[1]", "twice"),
        ({"outcomes": "many"}, "outcomes", "list"),
    ],
)
def test_each_mistake_is_named_with_its_place(changes: dict[str, Any], place: str, word: str) -> None:
    found = issues(**changes)
    assert any(f" {place}:" in issue and word in issue for issue in found), found


def test_files_that_cannot_be_read_are_issues_and_the_rest_is_read(tmp_path: Path) -> None:
    for folder in ("cities", "practices", "translations/fr"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cities/bogota.yaml").write_text(yaml.safe_dump(CITY), "utf-8")
    (tmp_path / "practices/twice.yaml").write_text("code: a\ncode: b\n")
    (tmp_path / "practices/list.yaml").write_text("- a\n")
    (tmp_path / "practices/latin.yaml").write_bytes("title: é".encode("latin-1"))
    (tmp_path / "practices/evil.yaml").write_text("x: !!python/object/apply:os.system [ls]\n")
    (tmp_path / "practices/huge.yaml").write_text("a: " + "x" * 400_000)
    (tmp_path / "practices/notes.txt").write_text("")
    collection = read_collection(tmp_path)
    assert [record.code for record in collection.records] == ["bogota"]
    told = {issue.file.split("/")[1]: issue.message for issue in collection.issues}
    assert "given twice" in told["twice.yaml"]
    assert "no mapping" in told["list.yaml"]
    assert "larger than" in told["huge.yaml"]
    assert {"latin.yaml", "evil.yaml", "notes.txt"} <= told.keys()


def test_a_translation_keeps_the_number_of_parts() -> None:
    words = Record(
        "translation",
        "lamps",
        "translations/fr/lamps.yaml",
        {"title": "Lampes", "status": "draft", "blocks": [{"name": "x"}]},
        "fr",
    )
    assert any("blocks" in issue for issue in issues(None, words))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(
        [*sorted(PRACTICE), "cost", "adoptions", "failure", "first_steps", "rests_on", "editorial", "junk"]
    ),
    json_values,
)
@settings(max_examples=150)
def test_no_content_breaks_the_checker(key: str, value: Any) -> None:
    issues(**{key: value})


@given(st.sampled_from(sorted(PRACTICE)), json_values)
@settings(max_examples=100)
def test_the_published_json_schema_accepts_what_the_shape_accepts(key: str, value: Any) -> None:
    data = {**PRACTICE, key: value}
    if not list(CONTRACT["practice"].problems(data, "")):
        jsonschema_rs.validator_for(json_schema("practice")).validate(data)


def test_the_shipped_collection_is_sound() -> None:
    collection = read_collection()
    found = check(collection)
    assert [str(issue) for issue in found if issue.level == "error"] == []
    result = coverage(sound(collection, found))
    assert not [goal for goal in result.goals if goal[2] < goal[1]], printed(result)


def test_coverage_survives_an_empty_collection() -> None:
    assert "MISS full practice records: 60 / 0" in printed(coverage(Collection()))


RECORD = Record("practice", "lamps", "practices/lamps.yaml", PRACTICE)


@pytest.mark.parametrize(
    ("site", "loaded", "action"),
    [
        (None, None, "create"),
        (None, Loaded("f", "s"), "deleted"),
        ("s", None, "kept"),
        ("edited", Loaded("f", "s"), "kept"),
        ("s", Loaded("older", "s"), "change"),
        ("s", Loaded(RECORD.hash, "s"), "unchanged"),
    ],
)
def test_what_the_plan_decides(site: str | None, loaded: Loaded | None, action: str) -> None:
    assert decide(RECORD, site, loaded) == action


def test_a_plan_names_what_lost_its_file() -> None:
    plan = make_plan([], {("city", "gone"): "s"}, {("city", "gone"): Loaded("f", "s")})
    assert "gone" in plan.printed()
    assert not plan.work
