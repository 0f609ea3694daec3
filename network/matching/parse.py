"""JSON → Problem: the form with city attributes. Every error names the place in the document and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .errors import InputError
from .json_places import shown
from .parse_settings import settings_of
from .reading import Node, text
from .values import (
    DEPTHS,
    EVIDENCE,
    FORMATS,
    INCOMES,
    LEVELS,
    OUTCOMES,
    PROBLEM_VERSION,
    STAGES,
    City,
    Need,
    Offer,
    Past,
    Problem,
    Rule,
    Theme,
)

MAX_THEMES, MAX_CITIES, MAX_NEEDS, MAX_OFFERS, MAX_PAST, MAX_RULES = 1000, 20_000, 12, 60, 200_000, 5000
MAX_CAPACITY = 20
_R = TypeVar("_R")


def parse_problem(document: Any) -> Problem:
    """Return the problem a JSON document describes.

    Raises `InputError` with path and remedy. Reads the form with city attributes; the explicit form with
    listed groups is read by `parse_listed`.
    """
    node = Node(document, "$")
    node.version(PROBLEM_VERSION)
    node.raw("name")
    node.raw("note")
    if not node.has("themes"):
        remedy = "Give a list of themes (or, where only listed groups exist, a list of groups)"
        raise InputError("$.themes", "is missing", remedy)
    themes = node.items("themes", _theme, most=MAX_THEMES, required=True)
    _unique((t.id for t in themes), "$.themes", "theme")
    known = {t.id for t in themes}
    cities = node.items("cities", lambda v, p: city_of(v, p, known), most=MAX_CITIES, required=True)
    _unique((c.id for c in cities), "$.cities", "city")
    ids = {c.id for c in cities}
    past = node.items("past", lambda v, p: _past(v, p, ids), most=MAX_PAST)
    rules = node.items("rules", lambda v, p: rule_of(v, p, ids), most=MAX_RULES)
    settings = settings_of(node.raw("settings", {}), "$.settings")
    node.done()
    return Problem(cities, themes, past, rules, settings)


def _unique(ids: Iterable[str], path: str, what: str) -> None:
    first: dict[str, int] = {}
    for n, item in enumerate(ids):
        if item in first:
            problem = f"the {what} {shown(item)} is already given at {path}[{first[item]}]"
            raise InputError(f"{path}[{n}].id", problem, "Give each its own id")
        first[item] = n


def _theme(value: Any, path: str) -> Theme:
    if isinstance(value, str):
        return Theme(text(value, path, most=100), value)
    node = Node(value, path)
    theme = Theme(node.text("id", most=100), node.text("label", "", most=200))
    node.done()
    return theme if theme.label else Theme(theme.id, theme.id)


def city_of(value: Any, path: str, themes: set[str]) -> City:
    """Return the city a JSON object describes; needs and offers must use the given themes."""
    node = Node(value, path)
    needs = node.items("needs", lambda v, p: _need(v, p, themes), most=MAX_NEEDS)
    _distinct([n.theme for n in needs], node.at("needs"), "theme", "Join the two needs")
    offers = node.items("offers", lambda v, p: _offer(v, p, themes), most=MAX_OFFERS)
    _distinct([o.theme for o in offers], node.at("offers"), "theme", "Keep the deeper offer and list both practices")
    city = City(
        id=node.text("id", most=100),
        name=node.text("name", "", most=200),
        country=_maybe(node, "country", lambda: node.text("country", most=100)),
        region=_maybe(node, "region", lambda: node.text("region", most=100)),
        south=_maybe(node, "south", lambda: node.flag("south", False)),
        population=_maybe(node, "population", lambda: node.whole("population", None, 0, 100_000_000)),
        income=_maybe(node, "income", lambda: node.choice("income", INCOMES)),
        powers=frozenset(node.items("powers", lambda v, p: text(v, p, most=60), most=40)),
        languages=_languages(node),
        utc_offset=_maybe(node, "utc_offset", lambda: node.number("utc_offset", None, -12, 14)),
        needs=needs,
        offers=offers,
        format=node.choice("format", FORMATS, "either"),
        capacity=node.whole("capacity", 1, 0, MAX_CAPACITY),
        waited_rounds=node.whole("waited_rounds", 0, 0, 100),
        eligible=node.flag("eligible", True),
        ineligible_reason=node.text("ineligible_reason", "", most=500),
    )
    node.done()
    return city


def _maybe(node: Node, key: str, read: Callable[[], _R]) -> _R | None:
    node.raw(key)
    return read() if node.has(key) else None


def _distinct(values: list[str], path: str, key: str, remedy: str) -> None:
    for n, value in enumerate(values):
        if value in values[:n]:
            raise InputError(f"{path}[{n}].{key}", f"{shown(value)} is given twice for this city", remedy)


def _in_themes(node: Node, themes: set[str]) -> str:
    theme = node.text("theme", most=100)
    if theme not in themes:
        raise InputError(node.at("theme"), f"{shown(theme)} is not in $.themes", "Add it there or correct the spelling")
    return theme


def _need(value: Any, path: str, themes: set[str]) -> Need:
    node = Node(value, path)
    need = Need(
        _in_themes(node, themes),
        node.number("weight", 1.0, 1e-6, 1e6),
        node.choice("stage", STAGES, "not_started"),
    )
    node.done()
    return need


def _offer(value: Any, path: str, themes: set[str]) -> Offer:
    node = Node(value, path)
    offer = Offer(
        _in_themes(node, themes),
        node.choice("depth", DEPTHS, "solid"),
        node.choice("evidence", EVIDENCE, "declared"),
        node.items("practices", lambda v, p: text(v, p, most=200), most=50),
    )
    node.done()
    return offer


def _languages(node: Node) -> tuple[tuple[str, str], ...]:
    def one(value: Any, path: str) -> tuple[str, str]:
        if isinstance(value, str):
            return text(value, path, most=35), "fluent"
        item = Node(value, path)
        pair = item.text("code", most=35), item.choice("level", LEVELS, "fluent")
        item.done()
        return pair

    found = node.items("languages", one, most=20)
    _distinct([code for code, _ in found], node.at("languages"), "code", "Keep the higher level")
    return tuple(sorted(found))


def _members(node: Node, ids: set[str], low: int, high: int) -> frozenset[str]:
    def one(value: Any, path: str) -> str:
        city = text(value, path, most=100)
        if city not in ids:
            raise InputError(path, f"the city {shown(city)} is not in $.cities", "Add the city or correct the id")
        return city

    members = node.items("cities", one, most=high, required=True)
    if len(set(members)) != len(members):
        raise InputError(node.at("cities"), "names a city twice", "Name each city once")
    if len(members) < low:
        raise InputError(node.at("cities"), f"names {len(members)} cities", f"Name {low} to {high} cities")
    return frozenset(members)


def _past(value: Any, path: str, ids: set[str]) -> Past:
    node = Node(value, path)
    past = Past(
        _members(node, ids, 2, 10),
        node.whole("months_ago", None, 0, 1200),
        node.choice("outcome", OUTCOMES, "unknown"),
    )
    node.done()
    return past


def rule_of(value: Any, path: str, ids: set[str]) -> Rule:
    """Return the rule a JSON object describes, among these cities."""
    node = Node(value, path)
    kind = node.choice("kind", ("pin", "forbid", "other_country"))
    cities = frozenset[str]()
    if kind == "pin":
        cities = _members(node, ids, 2, 3)
    elif kind == "forbid":
        cities = _members(node, ids, 2, 50)
    rule = Rule(
        kind,
        cities,
        node.flag("exact", False),
        node.text("reason", "", most=500),
        node.text("id", "", most=100),
    )
    node.done()
    if rule.exact and kind != "pin":
        raise InputError(node.at("exact"), "only a pin can be exact", "Remove the field")
    return rule
