"""Documents for a problem form, drawn from its JSON schema alone, and odd values to put into them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = ("a", "b", "c", "Łódź", "safe streets", "t,1")
ODD = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2.0,
    2.5,
    10**9,
    1e300,
    "",
    " ",
    "a",
    "x" * 600,
    "tab\there",
    [],
    ["a"],
    {},
    {"a": 1},
)


@st.composite
def documents(draw: st.DrawFn, schema: dict[str, Any], longest: int = 3) -> Any:
    """A value the schema allows; texts are few, so that ids and references often agree."""
    if "oneOf" in schema:
        return draw(documents(draw(st.sampled_from(schema["oneOf"])), longest))
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kinds = schema.get("type", ["boolean", "null"])
    kind = draw(st.sampled_from([kinds] if isinstance(kinds, str) else kinds))
    if kind == "object":
        fields = schema["properties"]
        wanted = [f for f in fields if f in schema["required"] or draw(st.booleans())]
        return {f: draw(documents(fields[f], longest)) for f in wanted}
    if kind == "array":
        sizes = schema.get("minItems", 0), min(longest, schema.get("maxItems", longest))
        items = documents(schema["items"], longest)
        return draw(st.lists(items, min_size=sizes[0], max_size=sizes[1], unique="uniqueItems" in schema))
    return draw(_plain(kind, schema))


def _plain(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "string":
        blank = [""] if "\\s" not in schema["pattern"] else []
        longest = ["x" * schema["maxLength"]]
        return st.sampled_from([*WORDS, *WORDS, *blank, *longest])
    if kind == "integer":
        low, high = schema["minimum"], schema["maximum"]
        return st.one_of(st.sampled_from([low, high, float(high)]), st.integers(low, high))
    if kind == "number":
        low, high = schema["minimum"], schema["maximum"]
        return st.one_of(st.sampled_from([low, high]), st.floats(low, high), st.integers(int(low) + 1, int(high)))
    return st.booleans() if kind == "boolean" else st.none()


@st.composite
def changed(draw: st.DrawFn, document: Any) -> Any:
    """The document with one value at a random place replaced, removed or added."""
    places = [(), *_places(document, ())]
    place = draw(st.sampled_from(places))
    odd = draw(st.sampled_from(ODD))
    how = draw(st.sampled_from(["replace", "remove", "add"]))
    return _with(document, place, odd, how)


def _places(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [p for key in keys for p in [(*path, key), *_places(value[key], (*path, key))]]


def _with(value: Any, place: tuple[Any, ...], odd: Any, how: str) -> Any:
    if not place:
        if how == "add" and isinstance(value, dict):
            return {**value, "more": odd}
        if how == "add" and isinstance(value, list):
            return [*value, odd]
        return odd
    key, rest = place[0], place[1:]
    if how == "remove" and not rest:
        return (
            {k: v for k, v in value.items() if k != key} if isinstance(value, dict) else value[:key] + value[key + 1 :]
        )
    inner = _with(value[key], rest, odd, how)
    return {**value, key: inner} if isinstance(value, dict) else [*value[:key], inner, *value[key + 1 :]]
