"""The JSON schemas of both problem forms and of all answers, as served by `schema`.

What the schemas allow is what the reader accepts; beyond them it only asks that ids are given once, that rules, needs
and offers name cities and themes that exist, and a few things said in descriptions.
"""

from __future__ import annotations

from typing import Any

from .parse import MAX_CAPACITY, MAX_CITIES, MAX_NEEDS, MAX_OFFERS, MAX_PAST, MAX_RULES, MAX_THEMES
from .parse_settings import MAX_GROUPS, MAX_RUNGS, MAX_SECONDS, POINTS
from .schema_answers import CITY_EXPLANATION, FLOOR_COSTS, SOLUTION, WHY_NOT
from .values import DEPTHS, EFFORTS, EVIDENCE, FORMATS, INCOMES, LEVELS, ORDERS, OUTCOMES, STAGES, Weights


def _object(required: list[str], **fields: Any) -> dict[str, Any]:
    """An object without other fields; those not required may be null, which counts as left out."""
    given = {name: field if name in required else _or_null(field) for name, field in fields.items()}
    return {"type": "object", "additionalProperties": False, "required": required, "properties": given}


def _or_null(field: dict[str, Any]) -> dict[str, Any]:
    if "enum" in field:
        return {**field, "enum": [*field["enum"], None]}
    if "type" in field:
        return {**field, "type": [field["type"], "null"]}
    if "const" in field:
        return {**{k: v for k, v in field.items() if k != "const"}, "enum": [field["const"], None]}
    return field


