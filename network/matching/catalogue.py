"""English sentences for every reason code. Callers with another language bring their own table of this form.

Sentences are `str.format` templates over the reason's params; cities and themes are given by id and replaced by
names when the caller has them.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import tables
from .plan import Reason
from .values import Problem

SENTENCES: Mapping[str, str] = {
    # what a member gets
    "answered_need": "{other} answers {city}'s need on {theme}: {depth} experience, {evidence}{practices}",
    "shared_challenge": "{city} and {other} share the challenge {theme}",
    "only_gives": "{city} takes part as a giver: nobody here answers a need of its own",
    "less_context": "less, because the contexts of {city} and {other} differ (income {income}, size or powers)",
    "less_variety": "less, because {city} and {other} are from the same {same}",
    "less_language": "less, because {city} and {other} lack a strong common working language {language}",
    "less_time": "less, because {city} and {other} are hours apart in working time",
    "less_novelty": "less, because {city} and {other} have worked together before",
    "three_share_time": "less, because three members share the time",
    # what a group is worth
    "gain": "what {city} gains",
    "one_sided": "less, because gains differ by {spread} points",
    "waited": "{city} was passed over in earlier rounds",
    # criteria between two cities
    "needs_answered": "{other} has offers on {count} of {city}'s {of} needs",
    "challenges_in_common": "challenges in common: {themes}",
    "balance": "{city} gains {there} points and {other} gains {back}",
    "is_context": "how near the contexts of {city} and {other} are",
    "is_variety": "whether {city} and {other} are different enough to learn something new",
    "is_language": "how well {city} and {other} can talk (best common language: {language})",
    "is_time": "how much of the working day {city} and {other} share",
    "is_novelty": "how new {city} and {other} are to each other",
    # why not
    "not_eligible": "{city} is not eligible: {reason}",
    "no_capacity": "{city} has no free place in this round",
    "forbidden": "a rule forbids {city} and {other} in one group: {reason}",
    "same_country": "{city} and {other} are both in {country}, and the rule asks for other countries",
    "met_recently": "{city} and {other} met {months} months ago, within the time in which no exchange is repeated",
    "no_common_language": "{city} and {other} have no working language in common",
    "size_off": "groups of {size} are switched off",
    "format_of": "{city} wants another format than a group of {size}",
    "below_minimum": "{city} would gain {points} points, below the minimum of {minimum}",
    "gives_nothing_here": "{city} would give nothing to the others",
    "below_floor": "{city} would gain {points} points, below its floor of {floor}",
    "too_big": "a group has two or three members",
    "cost_of_group": "would be worth {points} points; the best plan with this group loses {loss} of {total} points",
    "cost_at_least": "would be worth {points} points; forcing it costs at least {loss} points",
    "no_cost": "would be worth {points} points and costs nothing: the plan with it is as good",
    "already_together": "{cities} are together in this plan",
    "breaks_rules": "forcing this group contradicts another rule: {rules}",
    # unmatched
    "nobody_else": "no other city takes part",
    "no_needs": "{city} named no need, so nobody can answer one",
    "every_partner_forbidden": "rules keep {city} apart from every other city ({rules})",
    "nobody_answers": "no possible partner has an offer on {city}'s needs or shares them: {themes}",
    "gives_nothing": "nobody needs what {city} offers, and no challenge is shared",
    "no_offers_no_shared_challenge": "{city} has no offer and shares no challenge with a possible partner",
    "format_blocks": "no possible group fits the format {format} and the sizes allowed in this round",
    "minimum_gain_blocks": "in every possible group somebody would gain less than {points} points",
    "limit_of_groups": "the limit on the number of groups is reached",
    "floor_blocks": "every possible group puts a member below the floor of {share} per mille",
    "odd_one_out": "with pairs only, one city is left over in {city}'s part of the network ({partners})",
    "partners_taken": "all {count} possible partners ({partners}) are needed so that no more cities are left out",
    "not_in_best_total": "the goal is the total only, and the best total leaves {city} out",
    # changes that would include a city
    "allow_minimum": "with a minimum gain of {points} points, {city} could be with {partners}",
    "allow_format": "if {city} accepted either format, it could be with {partners}",
    "lift_rule": "without the rule between {city} and {other}, they could form a group worth {points} points",
    "more_capacity": "with one more place, {other} could also work with {city}",
    "add_offer": "with an offer on {theme}, {city} could be with {partners}",
    "add_need": "if {city} named a need such as {theme}, {count} cities could answer it",
    "make_eligible": "if {city} were made eligible, it could be with {partners}",
    "allow_size": "if groups of {size} were allowed, {city} could be with {partners}",
    "raise_limit": "with one more group of {size}, {city} could be with {partners}",
    "lower_floor": "with a floor of {share} per mille, {city} could be with {partners}",
    "no_single_change": "no single change includes {city}",
    # notes on a run
    "pinned_below_floor": "{city} is below its floor or the minimum gain because its group was pinned",
    "floor_not_proven": "a higher floor than {share} per mille was not found, but not ruled out either",
    "timed_run": "the run had a limit of {seconds} seconds: another run may find another plan",
}


#: What is said instead where points are lost because something is not known.
UNKNOWN: Mapping[str, str] = {
    "less_context": "less, because too little is known of the contexts of {city} and {other}",
    "less_language": "less, because the languages of {city} or {other} are not known",
    "less_time": "less, because the time zone of {city} or {other} is not known",
}


def is_unknown(reason: Reason) -> bool:
    """Return whether a line takes points off because something is not known, not because of what is."""
    said = dict(reason.params)
    known = {
        "less_context": said.get("income") != "?/?",
        "less_language": bool(said.get("language")),
        "less_time": "hours" in said,
    }
    return not known.get(reason.code, True) and said.get("share") == str(tables.UNKNOWN)


#: Parameters that hold ids of cities, and those that hold ids of themes; all others are said as they are.
_CITIES, _THEMES = ("city", "other", "cities", "partners"), ("theme", "themes")
#: Before the id of a theme in `names`, where a city has the same id (no id begins like this).
THEME = "\n"
_RULES = {
    "forbidden": "a rule of the coordinator",
    "same_country": "other countries only",
    "met_recently": "met not long ago",
    "no_common_language": "no common language",
}


def names_of(problem: Problem) -> dict[str, str]:
    """Return the names of the cities and themes of a problem by id, for `sentence`."""
    return {**{THEME + t.id: t.label for t in problem.themes}, **{c.id: c.label for c in problem.cities}}


def sentence(reason: Reason, names: Mapping[str, str] | None = None) -> str:
    """Return the English sentence of a reason; ids found in `names` (cities, themes) are replaced."""
    template = UNKNOWN[reason.code] if is_unknown(reason) else SENTENCES.get(reason.code)
    if template is None:
        raise KeyError(f"no sentence for the reason code {reason.code!r}")
    params = {k: _said(k, v, names or {}) for k, v in reason.params}
    if reason.code == "answered_need":
        params["practices"] = f" ({params['practices']})" if params.get("practices") else ""
    if reason.code in ("less_language", "is_language"):
        params["language"] = params.get("language") or "none"
    if params.get("reason") == "":
        template = template.removesuffix(": {reason}")
    return template.format(**params)


def _said(param: str, value: str, names: Mapping[str, str]) -> str:
    if param in _CITIES:
        return ", ".join(names.get(part, part) for part in value.split(", "))
    if param in _THEMES:
        return ", ".join(names.get(THEME + part, names.get(part, part)) for part in value.split(", "))
    if param == "income":
        return value.replace("_", "-").replace("?", "unknown")
    if param == "rules":
        return ", ".join(_RULES.get(part, part) for part in value.split(", "))
    return value
