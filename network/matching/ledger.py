"""Explains points line by line; the lines always add up to the points, exactly.

First what each need and shared challenge would bring at full strength, then what every factor takes away in
fixed order, then the share that three members lose to each other's time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import tables
from .plan import Gain, Reason, Term
from .scoring import Factors, Scorer
from .values import FACTORS


def split(total: int, parts: Sequence[int]) -> list[int]:
    """Split whole points over parts in proportion, by largest remainder (ties: the earlier part)."""
    whole = sum(parts)
    if whole == 0:
        return [0] * len(parts)
    out = [total * p // whole for p in parts]
    rest = sorted(range(len(parts)), key=lambda n: (-(total * parts[n] % whole), n))
    for n in rest[: total - sum(out)]:
        out[n] += 1
    return out


def gain_lines(scorer: Scorer, city: str, partners: tuple[str, ...]) -> tuple[Reason, ...]:
    """Return the lines of what a city gains from one partner or two; their points add up to its gain."""
    factors = {p: scorer.factors(city, p) for p in partners}
    sources = _sources(scorer, city, partners, factors)
    steps = _step_totals(scorer, sources, factors, len(partners))
    lines = [
        Reason(code, share, params)
        for (code, params, _, _), share in zip(sources, split(steps[0], [s[2] for s in sources]), strict=True)
        if share
    ]
    if not lines:
        lines.append(Reason("only_gives", 0, (("city", city),)))
    for n, name in enumerate(FACTORS):
        loss = steps[n + 1] - steps[n]
        if loss:
            lines.append(_factor_line(scorer, name, n, city, partners, factors, loss))
    shared_time = scorer.gain(city, partners) - steps[-1]
    if shared_time:
        lines.append(Reason("three_share_time", shared_time, (("city", city),)))
    return tuple(lines)


_Source = tuple[str, tuple[tuple[str, str], ...], int, str]


def _sources(scorer: Scorer, city: str, partners: tuple[str, ...], factors: dict[str, Factors]) -> list[_Source]:
    """Return code, params, raw size at full strength, and partner for every need answered and shared."""
    out: list[_Source] = []
    product = {p: factors[p].product for p in partners}
    for theme, (share, stage) in scorer.needs(city).items():
        best = max(partners, key=lambda p: (scorer.answer(city, theme, p) * product[p], p))
        strength = scorer.answer(city, theme, best)
        if strength and product[best] and scorer.practices:
            out.append(_answered(scorer, city, theme, stage, best, len(partners) * scorer.practices * share * strength))
    for p in sorted(partners):
        for theme, common in scorer.shared(city, p).items():
            if common and scorer.challenges:
                params = (("city", city), ("other", p), ("theme", theme))
                out.append(("shared_challenge", params, scorer.challenges * tables.MILLE * common, p))
    return out


def _answered(scorer: Scorer, city: str, theme: str, stage: str, giver: str, raw: int) -> _Source:
    offer = next(o for o in scorer.cities[giver].offers if o.theme == theme)
    params = (
        ("city", city),
        ("other", giver),
        ("theme", theme),
        ("stage", stage),
        ("depth", offer.depth),
        ("evidence", offer.evidence),
        ("practices", ", ".join(offer.practices)),
    )
    return "answered_need", params, raw, giver


def _step_totals(scorer: Scorer, sources: list[_Source], factors: dict[str, Factors], partners: int) -> list[int]:
    """Return points after none, one, … all factors, before three share the time."""
    unit = partners * tables.SHARE * tables.MILLE**3
    steps = {p: f.steps() for p, f in factors.items()}
    return [
        sum(raw * steps[p][n] for _, _, raw, p in sources) // (unit // tables.MILLE) for n in range(len(FACTORS) + 1)
    ]


def _factor_line(
    scorer: Scorer,
    name: str,
    n: int,
    city: str,
    partners: tuple[str, ...],
    factors: dict[str, Factors],
    loss: int,
) -> Reason:
    """Return the loss through one factor, explained by the partner for whom the factor is lowest."""
    worst = min(partners, key=lambda p: (factors[p].raw[n], p))
    return Reason(f"less_{name}", loss, _factor_params(scorer, name, city, worst, factors[worst]))


def _factor_params(scorer: Scorer, name: str, city: str, other: str, factors: Factors) -> tuple[tuple[str, str], ...]:
    value = factors.raw[FACTORS.index(name)]
    params = [("city", city), ("other", other), ("share", str(value))]
    x, y = scorer.cities[city], scorer.cities[other]
    if name == "language":
        params.append(("language", factors.common_language))
    if name == "time" and x.utc_offset is not None and y.utc_offset is not None:
        apart = abs(round(x.utc_offset * 4) - round(y.utc_offset * 4)) % 96
        params.append(("hours", f"{min(apart, 96 - apart) / 4:g}"))
    if name == "variety":
        params.append(
            ("same", "country" if value == tables.SAME_COUNTRY else "region" if value == tables.SAME_REGION else "")
        )
    if name == "context":
        params.append(("income", f"{x.income or '?'}/{y.income or '?'}"))
    return tuple(params)


def explain_gains(scorer: Scorer, group: tuple[str, ...], best: Mapping[str, int]) -> tuple[Gain, ...]:
    """Return what each member of a group gets, with its lines, and what it gives to the others.

    `best`: the own best of each member, in points.
    """
    around = {c: tuple(sorted(m for m in group if m != c)) for c in group}
    lines = {c: gain_lines(scorer, c, around[c]) for c in group}
    out = []
    for city in group:
        gives = [
            line
            for other in around[city]
            for line in lines[other]
            if line.points > 0 and dict(line.params).get("other") == city
        ]
        out.append(Gain(city, scorer.gain(city, around[city]), best[city], lines[city], tuple(gives)))
    return tuple(out)


def group_lines(scorer: Scorer, gains: dict[str, int]) -> tuple[Reason, ...]:
    """Return the lines that lead from the members' gains to the points of the group."""
    lines = [Reason("gain", points, (("city", city),)) for city, points in sorted(gains.items())]
    spread = max(gains.values()) - min(gains.values())
    loss = scorer.weights.reciprocity * spread // tables.MILLE
    if loss:
        lines.append(Reason("one_sided", -loss, (("spread", str(spread)),)))
    for city in sorted(gains):
        if scorer.bonus(city):
            lines.append(Reason("waited", scorer.bonus(city), (("city", city),)))
    return tuple(lines)


