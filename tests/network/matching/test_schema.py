"""The schema and the reader agree: what one allows the other takes, apart from what no schema can say."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching import (
    SCHEMA,
    InputError,
    MatchingError,
    encode,
    explain_city,
    floor_costs,
    fragility,
    include,
    load,
    match,
    parse_listed,
    parse_problem,
    repair,
    solve_listed,
    to_json,
    verify,
    why_not,
)
from network.matching.cli_listed import verify_listed
from network.matching.listed import is_listed, listed_json
from tests.network.matching.cohorts import network, problems
from tests.network.matching.from_schema import changed, documents

FORMS = ("problem", "listed_problem")
#: What a schema cannot say: ids given once, references to what exists, sums, fields that do not go together.
BEYOND = re.compile(
    r"is already given at|is given twice for this city|is not in \$\.(themes|cities)"
    r"|practices and challenges are both 0|limits the cost of a floor"
)


def validator(name: str) -> Any:
    return jsonschema_rs.validator_for({**SCHEMA["$defs"][name], "$schema": SCHEMA["$schema"]})


VALID = {name: validator(name) for name in SCHEMA["$defs"]}


def refusal(document: Any) -> InputError | None:
    """Return the error a document is refused with, or None when it is read."""
    document = load(json.dumps(document))
    try:
        parse_listed(document) if is_listed(document) else parse_problem(document)
    except InputError as error:
        return error
    return None


@st.composite
def drawn(draw: st.DrawFn, name: str) -> Any:
    document = draw(documents(SCHEMA["$defs"][name]))
    return draw(changed(document)) if draw(st.booleans()) else document


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_reader_takes_what_the_schema_allows(name: str, data: st.DataObject) -> None:
    document = data.draw(drawn(name))
    allowed = VALID[name].is_valid(document)
    error = refusal(document)
    if error is None:
        assert allowed or (name == "problem") == is_listed(document), [*VALID[name].iter_errors(document)]
    else:
        assert re.fullmatch(r"\$.*: .*\. .*\.", str(error), re.DOTALL)
        assert not allowed or BEYOND.search(error.problem), str(error)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(problem=problems(most=5))
def test_answers_have_the_form_of_their_schema(problem: Any) -> None:
    def holds(name: str, answer: Any) -> None:
        VALID[name].validate(json.loads(json.dumps(answer)))

    try:
        plan = match(problem)
    except MatchingError:
        return
    assert not verify(problem, plan)
    holds("solution", to_json(plan))
    for city in [c.id for c in problem.cities][:2]:
        about = encode(explain_city(plan, problem, city), {})
        weak = [f for f in fragility(plan, problem) if city in f.members]
        ways = encode(include(problem, plan, city), {})
        holds("city_explanation", {**about, "changes": ways, "if_one_declines": encode(tuple(weak), {})})
        result = repair(problem, plan, drop=[city])
        holds("solution", {**to_json(result.plan), "trade_offs": encode(result.trade_offs, {})})
    if len(problem.cities) > 1:
        pair = tuple(c.id for c in problem.cities[:2])
        holds("why_not", encode(why_not(plan, problem, pair), {}))
    holds("floor_costs", encode(floor_costs(problem), {}))


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(document=documents(SCHEMA["$defs"]["listed_problem"]))
def test_listed_problems_of_the_schema_are_solved(document: Any) -> None:
    try:
        problem = parse_listed(document)
        answer = listed_json(problem, solve_listed(problem))
    except MatchingError:
        return
    VALID["listed_answer"].validate(answer)
    assert not verify_listed(problem, answer)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(document=documents(SCHEMA["$defs"]["problem"]))
def test_problems_of_the_schema_are_solved_or_refused(document: Any) -> None:
    try:
        problem = parse_problem(document)
        plan = match(problem)
    except MatchingError:
        return
    assert not verify(problem, plan)
    VALID["solution"].validate(json.loads(json.dumps(to_json(plan))))


def _defaults(schema: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found = [(path, schema["default"])] if "default" in schema else []
    for name, field in schema.get("properties", {}).items():
        found += _defaults(field, (*path, name))
    return found


def test_every_default_the_schema_states_is_what_a_field_left_out_means() -> None:
    form = SCHEMA["$defs"]["problem"]["properties"]
    stated = _defaults(form["settings"])
    assert len(stated) > 20
    bare = parse_problem({"themes": [], "cities": []})
    for path, value in stated:
        inner: Any = value
        for step in reversed(path):
            inner = {step: inner}
        assert parse_problem({"themes": [], "cities": [], "settings": inner}) == bare, path
    city = form["cities"]["items"]
    parts: dict[str, Any] = {name: value for (name,), value in _defaults(city)}
    for name in ("needs", "offers"):
        parts[name] = [{"theme": "t", **{n: v for (n,), v in _defaults(city["properties"][name]["items"])}}]
    short = {"id": "a", "needs": [{"theme": "t"}], "offers": [{"theme": "t"}]}
    for document in ({"id": "a", **parts}, short):
        one = parse_problem({"themes": ["t"], "cities": [document]})
        assert one == parse_problem({"themes": ["t"], "cities": [short]})


def test_an_empty_ladder_or_order_is_refused() -> None:
    for name in ("floor_ladder", "order"):
        with pytest.raises(InputError, match=name):
            parse_problem({"themes": [], "cities": [], "settings": {"fairness": {name: []}}})


def test_a_solution_with_a_field_of_the_wrong_type_is_outside_the_schema() -> None:
    solution = json.loads(json.dumps(to_json(match(network(8, 1)))))
    assert VALID["solution"].is_valid(solution)
    for name in ("fairness", "certificate", "receipt"):
        assert not VALID["solution"].is_valid({**solution, name: {"more": 1}})
