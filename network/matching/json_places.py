"""JSON as text → values. What plain JSON does not allow is named with its path: NaN, keys given twice."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from .errors import InputError

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")


class _Odd(Exception):
    """Something that has to be looked for, to name its place."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands in the place of something odd, with the step to it inside an object."""

    problem: str
    remedy: str
    inside: str = ""


def parsed(document: str) -> Any:
    """Return the value of a JSON document; `InputError` with path (or line) and remedy."""
    try:
        return json.loads(document, parse_constant=_no_constant, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise _not_json(error) from None
    except RecursionError:
        raise InputError("$", "the document is nested too deep", "Write it with fewer levels") from None
    except (_Odd, ValueError):
        return _located(document)


def _located(document: str) -> Any:
    """Read again with marks in place of what is odd, and name the first of them."""
    hooks: dict[str, Any] = {"parse_constant": _constant, "object_pairs_hook": _marked, "parse_int": _whole}
    try:
        value = json.loads(document, **hooks)
    except json.JSONDecodeError as error:
        raise _not_json(error) from None
    _name_first(value, "$")
    return value


def _not_json(error: json.JSONDecodeError) -> InputError:
    where = f"not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}"
    return InputError("$", where, "Correct the document at that place")


def _no_constant(name: str) -> Any:
    raise _Odd(name)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise _Odd
    return out


def _constant(name: str) -> _Found:
    return _Found(f"{name} is not a number JSON knows", "Give a finite number or leave the field out")


def _marked(pairs: list[tuple[str, Any]]) -> Any:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            return _Found(f"the key {shown(key)} stands twice in one object", "Keep one of the two", step(key))
        out[key] = value
    return out


def _whole(digits: str) -> Any:
    try:
        return int(digits)
    except ValueError:
        return _Found(f"is a number of {len(digits)} digits", "Give a smaller number")


def _name_first(value: Any, path: str) -> None:
    if isinstance(value, _Found):
        raise InputError(path + value.inside, value.problem, value.remedy)
    if isinstance(value, dict):
        for key, inner in value.items():
            _name_first(inner, path + step(key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            _name_first(inner, f"{path}[{n}]")


def step(key: str) -> str:
    """Return the step of a path to a key of an object."""
    return f".{key}" if _PLAIN.fullmatch(key) else f"[{shown(key)}]"


def shown(value: Any) -> str:
    """Return a short, safe form of a value for an error message."""
    text = json.dumps(value, ensure_ascii=True, default=lambda v: type(v).__name__)
    return text if len(text) <= 60 else text[:57] + "…"
