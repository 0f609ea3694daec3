"""What goes into a matching run: cities, past exchanges, rules and settings, as frozen values.

Nothing here computes. `parse.py` builds these values from JSON with error messages that name the place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PROBLEM_VERSION = 1

STAGES = ("not_started", "diagnosis", "plan", "action", "evaluated")
DEPTHS = ("some", "solid", "deep")
EVIDENCE = ("declared", "documented", "published", "evaluated")
INCOMES = ("low", "lower_middle", "upper_middle", "high")
LEVELS = ("basic", "working", "fluent")
FORMATS = ("pair", "three", "either")
OUTCOMES = ("went_well", "did_not_work", "unknown")
EFFORTS = ("quick", "standard", "thorough")
FACTORS = ("context", "variety", "language", "time", "novelty")

#: Orders of the goals that make sense, most important first. The first is the default.
ORDERS: tuple[tuple[str, ...], ...] = (
    ("coverage", "worst_off", "total"),
    ("worst_off", "coverage", "total"),
    ("coverage", "total"),
    ("worst_off", "total"),
    ("total",),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One term of the vocabulary that needs and offers speak about."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Need:
    """A challenge of a city. `weight` > 0 is relative to the city's other needs; `stage` is how far it is."""

    theme: str
    weight: float = 1.0
    stage: str = "not_started"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a city can show on a theme: how deep its experience is and how well that is evidenced."""

    theme: str
    depth: str = "solid"
    evidence: str = "declared"
    practices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class City:
    """One city of a round. Unknown context (`None`, empty) is neutral, never a disadvantage."""

    id: str
    name: str = ""
    country: str | None = None
    region: str | None = None
    south: bool | None = None
    population: int | None = None
    income: str | None = None
    powers: frozenset[str] = frozenset()
    languages: tuple[tuple[str, str], ...] = ()
    utc_offset: float | None = None
    needs: tuple[Need, ...] = ()
    offers: tuple[Offer, ...] = ()
    format: str = "either"
    capacity: int = 1
    waited_rounds: int = 0
    eligible: bool = True
    ineligible_reason: str = ""

    @property
    def label(self) -> str:
        """The name to show; the id when no name was given."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier exchange between cities: how long ago, and how it went."""

    cities: frozenset[str]
    months_ago: int
    outcome: str = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """A coordinator's rule.

    `pin`: these two or three cities work together (a pinned pair may be inside a group of three unless
    `exact`); `forbid`: these cities are never in one group; `other_country`: every group mixes countries
    (no two members from one country).
    """

    kind: str
    cities: frozenset[str] = frozenset()
    exact: bool = False
    reason: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """How points are made. Shares are per mille (0–1000) so that all scoring is exact integer arithmetic.

    `practices` and `challenges` are brought to a sum of 1000. `group_of_three` is the share of its gain a
    member keeps when three share the time. Each of `context` … `novelty` says how strongly that factor counts:
    0 means it changes nothing. `waited`, `keep` and `minimum_gain` are points.
    """

    practices: int = 750
    challenges: int = 250
    reciprocity: int = 250
    group_of_three: int = 850
    context: int = 600
    variety: int = 300
    language: int = 1000
    time: int = 500
    novelty: int = 1000
    waited: int = 20
    keep: int = 40
    minimum_gain: int = 1


@dataclass(frozen=True, slots=True)
class Fairness:
    """The order of the goals and the floors (per mille of each city's own best) tried from high to low.

    `most_cost`: what the floor may cost, per mille of the total a plan without it could reach (`None`: any).
    """

    order: tuple[str, ...] = ORDERS[0]
    floor_ladder: tuple[int, ...] = (250, 200, 150, 100, 0)
    most_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Which group sizes are allowed, and how many of each at most (`None`: no limit)."""

    pairs: bool = True
    triads: bool = True
    max_pairs: int | None = None
    max_triads: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that steers a run. `time_limit` is wall-clock seconds and makes a run irreproducible."""

    weights: Weights = field(default_factory=Weights)
    fairness: Fairness = field(default_factory=Fairness)
    limits: Limits = field(default_factory=Limits)
    seed: int = 0
    effort: str = "standard"
    time_limit: float | None = None
    interpretation: bool = False
    common_language_required: bool = False
    no_repeat_months: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole round: who takes part, under which rules and settings. `digest` is the SHA-256 of the input."""

    cities: tuple[City, ...]
    themes: tuple[Theme, ...]
    past: tuple[Past, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: Settings = field(default_factory=Settings)

    def city(self, city_id: str) -> City:
        """Return the city with this id; `KeyError` when there is none."""
        for city in self.cities:
            if city.id == city_id:
                return city
        raise KeyError(city_id)


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """One group of an explicit problem: only listed groups exist."""

    members: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """The explicit form: capacities by city id and the list of possible groups with their values."""

    capacities: tuple[tuple[str, int], ...]
    groups: tuple[ListedGroup, ...]
    time_limit: float | None = None
    seed: int = 0
