"""The JSON schemas of both problem forms and of their answers, as served by `schema`."""

from __future__ import annotations

from typing import Any

from .parse_settings import POINTS
from .values import DEPTHS, EFFORTS, EVIDENCE, FORMATS, INCOMES, LEVELS, ORDERS, OUTCOMES, STAGES, Weights


def _object(required: list[str], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": fields}


def _list(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def _one_of(values: tuple[str, ...], default: str | None = None) -> dict[str, Any]:
    return {"enum": list(values), **({"default": default} if default else {})}


_ID = {"type": "string", "minLength": 1, "maxLength": 100}
_TEXT = {"type": "string", "maxLength": 500}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}


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
    return _object([], **fields)


_SETTINGS = _object(
    [],
    weights=_weights(),
    fairness=_object(
        [],
        order={"enum": [list(o) for o in ORDERS], "default": list(ORDERS[0])},
        floor_ladder=_list(_SHARE, default=[0.25, 0.2, 0.15, 0.1, 0]),
        most_cost={
            **_SHARE,
            "type": ["number", "null"],
            "description": "share of the total the floor may cost; a lower floor is taken where it would cost more",
        },
    ),
    limits=_object(
        [],
        pairs={"type": "boolean", "default": True},
        triads={"type": "boolean", "default": True},
        max_pairs={"type": ["integer", "null"], "minimum": 0},
        max_triads={"type": ["integer", "null"], "minimum": 0},
    ),
    seed=_whole(0, 2**31 - 1, 0),
    effort=_one_of(EFFORTS, "standard"),
    time_limit={"type": ["number", "null"], "description": "wall-clock seconds; makes a run irreproducible"},
    interpretation={"type": "boolean", "default": False},
    common_language_required={"type": "boolean", "default": False},
    no_repeat_months=_whole(0, 1200, 0),
)

_CITY = _object(
    ["id"],
    id=_ID,
    name={"type": "string", "maxLength": 200},
    country={"type": ["string", "null"]},
    region={"type": ["string", "null"]},
    south={"type": ["boolean", "null"]},
    population={"type": ["integer", "null"], "minimum": 0},
    income={"enum": [*INCOMES, None]},
    powers=_list({"type": "string"}, maxItems=40),
    languages=_list({"oneOf": [_ID, _object(["code"], code=_ID, level=_one_of(LEVELS, "fluent"))]}, maxItems=20),
    utc_offset={"type": ["number", "null"], "minimum": -12, "maximum": 14},
    needs=_list(
        _object(
            ["theme"],
            theme=_ID,
            weight={"type": "number", "exclusiveMinimum": 0, "maximum": 1e6, "default": 1},
            stage=_one_of(STAGES, "not_started"),
        ),
        maxItems=12,
    ),
    offers=_list(
        _object(
            ["theme"],
            theme=_ID,
            depth=_one_of(DEPTHS, "solid"),
            evidence=_one_of(EVIDENCE, "declared"),
            practices=_list({"type": "string"}),
        ),
        maxItems=60,
    ),
    format=_one_of(FORMATS, "either"),
    capacity=_whole(0, 20, 1),
    waited_rounds=_whole(0, 100, 0),
    eligible={"type": "boolean", "default": True},
    ineligible_reason=_TEXT,
)

PROBLEM: dict[str, Any] = {
    "title": "Problem: cities with needs and offers",
    **_object(
        ["themes", "cities"],
        version={"const": 1},
        name={"description": "any value; not read"},
        note={"description": "any value; not read"},
        themes=_list({"oneOf": [_ID, _object(["id"], id=_ID, label={"type": "string"})]}),
        cities=_list(_CITY, maxItems=20000),
        past=_list(
            _object(
                ["cities", "months_ago"],
                cities=_list(_ID, minItems=2, maxItems=10),
                months_ago=_whole(0, 1200),
                outcome=_one_of(OUTCOMES, "unknown"),
            )
        ),
        rules=_list(
            _object(
                ["kind"],
                kind=_one_of(("pin", "forbid", "other_country")),
                cities=_list(_ID, minItems=2),
                exact={"type": "boolean", "default": False, "description": "pin: exactly these, no third"},
                reason=_TEXT,
                id={"type": "string"},
            )
        ),
        settings=_SETTINGS,
    ),
}

LISTED: dict[str, Any] = {
    "title": "Problem: explicit groups (only listed groups exist)",
    **_object(
        ["cities", "groups"],
        version={"const": 1},
        name={},
        note={},
        cities=_list({"oneOf": [_ID, _object(["id"], id=_ID, capacity=_whole(0, 10**6, 1), name={})]}),
        groups=_list(
            _object(
                ["members", "value"],
                members=_list(_ID, minItems=1, uniqueItems=True),
                value={"type": "number", "minimum": -1e12, "maximum": 1e12},
            )
        ),
        settings=_object([], time_limit={"type": ["number", "null"]}, seed=_whole(0, 2**31 - 1, 0)),
    ),
}

LISTED_ANSWER: dict[str, Any] = {
    "title": "Answer to explicit groups",
    "type": "object",
    "required": ["groups", "value", "upper_bound", "proven"],
    "properties": {
        "groups": _list(_object(["members", "value"], members=_list(_ID), value={"type": "number"})),
        "value": {"type": "number"},
        "upper_bound": {"type": "number"},
        "proven": {"type": "boolean"},
    },
}

_REASON = _object(
    ["code", "points", "params"],
    code={"type": "string"},
    points={"type": "integer"},
    params={"type": "object", "additionalProperties": {"type": "string"}},
    text={"type": "string", "description": "English; not read back"},
)
_GAIN = _object(
    ["city", "points", "best", "gets", "gives"],
    city=_ID,
    points={"type": "integer"},
    best={"type": "integer"},
    gets=_list(_REASON),
    gives=_list(_REASON),
)

SOLUTION: dict[str, Any] = {
    "title": "Solution: a plan with reasons, bound, fairness figures, certificate and receipt",
    "type": "object",
    "required": [
        *("version", "proven", "value", "upper_bound", "gap", "status", "groups", "unmatched", "fairness"),
        *("certificate", "receipt", "changes", "warnings", "amendments"),
    ],
    "properties": {
        "version": {"const": 1},
        "proven": {"type": "boolean"},
        "value": {"type": "integer"},
        "upper_bound": {"type": "integer"},
        "gap": {"type": "number"},
        "status": {"enum": ["optimal", "within_gap", "stopped"]},
        "groups": _list(
            _object(
                ["members", "points", "gains", "lines", "pinned", "kept", "below_floor"],
                members=_list(_ID, minItems=2, maxItems=3),
                points={"type": "integer"},
                gains=_list(_GAIN),
                lines=_list(_REASON),
                pinned={"type": "boolean"},
                kept={"type": "boolean"},
                below_floor=_list(_ID),
            )
        ),
        "unmatched": _list(_object(["city", "reason", "proven"], city=_ID, reason=_REASON, proven={"type": "boolean"})),
        "fairness": {"type": "object"},
        "certificate": {"type": ["object", "null"]},
        "receipt": {"type": "object"},
        "changes": {"type": ["object", "null"]},
        "warnings": _list(_REASON),
        "amendments": {"type": "array"},
        "trade_offs": {"type": "array", "description": "added by repair: the ways compared"},
    },
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Matching of cities: the two problem forms and their answers",
    "oneOf": [{"$ref": "#/$defs/problem"}, {"$ref": "#/$defs/listed_problem"}],
    "$defs": {
        "problem": PROBLEM,
        "listed_problem": LISTED,
        "solution": SOLUTION,
        "listed_answer": LISTED_ANSWER,
    },
}
