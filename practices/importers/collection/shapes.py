"""Shapes of plain data: what a file's keys may hold. Each shape checks a value and describes itself as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Problem = tuple[str, str]
"""place ("outcomes[2].unit"), message"""


class Shape(Protocol):
    """Checks a value found at a place; null is judged by the mapping around it."""

    def problems(self, value: Any, place: str) -> Iterator[Problem]: ...

    def json_schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text:
    """Plain text of at most `longest` characters and `words` words; a number where text is due gets a hint to quote."""

    longest: int = 8_000
    words: int | None = None
    pattern: str = ""
    example: str = ""

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield place, f'is {value!r}; write it as text, in quotes: "{value}"'
        elif len(value) > self.longest:
            yield place, f"has {len(value)} characters; at most {self.longest}"
        elif self.words and len(value.split()) > self.words:
            yield place, f"has {len(value.split())} words; at most {self.words}"
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield place, f'"{value}" is not of the form {self.example}'

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest} | (
            {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        )


@dataclass(frozen=True)
class Number:
    """A number between bounds; whole when asked."""

    low: float = -1e15
    high: float = 1e15
    whole: bool = False

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        kinds = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield place, f"is {value!r}; give a {'whole ' if self.whole else ''}number"
        elif not self.low <= value <= self.high:
            yield place, f"is {value}; must lie between {self.low:g} and {self.high:g}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Bool:
    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield place, f"is {value!r}; write true or false"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice:
    """One of a closed list of codes (or, for `depth`, of numbers)."""

    values: tuple[Any, ...]

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if value not in self.values:
            yield place, f"{value!r} is unknown; use one of {', '.join(str(v) for v in self.values)}"

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class Known:
    """A code of another record or vocabulary, looked up when checking; named for the message."""

    what: str
    known: Callable[[], frozenset[str]]

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield place, f'is {value!r}; write the code as text, in quotes: "{value}"'
        elif value not in self.known():
            yield place, f'"{value}" is no {self.what}'

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "description": f"code of a {self.what}"}


@dataclass(frozen=True)
class ListOf:
    """A list of one shape; `once` forbids repeats."""

    item: Shape
    longest: int = 60
    once: bool = True

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield place, f"is {value!r}; give a list: [ … ]"
            return
        if len(value) > self.longest:
            yield place, f"has {len(value)} entries; at most {self.longest}"
        for number, item in enumerate(value):
            if self.once and item in value[:number]:
                yield f"{place}[{number}]", f"{item!r} is given twice"
            yield from self.item.problems(item, f"{place}[{number}]")

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.json_schema(), "maxItems": self.longest, "uniqueItems": self.once}


@dataclass(frozen=True)
class Map:
    """A mapping with known keys. `required` may not be null; unknown keys are errors."""

    keys: Mapping[str, Shape]
    required: tuple[str, ...] = ()

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield place, f"is {value!r}; give a mapping: {{key: value}}"
            return
        dot = f"{place}." if place else ""
        for key in value:
            if key not in self.keys:
                yield f"{dot}{key}", f"is no known key here; known: {', '.join(self.keys)}"
        for key in self.required:
            if value.get(key) in (None, ""):
                yield f"{dot}{key}", "is missing; it is required"
        for key, shape in self.keys.items():
            if value.get(key) is not None:
                yield from shape.problems(value[key], f"{dot}{key}")

    def json_schema(self) -> dict[str, Any]:
        properties = {key: _nullable(shape.json_schema(), key in self.required) for key, shape in self.keys.items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(self.required),
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Dictionary:
    """A mapping whose keys are data too (language → name)."""

    key: Text
    item: Shape

    def problems(self, value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield place, f"is {value!r}; give a mapping: {{key: value}}"
            return
        for key, item in value.items():
            yield from self.key.problems(key, f"{place}.{key}")
            yield from self.item.problems(item, f"{place}.{key}")

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{self.key.pattern})$"},
            "additionalProperties": self.item.json_schema(),
        }


def _nullable(schema: dict[str, Any], required: bool) -> dict[str, Any]:
    return schema if required else {"anyOf": [schema, {"type": "null"}]}
