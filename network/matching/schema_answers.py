"""The JSON schemas of what the commands answer, read off the dataclasses the answers are made of."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from .explain import CityExplanation, WhyNot
from .floors import FloorCost
from .fragility import Fragile
from .include import Inclusion
from .plan import PLAN_VERSION, Plan, Reason
from .repair import TradeOff

#: What fields hold where their names do not say it.
_SAID = {
    "Gain.best": "the most the city could gain from any one partner it may meet",
    "Fairness.floor": "least share of its own best every city gets, pins apart",
    "Fairness.worst_share": "share of its own best the worst-off city gets",
    "Fairness.by_region": "region, cities that take part, those served, mean points over all of them",
    "Fairness.by_size": "size class, cities that take part, those served, mean points over all of them",
    "Fairness.by_income": "income group, cities that take part, those served, mean points over all of them",
    "Fairness.south_south": "share of groups",
    "Fairness.cross_region": "share of groups",
    "Fairness.fewest_partners": "cities with the fewest possible partners, and how many",
    "Certificate.city": "price of a place with each city, in 1/1024 point, as all prices here",
    "Certificate.side": "cities, least and greatest number of groups with all of them, price",
    "Certificate.size": "size of groups, greatest number of them, price",
    "Certificate.left_out": "points charged for each wanted city in no group",
    "Certificate.wanted": "cities that should be served",
    "Certificate.floor": "per mille",
    "Certificate.bound": "in 1/1024 point, before rounding down",
    "Amendment.document": "join: the city as JSON text",
    "Plan.gap": "(upper_bound - value) / upper_bound",
    "Plan.unmatched": "cities in no group, why, and whether that is proved",
    "Receipt.gap": "(bound - value) / bound",
    "Receipt.versions": "what can change a result: name, version",
    "Receipt.plan_sha256": "over the whole solution, texts and this hash apart",
    "CityExplanation.partners": "best partners: city, own gain, the other's gain",
    "CityExplanation.slot_price": "points a place with the city is in demand at",
    "WhyNot.rules": "what forbids the group; none where only its cost speaks against it",
    "WhyNot.points": "what the group would be worth",
    "WhyNot.loss": "what the best plan with the group loses",
    "WhyNot.exact": "true: loss was proved by solving again",
    "WhyNot.loses": "city, points it would lose",
    "TradeOff.loss": "points below the best of the ways that serve as many cities",
    "FloorCost.floor": "share of its own best every city gets",
    "FloorCost.cost_least": "least share of the best total without a floor it can cost",
    "FloorCost.cost_most": "greatest share of the best total without a floor it can cost",
}
_NAMES = {"total": "value", "bound": "upper_bound"}
_PLAIN = {int: "integer", float: "number", str: "string", bool: "boolean"}
REASON: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "points", "params"],
    "properties": {
        "code": {"type": "string"},
        "points": {"type": "integer"},
        "params": {"type": "object", "additionalProperties": {"type": "string"}},
        "text": {"type": "string", "description": "English; not read back"},
    },
}


def schema_of(wanted: Any) -> dict[str, Any]:
    """Return the JSON schema of what `encode` makes of a value of this type."""
    arguments = typing.get_args(wanted)
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if a is type(None) else schema_of(a) for a in arguments]}
    if wanted is Reason:
        return REASON
    if dataclasses.is_dataclass(wanted):
        return _object(wanted)
    if typing.get_origin(wanted) is tuple:
        if arguments[1:] == (Ellipsis,):
            return {"type": "array", "items": schema_of(arguments[0])}
        inside = [schema_of(a) for a in arguments]
        return {"type": "array", "prefixItems": inside, "minItems": len(inside), "maxItems": len(inside)}
    return {"type": _PLAIN[wanted]}


def _object(wanted: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    fields = {f.name: schema_of(hints[f.name]) for f in dataclasses.fields(wanted)}
    for name, field in fields.items():
        if text := _SAID.get(f"{wanted.__name__}.{name}"):
            field["description"] = text
    return {"type": "object", "additionalProperties": False, "required": list(fields), "properties": fields}


def with_fields(schema: dict[str, Any], title: str, **fields: Any) -> dict[str, Any]:
    """Return the schema of an object with further required fields."""
    required = [*schema["required"], *fields]
    return {"title": title, **schema, "required": required, "properties": {**schema["properties"], **fields}}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _solution() -> dict[str, Any]:
    found = schema_of(Plan)
    fields = {_NAMES.get(name, name): field for name, field in found["properties"].items()}
    fields["status"] = {"enum": ["optimal", "within_gap", "stopped"]}
    required = ["version", "proven", *fields]
    ways = {**_list(schema_of(TradeOff)), "description": "added by repair: the ways compared; not read back"}
    fields = {"version": {"const": PLAN_VERSION}, "proven": {"type": "boolean"}, **fields, "trade_offs": ways}
    title = "Solution: a plan with reasons, bound, fairness figures, certificate and receipt"
    return {"title": title, **found, "required": required, "properties": fields}


SOLUTION = _solution()
CITY_EXPLANATION = with_fields(
    schema_of(CityExplanation),
    "Answer of explain --city X",
    changes={**_list(schema_of(Inclusion)), "description": "smallest changes that would include the city"},
    if_one_declines={**_list(schema_of(Fragile)), "description": "for each of the city's groups: plan B"},
)
WHY_NOT = {"title": "Answer of explain --city X --with Y", **schema_of(WhyNot)}
FLOOR_COSTS = {"title": "Answer of floors", **_list(schema_of(FloorCost))}
