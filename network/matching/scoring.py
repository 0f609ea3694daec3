"""The reference score in plain integers: who gains what from whom, line by line, with reasons.

This is the definition the specification describes. `arrays.py` computes the same numbers for whole cohorts;
tests hold the two equal. `verify.py` uses this module, never the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import tables
from .values import FACTORS, City, Past, Problem, Settings, Weights


@dataclass(frozen=True, slots=True)
class Factors:
    """The five factors of a pair, per mille as counted, and the raw ones for explanation."""

    raw: tuple[int, ...]
    counted: tuple[int, ...]
    common_language: str

    @property
    def product(self) -> int:
        """The whole factor, per mille, multiplied in fixed order and rounded down at each step."""
        out = tables.MILLE
        for value in self.counted:
            out = out * value // tables.MILLE
        return out

    def steps(self) -> tuple[int, ...]:
        """The running product after none, one, … all factors."""
        out = [tables.MILLE]
        for value in self.counted:
            out.append(out[-1] * value // tables.MILLE)
        return tuple(out)


class Scorer:
    """Scores pairs and groups of three of one problem. Cheap to build; holds no solver state."""

    def __init__(self, cities: Mapping[str, City], settings: Settings, past: tuple[Past, ...] = ()) -> None:
        self.cities = cities
        self.settings = settings
        self.weights = settings.weights
        self.past = latest_meetings(past)
        self.practices, self.challenges = main_weights(settings.weights)
        self._needs = {c.id: _need_shares(c) for c in cities.values()}
        self._factors: dict[tuple[str, str], Factors] = {}
        self._offers = {c.id: {o.theme: o for o in c.offers} for c in cities.values()}

    @classmethod
    def of(cls, problem: Problem) -> Scorer:
        """Return the scorer of a problem."""
        return cls({c.id: c for c in problem.cities}, problem.settings, problem.past)

    def needs(self, city: str) -> dict[str, tuple[int, str]]:
        """Return theme → (share of `tables.SHARE`, stage) for a city."""
        return self._needs[city]

    def factors(self, a: str, b: str) -> Factors:
        """Return the factors of two cities (symmetric)."""
        key = (a, b) if a < b else (b, a)
        if key not in self._factors:
            self._factors[key] = self._compute_factors(*key)
        return self._factors[key]

    def _compute_factors(self, a: str, b: str) -> Factors:
        x, y = self.cities[a], self.cities[b]
        months, outcome = self.past.get(frozenset((a, b)), (None, "unknown"))
        language, code = tables.language_factor(dict(x.languages), dict(y.languages), self.settings.interpretation)
        same_country = x.country is not None and x.country == y.country
        same_region = x.region is not None and x.region == y.region
        raw = (
            tables.context_factor(
                tables.income_factor(x.income, y.income),
                tables.size_factor(x.population, y.population),
                tables.powers_factor(x.powers, y.powers),
            ),
            tables.variety_factor(same_country, same_region),
            language,
            tables.time_factor(x.utc_offset, y.utc_offset),
            tables.novelty_factor(months, outcome),
        )
        counted = tuple(tables.soften(f, getattr(self.weights, n)) for f, n in zip(raw, FACTORS, strict=True))
        return Factors(raw, counted, code)

    def answer(self, needy: str, theme: str, giver: str) -> int:
        """Return how well `giver` answers this need, per mille; 0 without an offer on the theme."""
        offer = self._offers[giver].get(theme)
        return tables.answer(self._needs[needy][theme][1], offer.depth, offer.evidence) if offer else 0

    def shared(self, a: str, b: str) -> dict[str, int]:
        """Return the common part of two cities' needs, theme by theme (parts of `tables.SHARE`)."""
        x, y = self._needs[a], self._needs[b]
        return {t: min(x[t][0], y[t][0]) for t in sorted(x.keys() & y.keys())}

    def pair_gain(self, city: str, partner: str) -> int:
        """Return the points (0–1000) `city` gains from `partner` in a pair."""
        return self.gain(city, (partner,))

    def gain(self, city: str, partners: tuple[str, ...]) -> int:
        """Return the points `city` gains from one partner or from two together.

        With two partners each need is answered by the better one, shared challenges count half with each,
        and the whole is multiplied by the share a member of three keeps.
        """
        product = {p: self.factors(city, p).product for p in partners}
        practice = sum(
            share * max(self.answer(city, theme, p) * product[p] for p in partners)
            for theme, (share, _) in self._needs[city].items()
        )
        challenge = sum(tables.MILLE * product[p] * sum(self.shared(city, p).values()) for p in partners)
        return points(practice, challenge, len(partners), self)

    def gives(self, group: tuple[str, ...]) -> dict[str, bool]:
        """Return for each member whether another member gains something from it (a need answered best or
        as well as anybody in the group, or a shared challenge)."""
        given = dict.fromkeys(group, False)
        for city in group:
            partners = tuple(p for p in group if p != city)
            product = {p: self.factors(city, p).product for p in partners}
            for p in partners:
                given[p] |= bool(self.challenges * product[p] * sum(self.shared(city, p).values()))
            for theme, (share, _) in self._needs[city].items():
                value = {p: self.practices * share * self.answer(city, theme, p) * product[p] for p in partners}
                for p in partners:
                    given[p] |= value[p] > 0 and value[p] == max(value.values())
        return given

    def gains(self, group: tuple[str, ...]) -> dict[str, int]:
        """Return the points each member gains from the others."""
        return {c: self.gain(c, tuple(p for p in group if p != c)) for c in group}

    def bonus(self, city: str) -> int:
        """Return the points a group earns for a member that was passed over in earlier rounds."""
        return self.weights.waited * min(self.cities[city].waited_rounds, 3)

    def value(self, gains: Mapping[str, int]) -> int:
        """Return the points of a group: all gains, less the one-sidedness, plus what waiting earned."""
        spread = max(gains.values()) - min(gains.values())
        return (
            sum(gains.values()) - self.weights.reciprocity * spread // tables.MILLE + sum(self.bonus(c) for c in gains)
        )


def main_weights(weights: Weights) -> tuple[int, int]:
    """Return the weights of practices and of challenges, brought to a sum of 1000."""
    total = weights.practices + weights.challenges
    practices = tables.MILLE * weights.practices // total
    return practices, tables.MILLE - practices if weights.challenges else 0


def points(practice: int, challenge: int, partners: int, scorer: Scorer) -> int:
    """Return raw sums (share × answer × factor) as points, for one or two partners."""
    raw = scorer.practices * practice * partners + scorer.challenges * challenge
    if partners == 1:
        return raw // (tables.SHARE * tables.MILLE * tables.MILLE)
    return raw * scorer.weights.group_of_three // (2 * tables.SHARE * tables.MILLE**3)


def _need_shares(city: City) -> dict[str, tuple[int, str]]:
    parts = tables.shares([n.weight for n in city.needs]) if city.needs else []
    rows = {n.theme: (part, n.stage) for n, part in zip(city.needs, parts, strict=True)}
    return dict(sorted(rows.items()))


def latest_meetings(past: tuple[Past, ...]) -> dict[frozenset[str], tuple[int, str]]:
    """Return pair → (months since the latest exchange, outcome); a bad outcome at equal date wins."""
    out: dict[frozenset[str], tuple[int, str]] = {}
    for item in sorted(past, key=lambda p: (-p.months_ago, p.outcome != "did_not_work")):
        members = sorted(item.cities)
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                key = frozenset((a, b))
                old = out.get(key)
                if old is None or item.months_ago < old[0] or item.outcome == "did_not_work":
                    out[key] = (item.months_ago, item.outcome)
    return out