def _list(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def _one_of(values: tuple[str, ...], default: str | None = None) -> dict[str, Any]:
    return {"enum": list(values), **({"default": default} if default else {})}


def _text(longest: int, *, empty: bool = False) -> dict[str, Any]:
    """A text without control characters; with something else than spaces in it, unless it may be empty."""
    letters = "^[^\\u0000-\\u001f]*"
    pattern = f"{letters}$" if empty else f"{letters}[^\\u0000-\\u001f\\s][^\\u0000-\\u001f]*$"
    return {"type": "string", "maxLength": longest, "pattern": pattern}


_ID, _LISTED_ID = _text(100), _text(200)
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_TIME = {
    "type": "number",
    "minimum": 0,
    "maximum": MAX_SECONDS,
    "description": "wall-clock seconds; makes a run irreproducible",
}


def _whole(low: int, high: int, default: int | None = None) -> dict[str, Any]:
    return {
        "type": "integer",
        "minimum": low,
        "maximum": high,
        **({} if default is None else {"default": default}),
    }


def _weights() -> dict[str, Any]:
    default = Weights()
    fields = {
        name: _whole(0, POINTS[name], getattr(default, name))
        if name in POINTS
        else {**_SHARE, "default": getattr(default, name) / 1000}
        for name in Weights.__slots__
    }
    text = "shares are kept in thousandths; practices and challenges are brought to a sum of 1 and may not both be 0"
    return {**_object([], **fields), "description": text}


_SETTINGS = _object(
    [],
    weights=_weights(),
    fairness=_object(
        [],
        order={"enum": [list(o) for o in ORDERS], "default": list(ORDERS[0])},
        floor_ladder=_list(
            _SHARE,
            default=[0.25, 0.2, 0.15, 0.1, 0],
            minItems=1,
            maxItems=MAX_RUNGS,
            description="shares of the own best, tried from high to low; 0 is added where coverage comes first",
        ),
        most_cost={
            **_SHARE,
            "description": "share of the total the floor may cost; a lower floor is taken where it would cost more; "
            "only with the default order",
        },
    ),
    limits={
        **_object(
            [],
            pairs={"type": "boolean", "default": True},
            triads={"type": "boolean", "default": True},
            max_pairs=_whole(0, MAX_GROUPS),
            max_triads=_whole(0, MAX_GROUPS),
        ),
        "not": {
            "type": "object",
            "properties": {s: {"const": False} for s in ("pairs", "triads")},
            "required": ["pairs", "triads"],
        },
    },
    seed=_whole(0, 2**31 - 1, 0),
    effort=_one_of(EFFORTS, "standard"),
    time_limit=_TIME,
    interpretation={"type": "boolean", "default": False},
    common_language_required={"type": "boolean", "default": False},
    no_repeat_months=_whole(0, 1200, 0),
)

_CITY = _object(
    ["id"],
    id=_ID,
    name=_text(200, empty=True),
    country=_text(100),
    region=_text(100),
    south={"type": "boolean"},
    population=_whole(0, 100_000_000),
    income=_one_of(INCOMES),
    powers=_list(_text(60), maxItems=40),
    languages=_list(
        {"oneOf": [_text(35), _object(["code"], code=_text(35), level=_one_of(LEVELS, "fluent"))]}, maxItems=20
    ),
    utc_offset={"type": "number", "minimum": -12, "maximum": 14},
    needs=_list(
        _object(
            ["theme"],
            theme=_ID,
            weight={"type": "number", "minimum": 1e-6, "maximum": 1e6, "default": 1},
            stage=_one_of(STAGES, "not_started"),
        ),
        maxItems=MAX_NEEDS,
    ),
    offers=_list(
        _object(
            ["theme"],
            theme=_ID,
            depth=_one_of(DEPTHS, "solid"),
            evidence=_one_of(EVIDENCE, "declared"),
            practices=_list(_text(200), maxItems=50),
        ),
        maxItems=MAX_OFFERS,
    ),
    format=_one_of(FORMATS, "either"),
    capacity=_whole(0, MAX_CAPACITY, 1),
    waited_rounds=_whole(0, 100, 0),
    eligible={"type": "boolean", "default": True},
    ineligible_reason=_text(500, empty=True),
)


def _members(low: int, high: int) -> dict[str, Any]:
    return _list(_ID, minItems=low, maxItems=high, uniqueItems=True)


def _rule(kind: str, required: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    exact = {"const": False} if kind != "pin" else {"type": "boolean", "default": False, "description": "no third city"}
    said = {"reason": _text(500, empty=True), "id": _text(100, empty=True)}
    return _object(["kind", *required], kind={"const": kind}, **fields, exact=exact, **said)


PROBLEM: dict[str, Any] = {
    "title": "Problem: cities with needs and offers",
    "description": "A field that is not required may be null: it counts as left out. Ids are given once.",
    **_object(
        ["themes", "cities"],
        version={"const": 1},
        name={"description": "any value; not read"},
        note={"description": "any value; not read"},
        themes=_list({"oneOf": [_ID, _object(["id"], id=_ID, label=_text(200, empty=True))]}, maxItems=MAX_THEMES),
        cities=_list(_CITY, maxItems=MAX_CITIES),
        past=_list(
            _object(
                ["cities", "months_ago"],
                cities=_members(2, 10),
                months_ago=_whole(0, 1200),
                outcome=_one_of(OUTCOMES, "unknown"),
            ),
            maxItems=MAX_PAST,
        ),
        rules=_list(
            {
                "oneOf": [
                    _rule("pin", ("cities",), cities=_members(2, 3)),
                    _rule("forbid", ("cities",), cities=_members(2, 50)),
                    _rule("other_country"),
                ]
            },
            maxItems=MAX_RULES,
        ),
        settings=_SETTINGS,
    ),
}

LISTED: dict[str, Any] = {
    "title": "Problem: explicit groups (only listed groups exist)",
    **_object(
        ["cities", "groups"],
        version={"const": 1},
        name={"description": "any value; not read"},
        note={"description": "any value; not read"},
        cities=_list(
            {"oneOf": [_LISTED_ID, _object(["id"], id=_LISTED_ID, capacity=_whole(0, 10**6, 1), name={})]},
            maxItems=100_000,
        ),
        groups=_list(
            _object(
                ["members", "value"],
                members=_list(_LISTED_ID, minItems=1, maxItems=100_000, uniqueItems=True),
                value={"type": "number", "minimum": -1e12, "maximum": 1e12},
            ),
            maxItems=1_000_000,
        ),
        settings=_object([], time_limit=_TIME, seed=_whole(0, 2**31 - 1, 0)),
    ),
}

LISTED_ANSWER: dict[str, Any] = {
    "title": "Answer to explicit groups",
    "type": "object",
    "required": ["groups", "value", "upper_bound", "proven"],
    "properties": {
        "groups": _list(_object(["members", "value"], members=_list(_LISTED_ID), value={"type": "number"})),
        "value": {"type": "number"},
        "upper_bound": {"type": "number"},
        "proven": {"type": "boolean"},
    },
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Matching of cities: the two problem forms and their answers",
    "oneOf": [{"$ref": "#/$defs/problem"}, {"$ref": "#/$defs/listed_problem"}],
    "$defs": {
        "problem": PROBLEM,
        "listed_problem": LISTED,
        "city": _CITY,
        "solution": SOLUTION,
        "listed_answer": LISTED_ANSWER,
        "city_explanation": CITY_EXPLANATION,
        "why_not": WHY_NOT,
        "floor_costs": FLOOR_COSTS,
    },
}