def pair_terms(scorer: Scorer, a: str, b: str) -> tuple[Term, ...]:
    """Return every criterion between two cities as a number 0–1 with its reason, by name."""
    factors = scorer.factors(a, b)
    there, back = scorer.pair_gain(a, b), scorer.pair_gain(b, a)
    terms = []
    for city, other in ((a, b), (b, a)):
        asked = scorer.needs(city)
        answered = sum(share * scorer.answer(city, t, other) for t, (share, _) in asked.items())
        count = sum(1 for t in asked if scorer.answer(city, t, other))
        params = (("city", city), ("other", other), ("count", str(count)), ("of", str(len(asked))))
        terms.append(
            Term(f"practices_for:{city}", answered / (tables.SHARE * tables.MILLE), Reason("needs_answered", 0, params))
        )
    common = scorer.shared(a, b)
    themes = (("city", a), ("other", b), ("themes", ", ".join(common)))
    terms.append(Term("challenges", sum(common.values()) / tables.SHARE, Reason("challenges_in_common", 0, themes)))
    high = max(there, back)
    balance = (("city", a), ("other", b), ("there", str(there)), ("back", str(back)))
    terms.append(Term("reciprocity", min(there, back) / high if high else 0.0, Reason("balance", 0, balance)))
    for n, name in enumerate(FACTORS):
        detail = _factor_params(scorer, name, a, b, factors)
        terms.append(Term(name, factors.raw[n] / tables.MILLE, Reason(f"is_{name}", 0, detail)))
    return tuple(terms)
