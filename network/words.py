"""Words for the survey's and the matching's codes, in the reader's language; codes are what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Promise] = {
    # what a row of challenges or offers asks
    "words": _("In your own words"),
    "tried": _("What you tried that did not work"),
    "rests_on": _("It rests on"),
    "reference": _("Which practice of yours"),
    # what an offer rests on
    "practice": _("a practice we wrote up"),
    "adoption": _("a practice we took over from another city"),
    "experience": _("experience that is not written up yet"),
    # how far a city is
    "not-started": _("not started"),
    "diagnosis": _("finding out what the problem is"),
    "plan": _("a plan is written"),
    "action": _("at work"),
    "evaluated": _("done and evaluated"),
    # languages
    "official": _("official language of the city"),
    "working": _("we can work in it"),
    "basic": _("a little"),
    # whom to meet
    "pair": _("one city"),
    "triad": _("two cities, as a group of three"),
    "either": _("either"),
    # yes or no
    "yes": _("yes"),
    "no": _("no"),
    # levels of the self-assessment
    "none": _("there is none"),
    "begun": _("begun"),
    "in-place": _("in place"),
    "used": _("used for decisions"),
    "checked": _("used, and checked from outside"),
    # simple methods beside the matching
    "random": _("pairs at random"),
    "spreadsheet": _("a spreadsheet: first need, first free partner"),
    "greedy_pairs": _("best free pair first"),
    "greedy_groups": _("best free pair or three first"),
    # phases of a run
    "queued": _("waiting to begin"),
    "running": _("at work"),
    # income groups
    "low": _("low income"),
    "lower_middle": _("lower middle income"),
    "upper_middle": _("upper middle income"),
    "high": _("high income"),
    "unknown": _("not known"),
}


INCOMES = ("low", "lower_middle", "upper_middle", "high", "unknown")


def spread_words() -> dict[str, str]:
    """Words for the pairs of income groups the matching names: "high/low" → "high income and low income"."""
    found = {}
    for a in INCOMES:
        for b in INCOMES:
            both = _("both %(a)s") % {"a": word(a)} if a == b else _("%(a)s and %(b)s") % {"a": word(a), "b": word(b)}
            found[f"{a}/{b}"] = str(both)
    return found


def word(code: object) -> str:
    """The word for a code; a code without one is shown with spaces for hyphens."""
    text = str(code or "")
    found = WORDS.get(text)
    return str(found) if found is not None else text.replace("-", " ").replace("_", " ")


def names(members: Iterable[Any]) -> str:
    """Cities of an exchange's members in one line: "A and B", "A, B and C"."""
    found = [member.membership.city.title for member in members]
    if len(found) < 2:
        return "".join(found)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}
