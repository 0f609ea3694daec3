"""Plan ↔ JSON. Reading back checks types by the dataclasses themselves and names the path of anything wrong."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from . import plan as plan_types
from . import receipt as receipt_types
from .catalogue import sentence
from .errors import InputError
from .json_places import shown
from .plan import PLAN_VERSION, Plan, Reason
from .reading import kind, number
from .receipt import sha256

_RENAMED = {"total": "value", "bound": "upper_bound"}


def to_json(plan: Plan, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a plan as a JSON object. Every reason carries an English `text`; `names` maps ids to names."""
    body: dict[str, Any] = encode(plan, names or {})
    for old, new in _RENAMED.items():
        body[new] = body.pop(old)
    head = {"version": PLAN_VERSION, "proven": plan.status == "optimal"}
    return {**head, **body}


def sealed(plan: Plan) -> Plan:
    """Return the plan with the SHA-256 over all of it (texts apart) in its receipt."""
    return replace(plan, receipt=replace(plan.receipt, plan_sha256=seal(plan)))


def seal(plan: Plan) -> str:
    """Return the SHA-256 over a plan, its own seal and the English texts left out."""
    bare = replace(plan, receipt=replace(plan.receipt, plan_sha256=""))
    return sha256(encode(bare, None))


def encode(value: Any, names: Mapping[str, str] | None) -> Any:
    """Return values of this package as JSON values; reasons get their English text unless `names` is None."""
    if isinstance(value, Reason):
        bare = {"code": value.code, "points": value.points, "params": dict(value.params)}
        return bare if names is None else {**bare, "text": sentence(value, names)}
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, tuple):
        return [encode(v, names) for v in value]
    if dataclasses.is_dataclass(value):
        return {name: encode(getattr(value, name), names) for name in _fields(value.__class__)}
    return value


@cache
def _fields(of: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(of))


def from_json(document: Any) -> Plan:
    """Return the plan a JSON object describes; `InputError` with the path of what is missing or wrong."""
    if not isinstance(document, dict):
        raise InputError("$", f"expected a solution, found {kind(document)}", "Give what `solve --json` printed")
    if "cities" in document or "themes" in document:
        raise InputError("$", "is a problem, not a solution", "Give what `solve --json` printed for it")
    body = dict(document)
    if body.pop("version", None) != PLAN_VERSION:
        raise InputError("$.version", "is not the version of this engine", f"Use a solution of version {PLAN_VERSION}")
    proven = body.pop("proven", None)
    for old, new in _RENAMED.items():
        if new not in body:
            raise InputError(f"$.{new}", "is missing", "Give the whole solution as `solve --json` printed it")
        body[old] = body.pop(new)
    try:
        plan = _decode(body, Plan, "$")
    except InputError as error:
        path = {f"$.{old}": f"$.{new}" for old, new in _RENAMED.items()}.get(error.path, error.path)
        raise InputError(path, error.problem, error.remedy) from None
    assert isinstance(plan, Plan)
    if proven is not (plan.status == "optimal"):
        raise InputError("$.proven", "does not agree with the status", "Do not edit a solution by hand")
    return plan


def _decode(value: Any, wanted: Any, path: str) -> Any:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in arguments if a is not type(None)]
        return None if value is None else _decode(value, inner[0], path)
    if wanted is Reason:
        return _reason(value, path)
    if dataclasses.is_dataclass(wanted):
        return _object(value, wanted, path)
    if origin is tuple:
        return _list(value, arguments, path)
    good = isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool)
    if wanted is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value, path, -1e300, 1e300)
    if not good:
        raise InputError(path, f"expected {wanted.__name__}, found {kind(value)}", "Give the solution unchanged")
    return value


def _object(value: Any, wanted: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise InputError(path, f"expected an object, found {kind(value)}", "Give the solution unchanged")
    hints = typing.get_type_hints(wanted, {**vars(plan_types), **vars(receipt_types)})
    known = [f.name for f in dataclasses.fields(wanted)]
    for key in value:
        if key not in known:
            raise InputError(f"{path}.{key}", "is not part of a solution", "Remove it")
    for key in known:
        if key not in value:
            raise InputError(f"{path}.{key}", "is missing", "Give the solution unchanged")
    return wanted(**{key: _decode(value[key], hints[key], f"{path}.{key}") for key in known})


def _list(value: Any, arguments: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise InputError(path, f"expected a list, found {kind(value)}", "Give the solution unchanged")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(v, arguments[0], f"{path}[{n}]") for n, v in enumerate(value))
    if len(value) != len(arguments):
        raise InputError(path, f"expected {len(arguments)} items, found {len(value)}", "Give the solution unchanged")
    return tuple(_decode(v, a, f"{path}[{n}]") for n, (v, a) in enumerate(zip(value, arguments, strict=True)))


def _reason(value: Any, path: str) -> Reason:
    if not isinstance(value, dict) or not {"code", "points", "params"} <= set(value) <= {
        "code",
        "points",
        "params",
        "text",
    }:
        raise InputError(path, "is not a reason (code, points, params)", "Give the solution unchanged")
    code, points, params = value["code"], value["points"], value["params"]
    if not isinstance(code, str) or isinstance(points, bool) or not isinstance(points, int):
        raise InputError(path, f"code or points of {shown(code)} have the wrong type", "Give the solution unchanged")
    if not isinstance(params, dict) or not all(isinstance(v, str) for v in params.values()):
        raise InputError(f"{path}.params", "expected texts", "Give the solution unchanged")
    reason = Reason(code, points, tuple(params.items()))
    try:
        sentence(reason)
    except (KeyError, ValueError, IndexError):
        raise InputError(
            path, f"{shown(code)} cannot be said with these params", "Give the solution unchanged"
        ) from None
    return reason
