"""Would it work in my city? Each precondition against a city's profile, and the three biggest gaps. Pure.

Specification: docs/algorithms/transfer-fit.md. An answer of the city always beats what the profile suggests, and what
neither says is "unknown": a question to ask, never a silent yes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["met", "changeable", "unknown", "not-met"]
STATES: tuple[State, ...] = ("met", "changeable", "unknown", "not-met")
POWER_STATES: dict[str, State] = {"own": "met", "shared": "changeable", "none": "not-met"}
GAPS = 3


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What the rule reads of a city. powers: power → own, shared, none, unknown. diagnosis: None when not reported.
    data: kinds of data of its diagnosis. actors: kinds of local actors on its map. size_class, income_group, region:
    codes, "" when unknown."""

    powers: Mapping[str, str] = field(default_factory=dict)
    diagnosis: bool | None = None
    data: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    size_class: str = ""
    income_group: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A precondition. key: name of the answer ("p0", "power-police"). kind: see the contract. power: the power's code
    when it comes from the powers needed. must: without it the practice does not work."""

    key: str
    kind: str
    title: str
    must: bool = True
    power: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A precondition judged. reason: code of the words in practices/fit_words.py. answered: the city said so itself."""

    need: Need
    state: State
    reason: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class FitReport:
    """findings in the order of the record; gaps: the (at most three) that weigh most; counts by state; likeness:
    context dimension → "same", "different" or "unknown"."""

    findings: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    counts: Mapping[str, int]
    likeness: Mapping[str, str]

    @property
    def possible(self) -> bool:
        """No must is known to be missing."""
        return not any(f.need.must and f.state == "not-met" for f in self.findings)


def judge(need: Need, city: CityFacts) -> tuple[State, str]:
    """State and reason code of one precondition from the profile alone."""
    if need.power:
        level = city.powers.get(need.power, "unknown")
        return POWER_STATES.get(level, "unknown"), f"power-{level if level in POWER_STATES else 'unknown'}"
    if need.kind == "data":
        if city.diagnosis is None:
            return "unknown", "data-unknown"
        if not city.diagnosis:
            return "changeable", "data-no-diagnosis"
        return ("unknown", "data-check") if city.data else ("unknown", "data-unknown")
    if need.kind == "partner":
        return "unknown", "partner-ask" if city.actors else "partner-unknown"
    return "unknown", f"{need.kind}-ask"


def context_likeness(city: CityFacts, origin: CityFacts) -> dict[str, str]:
    """Size, income and region of a city against those of the city where it worked."""
    return {
        name: "unknown" if not mine or not theirs else "same" if mine == theirs else "different"
        for name, mine, theirs in (("size", city.size_class, origin.size_class),
                                   ("income", city.income_group, origin.income_group),
                                   ("region", city.region, origin.region))
    }


def assess(needs: Sequence[Need], city: CityFacts, origin: CityFacts,
           answers: Mapping[str, State] | None = None) -> FitReport:
    """The fit report.

    needs: preconditions and needed powers. city: where it would go. origin: where it worked. answers: need key → what
    the city says itself. Raises ValueError for an answer that is no state.
    """
    answers = answers or {}
    for key, state in answers.items():
        if state not in STATES:
            raise ValueError(f"{key}: '{state}' is no answer; use one of {', '.join(STATES)}")
    findings = []
    for need in needs:
        if need.key in answers:
            findings.append(Finding(need, answers[need.key], "answered", answered=True))
        else:
            state, reason = judge(need, city)
            findings.append(Finding(need, state, reason))
    counts: dict[str, int] = {state: sum(f.state == state for f in findings) for state in STATES}
    return FitReport(tuple(findings), biggest_gaps(findings), counts, context_likeness(city, origin))


def biggest_gaps(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """At most three findings that are not met, heaviest first: a must before a help, then not met before unknown before
    changeable, then the order of the record."""
    weight = {"not-met": 0, "unknown": 1, "changeable": 2}
    open_ones = [(not f.need.must, weight[f.state], position, f)
                 for position, f in enumerate(findings) if f.state != "met"]
    return tuple(item[3] for item in sorted(open_ones, key=lambda item: item[:3])[:GAPS])
