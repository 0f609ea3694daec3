"""Small random cohorts for property tests, and one realistic generator for larger runs."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from network.matching.values import (
    DEPTHS,
    EVIDENCE,
    FORMATS,
    INCOMES,
    LEVELS,
    ORDERS,
    STAGES,
    City,
    Fairness,
    Limits,
    Need,
    Offer,
    Past,
    Problem,
    Rule,
    Settings,
    Theme,
    Weights,
)

THEMES = tuple(Theme(f"t{n}", f"Theme {n}") for n in range(5))
NAMES = ("ada", "bel", "cor", "dun", "eva", "fen", "gor", "hal")


@st.composite
def cities(draw: st.DrawFn, city_id: str, max_capacity: int = 2) -> City:
    themes = [t.id for t in THEMES]
    needs = draw(st.lists(st.sampled_from(themes), max_size=3, unique=True))
    offers = draw(st.lists(st.sampled_from(themes), max_size=3, unique=True))
    return City(
        id=city_id,
        country=draw(st.sampled_from([None, "A", "B", "C"])),
        region=draw(st.sampled_from([None, "north", "east"])),
        south=draw(st.sampled_from([None, True, False])),
        population=draw(st.sampled_from([None, 50_000, 700_000, 9_000_000])),
        income=draw(st.sampled_from([None, *INCOMES])),
        powers=frozenset(draw(st.lists(st.sampled_from(["police", "planning", "schools"]), unique=True))),
        languages=draw(
            st.sampled_from([(), (("en", "fluent"),), (("en", "basic"), ("fr", "fluent")), (("es", "working"),)])
        ),
        utc_offset=draw(st.sampled_from([None, -5.0, 0.0, 5.75, 12.0])),
        needs=tuple(Need(t, draw(st.sampled_from([0.1, 1.0, 2.5])), draw(st.sampled_from(STAGES))) for t in needs),
        offers=tuple(Offer(t, draw(st.sampled_from(DEPTHS)), draw(st.sampled_from(EVIDENCE))) for t in offers),
        format=draw(st.sampled_from((*FORMATS, "either", "either"))),
        capacity=draw(st.integers(0, max_capacity)) if draw(st.booleans()) else 1,
        waited_rounds=draw(st.integers(0, 4)),
        eligible=draw(st.integers(0, 9)) > 0,
        ineligible_reason="survey missing",
    )


@st.composite
def problems(draw: st.DrawFn, most: int = 6, rules: bool = True, limits: bool = True) -> Problem:
    names = NAMES[: draw(st.integers(0, most))]
    members = tuple(draw(cities(name)) for name in names)
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    past: list[Past] = []
    found: list[Rule] = []
    if pairs:
        for pair in draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True)):
            past.append(
                Past(frozenset(pair), draw(st.integers(0, 80)), draw(st.sampled_from(["went_well", "did_not_work"])))
            )
        if rules:
            for pair in draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True)):
                found.append(Rule("forbid", frozenset(pair)))
            for pair in draw(st.lists(st.sampled_from(pairs), max_size=1, unique=True)):
                found.append(Rule("pin", frozenset(pair), exact=draw(st.booleans())))
            if draw(st.integers(0, 5)) == 0:
                found.append(Rule("other_country"))
    return Problem(members, THEMES, tuple(past), tuple(found), draw(settings(limits)))


@st.composite
def settings(draw: st.DrawFn, limits: bool = True) -> Settings:
    sizes = (
        draw(st.sampled_from([(True, True), (True, True), (True, False), (False, True)])) if limits else (True, True)
    )
    most = st.sampled_from([None, None, None, 0, 1])
    return Settings(
        weights=Weights(minimum_gain=draw(st.sampled_from([1, 1, 0, 40])), reciprocity=draw(st.sampled_from([250, 0]))),
        fairness=Fairness(
            draw(st.sampled_from(ORDERS)), draw(st.sampled_from([(250, 200, 150, 100, 0), (600, 0), (0,)]))
        ),
        limits=Limits(*sizes, draw(most) if limits else None, draw(most) if limits else None),
        seed=draw(st.integers(0, 3)),
        no_repeat_months=draw(st.sampled_from([0, 24])),
        common_language_required=draw(st.booleans()),
    )


def network(n: int, seed: int = 0, *, themes: int = 24, capacity: tuple[int, ...] = (1,)) -> Problem:
    """Return a synthetic cohort: 2–6 needs, heavy-tailed offers, one city in five with nothing to offer."""
    r = random.Random(seed)
    terms = tuple(Theme(f"t{i}", f"Theme {i}") for i in range(themes))
    regions = ("Africa", "Asia", "Latin America", "Europe", "North America", "Oceania")
    members = []
    for i in range(n):
        region = r.choice(regions)
        needs = r.sample(terms, min(themes, r.randint(2, 6)))
        offers = r.sample(terms, 0 if r.random() < 0.2 else min(themes, 10, 1 + int(r.paretovariate(1.3))))
        members.append(
            City(
                id=f"c{i:05d}",
                country=f"{region} {r.randint(0, 9)}",
                region=region,
                south=region in ("Africa", "Asia", "Latin America"),
                population=int(10 ** r.uniform(4.5, 7)),
                income=r.choice(INCOMES),
                powers=frozenset(r.sample(["police", "planning", "transport", "social", "schools"], r.randint(1, 4))),
                languages=tuple(
                    sorted({r.choice(["en", "fr", "es", "pt"]): r.choice(LEVELS), "en": r.choice(LEVELS)}.items())
                ),
                utc_offset=float(r.randint(-8, 10)),
                needs=tuple(Need(t.id, r.choice([1.0, 2.0, 3.0]), r.choice(STAGES)) for t in needs),
                offers=tuple(Offer(t.id, r.choice(DEPTHS), r.choice(EVIDENCE), (f"practice-{i}",)) for t in offers),
                capacity=r.choice(capacity),
            )
        )
    return Problem(tuple(members), terms)
