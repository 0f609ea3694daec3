"""The sentences of the matching's reasons in the reader's language.

`network.matching` gives a code with parameters and knows English only; its catalogue is the source of the texts below,
repeated here because only literal texts are found by makemessages. A test holds the two tables together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

from network.languages import FURTHER
from network.matching import Reason
from network.matching.catalogue import is_unknown

# Texts for str.format: a translation keeps every {name} it needs and may leave out none that tells cities apart.
SENTENCES: Mapping[str, str] = {
    # what a member gets
    "answered_need": _("{other} answers {city}'s need on {theme}: {depth} experience, {evidence}{practices}"),
    "shared_challenge": _("{city} and {other} share the challenge {theme}"),
    "only_gives": _("{city} takes part as a giver: nobody here answers a need of its own"),
    "less_context": _("less, because the contexts of {city} and {other} differ (income {income}, size or powers)"),
    "less_variety": _("less, because {city} and {other} are from the same {same}"),
    "less_language": _("less, because {city} and {other} lack a strong common working language {language}"),
    "less_time": _("less, because {city} and {other} are hours apart in working time"),
    "less_novelty": _("less, because {city} and {other} have worked together before"),
    "three_share_time": _("less, because three members share the time"),
    # what a group is worth
    "gain": _("what {city} gains"),
    "one_sided": _("less, because gains differ by {spread} points"),
    "waited": _("{city} was passed over in earlier rounds"),
    # criteria between two cities
    "needs_answered": _("{other} has offers on {count} of {city}'s {of} needs"),
    "challenges_in_common": _("challenges in common: {themes}"),
    "balance": _("{city} gains {there} points and {other} gains {back}"),
    "is_context": _("how near the contexts of {city} and {other} are"),
    "is_variety": _("whether {city} and {other} are different enough to learn something new"),
    "is_language": _("how well {city} and {other} can talk (best common language: {language})"),
    "is_time": _("how much of the working day {city} and {other} share"),
    "is_novelty": _("how new {city} and {other} are to each other"),
    # why not
    "not_eligible": _("{city} is not eligible: {reason}"),
    "no_capacity": _("{city} has no free place in this round"),
    "forbidden": _("a rule forbids {city} and {other} in one group: {reason}"),
    "same_country": _("{city} and {other} are both in {country}, and the rule asks for other countries"),
    "met_recently": _("{city} and {other} met {months} months ago, within the time in which no exchange is repeated"),
    "no_common_language": _("{city} and {other} have no working language in common"),
    "size_off": _("groups of {size} are switched off"),
    "format_of": _("{city} wants another format than a group of {size}"),
    "below_minimum": _("{city} would gain {points} points, below the minimum of {minimum}"),
    "gives_nothing_here": _("{city} would give nothing to the others"),
    "below_floor": _("{city} would gain {points} points, below its floor of {floor}"),
    "too_big": _("a group has two or three members"),
    "cost_of_group": _("would be worth {points} points; the best plan with this group loses {loss} of {total} points"),
    "cost_at_least": _("would be worth {points} points; forcing it costs at least {loss} points"),
    "no_cost": _("would be worth {points} points and costs nothing: the plan with it is as good"),
    "already_together": _("{cities} are together in this plan"),
    "breaks_rules": _("forcing this group contradicts another rule: {rules}"),
    # unmatched
    "nobody_else": _("no other city takes part"),
    "no_needs": _("{city} named no need, so nobody can answer one"),
    "every_partner_forbidden": _("rules keep {city} apart from every other city ({rules})"),
    "nobody_answers": _("no possible partner has an offer on {city}'s needs or shares them: {themes}"),
    "gives_nothing": _("nobody needs what {city} offers, and no challenge is shared"),
    "no_offers_no_shared_challenge": _("{city} has no offer and shares no challenge with a possible partner"),
    "format_blocks": _("no possible group fits the format {format} and the sizes allowed in this round"),
    "minimum_gain_blocks": _("in every possible group somebody would gain less than {points} points"),
    "limit_of_groups": _("the limit on the number of groups is reached"),
    "floor_blocks": _("every possible group puts a member below the floor of {share} per mille"),
    "odd_one_out": _("with pairs only, one city is left over in {city}'s part of the network ({partners})"),
    "partners_taken": _("all {count} possible partners ({partners}) are needed so that no more cities are left out"),
    "not_in_best_total": _("the goal is the total only, and the best total leaves {city} out"),
    # changes that would include a city
    "allow_minimum": _("with a minimum gain of {points} points, {city} could be with {partners}"),
    "allow_format": _("if {city} accepted either format, it could be with {partners}"),
    "lift_rule": _("without the rule between {city} and {other}, they could form a group worth {points} points"),
    "more_capacity": _("with one more place, {other} could also work with {city}"),
    "add_offer": _("with an offer on {theme}, {city} could be with {partners}"),
    "add_need": _("if {city} named a need such as {theme}, {count} cities could answer it"),
    "make_eligible": _("if {city} were made eligible, it could be with {partners}"),
    "allow_size": _("if groups of {size} were allowed, {city} could be with {partners}"),
    "raise_limit": _("with one more group of {size}, {city} could be with {partners}"),
    "lower_floor": _("with a floor of {share} per mille, {city} could be with {partners}"),
    "no_single_change": _("no single change includes {city}"),
    # notes on a run
    "pinned_below_floor": _("{city} is below its floor or the minimum gain because its group was pinned"),
    "floor_not_proven": _("a higher floor than {share} per mille was not found, but not ruled out either"),
    "timed_run": _("the run had a limit of {seconds} seconds: another run may find another plan"),
}

# What is said instead where points are lost because something is not known.
UNKNOWN: Mapping[str, str] = {
    "less_context": _("less, because too little is known of the contexts of {city} and {other}"),
    "less_language": _("less, because the languages of {city} or {other} are not known"),
    "less_time": _("less, because the time zone of {city} or {other} is not known"),
}

# Codes that stand as words inside a sentence: parameter → code → word.
INSIDE: Mapping[str, Mapping[str, Promise]] = {
    "depth": {
        "some": pgettext_lazy("depth of experience", "some"),
        "solid": pgettext_lazy("depth of experience", "solid"),
        "deep": pgettext_lazy("depth of experience", "deep"),
    },
    "evidence": {
        "declared": pgettext_lazy("evidence of experience", "declared"),
        "documented": pgettext_lazy("evidence of experience", "documented"),
        "published": pgettext_lazy("evidence of experience", "published"),
        "evaluated": pgettext_lazy("evidence of experience", "evaluated"),
    },
    "same": {
        "country": pgettext_lazy("from the same", "country"),
        "region": pgettext_lazy("from the same", "region"),
        "": pgettext_lazy("from the same", "part of the world"),
    },
    "format": {"pair": pgettext_lazy("format", "pair"), "three": pgettext_lazy("format", "group of three")},
    "rules": {
        "forbidden": pgettext_lazy("rule", "a rule of the coordinator"),
        "same_country": pgettext_lazy("rule", "other countries only"),
        "met_recently": pgettext_lazy("rule", "met not long ago"),
        "no_common_language": pgettext_lazy("rule", "no common language"),
    },
}


def sentence(reason: Reason, names: Mapping[str, str] | None = None) -> str:
    """The sentence of a reason in the active language; ids found in `names` (cities, themes) are replaced.

    Raises KeyError for a code without a sentence.
    """
    template = UNKNOWN[reason.code] if is_unknown(reason) else SENTENCES.get(reason.code)
    if template is None:
        raise KeyError(f"no sentence for the reason code {reason.code!r}")
    params = {name: _value(name, value, names or {}) for name, value in reason.params}
    if reason.code == "answered_need":
        params["practices"] = f" ({params['practices']})" if params.get("practices") else ""
    if reason.code in ("less_language", "is_language"):
        params["language"] = params.get("language") or pgettext("language", "none")
    return gettext(template).format(**params)


def _value(name: str, value: str, names: Mapping[str, str]) -> str:
    """A parameter as people read it: names of cities and themes, words for the codes of the algorithm."""
    if name == "language":
        return _language(value, get_language() or "en")
    inside = INSIDE.get(name, {})
    return ", ".join(str(inside[part]) if part in inside else names.get(part, part) for part in value.split(", "))


@lru_cache(maxsize=256)
def _language(code: str, reader: str) -> str:
    """The name of a language in the reader's (whose code is only there to keep the names apart), else its code."""
    try:
        return str(get_language_info(code)["name_translated"]) if code else ""
    except KeyError:
        return FURTHER.get(code, code)
