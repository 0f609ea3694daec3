"""Typed access to JSON values that always knows its place, so every error names path and remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from .errors import InputError
from .json_places import parsed, shown, step

MAX_BYTES = 8 * 1024 * 1024
#: A solution names every reason, some 3 KB for each city: room for as many cities as a problem may have.
MAX_SOLUTION_BYTES = 96 * 1024 * 1024
MAX_DEPTH = 20
_V = TypeVar("_V")
#: Strings (skipped) and brackets.
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_NO_BRACKETS = bytes(b for b in range(256) if b not in b'"[]{}')


def load(text: str | bytes, most: int = MAX_BYTES) -> Any:
    """Return the JSON value of a document of up to `most` bytes; `InputError` for anything else than plain JSON."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(raw) > most:
        # A file is read no further than the limit, so how much larger it is stays unknown.
        size = f"the document is too large; the limit is {most // 1048576} MB"
        remedy = "Split the cohort, leave out free text the matching does not read, or use shorter ids"
        raise InputError("$", size, remedy)
    if not raw.strip():
        raise InputError("$", "the document is empty", "Give a problem or a solution as JSON")
    _check_depth(raw)
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("$", f"the document is not UTF-8 (byte {error.start})", "Save it as UTF-8") from None
    return parsed(decoded)


def _check_depth(raw: bytes) -> None:
    if b"\\" not in raw and _is_shallow(raw):
        return
    depth = 0
    for token in _BRACKETS.finditer(raw):
        first = token[0][0]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise InputError(
                    "$", f"nested more than {MAX_DEPTH} levels deep", "A problem needs five levels at most"
                )
        elif first in b"]}":
            depth -= 1


def _is_shallow(raw: bytes) -> bool:
    """Return true only for documents within the depth allowed: takes the innermost brackets away, level by level."""
    rest = raw.translate(None, _NO_BRACKETS).replace(b'""', b"")
    for _ in range(MAX_DEPTH // 2):  # each round takes one level away, or two
        if not rest:
            return True
        rest = rest.replace(b"[]", b"").replace(b"{}", b"")
    return not rest


class Node:
    """A JSON object at a known path; getters check type and range, `done` refuses unknown keys."""

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise InputError(path, f"expected an object, found {kind(value)}", "Write it as {…} with named fields")
        self.value, self.path = value, path
        self._read: set[str] = set()

    def has(self, key: str) -> bool:
        """Return whether the field is given and not null."""
        return self.value.get(key) is not None

    def raw(self, key: str, default: Any = None) -> Any:
        """Return the field unchecked."""
        self._read.add(key)
        found = self.value.get(key)
        return default if found is None else found

    def at(self, key: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{key}"

    def text(self, key: str, default: str | None = None, *, most: int = 500) -> str:
        """Return a non-empty text of at most `most` characters; required when there is no default."""
        found = self.raw(key, default)
        if found is None:
            raise InputError(self.at(key), "is missing", "Give a text")
        return text(found, self.at(key), most=most, empty=default == "")

    def version(self, known: int) -> None:
        """Refuse any other version of the form; one that is not named is the known one."""
        found = self.raw("version", known)
        if isinstance(found, bool) or found != known:
            remedy = f"Use version {known}, or leave it out"
            raise InputError(self.at("version"), f"{shown(found)} is not a version this engine reads", remedy)

    def whole(self, key: str, default: int | None, low: int, high: int) -> int:
        """Return a whole number between `low` and `high`."""
        found = self.raw(key, default)
        if found is None:
            raise InputError(self.at(key), "is missing", f"Give a whole number from {low} to {high}")
        if isinstance(found, float) and found.is_integer():
            found = int(found)  # 2.0 is a whole number in JSON Schema too
        if isinstance(found, bool) or not isinstance(found, int):
            what = shown(found) if isinstance(found, float) else kind(found)
            remedy = f"Give a whole number from {low} to {high}"
            raise InputError(self.at(key), f"expected a whole number, found {what}", remedy)
        if not low <= found <= high:
            raise InputError(
                self.at(key), f"{shown(found)} is out of range", f"Give a whole number from {low} to {high}"
            )
        return found

    def number(self, key: str, default: float | None, low: float, high: float) -> float:
        """Return a finite number between `low` and `high`."""
        found = self.raw(key, default)
        if found is None:
            raise InputError(self.at(key), "is missing", f"Give a number from {low:g} to {high:g}")
        return number(found, self.at(key), low, high)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        found = self.raw(key, default)
        if not isinstance(found, bool):
            raise InputError(self.at(key), f"expected true or false, found {kind(found)}", "Write true or false")
        return found

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return one of the allowed words."""
        found = self.raw(key, default)
        if found is None:
            raise InputError(self.at(key), "is missing", f"Give one of {', '.join(allowed)}")
        if not isinstance(found, str) or found not in allowed:
            raise InputError(self.at(key), f"{shown(found)} is not known", f"Use one of {', '.join(allowed)}")
        return found

    def items(self, key: str, read: Callable[[Any, str], _V], *, most: int, required: bool = False) -> tuple[_V, ...]:
        """Return a list read item by item."""
        if required and not self.has(key):
            raise InputError(self.at(key), "is missing", "Give a list")
        found = self.raw(key, [])
        if not isinstance(found, list):
            raise InputError(self.at(key), f"expected a list, found {kind(found)}", "Write it as […]")
        if len(found) > most:
            raise InputError(self.at(key), f"has {len(found)} items, the limit is {most}", "Shorten the list")
        return tuple(read(item, f"{self.at(key)}[{n}]") for n, item in enumerate(found))

    def done(self) -> None:
        """Refuse fields nobody asked for: a misspelt field would otherwise be ignored silently."""
        extra = sorted(set(self.value) - self._read)
        if extra:
            known = ", ".join(sorted(self._read))
            where = f"{self.path}{step(extra[0])}"
            raise InputError(where, "is not a known field", f"Remove it or use one of: {known}")


def text(value: Any, path: str, *, most: int = 500, empty: bool = False) -> str:
    """Return a text of at most `most` characters, without control characters."""
    if not isinstance(value, str):
        raise InputError(path, f"expected a text, found {kind(value)}", "Put it in quotation marks")
    if len(value) <= most and value.isprintable() and value.strip():
        return value
    if not value.strip() and not empty:
        raise InputError(path, "is empty", "Give a text")
    if len(value) > most:
        raise InputError(path, f"has {len(value)} characters, the limit is {most}", "Shorten it")
    if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise InputError(path, "contains control characters or halves of characters", "Remove them")
    return value


def number(value: Any, path: str, low: float, high: float) -> float:
    """Return a finite number in range as a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(path, f"expected a number, found {kind(value)}", f"Give a number from {low:g} to {high:g}")
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError(path, f"{value} is not a finite number", "Give a finite number")
    if not low <= value <= high:
        raise InputError(path, f"{shown(value)} is out of range", f"Give a number from {low:g} to {high:g}")
    return float(value)


def kind(value: Any) -> str:
    """Return what a JSON value is, in words."""
    names = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true/false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "nothing" if value is None else type(value).__name__)
