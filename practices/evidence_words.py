"""Grades, reasons, next steps and findings in words a mayor understands. Codes come from practices/evidence.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.evidence import Verdict

MEANINGS = {
    "E0": _("described: what was done, not yet why it should work"),
    "E1": _("reasoned: a problem, a mechanism and what it needs"),
    "E2": _("observed: before and after, or a trend, with a source"),
    "E3": _("compared: against a group, an area or a sound time series, in one study"),
    "E4": _("repeated: in several places, or adopted elsewhere with a result"),
    "E5": _("synthesised: a systematic review, or several contexts with a manual"),
}
REASONS = {
    "described": _("Only the activity is described; problem, mechanism and preconditions are not all reported."),
    "reasoned": _("Problem, mechanism and preconditions are reported, but no observed change with a source."),
    "observed": _("A change was observed with a source, without a comparison: the best possible grade is E2."),
    "compared": _("Compared with others, with a source, in one study."),
    "repeated-sites": _("Compared with others at %(sites)d sites or in as many studies."),
    "repeated-adoption": _("Compared by an independent evaluator, and adopted elsewhere with a reported result."),
    "synthesis": _("A synthesis of several studies, with its source."),
    "several-contexts": _("Compared at %(sites)d sites, and a manual for carrying it out exists."),
}
STEPS = {
    "problem": _("report the problem, its size and trend"),
    "mechanism": _("say which cause it weakens and how"),
    "precondition": _("name at least one precondition"),
    "observe": _("report an outcome with figures before and after, and its source"),
    "comparison": _("say what the result is compared with"),
    "source": _("name a source for the result"),
    "figures": _("give the figures before and after, or the published size of the effect"),
    "compare": _("compare with a group, an area or a time series that did not get it"),
    "repeat": _(
        "repeat the comparison at a second site, or have an independent evaluation and an adoption with a result"
    ),
    "adoption": _("report the result of a city that adopted it, or compare at a second site"),
    "three-sites": _("compare at three or more sites"),
    "manual": _("publish a manual for carrying it out"),
}
FINDINGS = {
    "promising": _("promising"),
    "effective": _("effective"),
    "no-effect-seen": _("no effect seen here"),
    "did-not-work": _("did not work"),
    "harmful": _("harmful"),
    "mixed": _("mixed"),
    "not-known": _("not known"),
}


def in_words(verdict: Verdict) -> dict[str, Any]:
    """A verdict for pages and the API.

    Returns grade, meaning, reason (a sentence) and next_step (a sentence, "" at E5), in the active language.
    """
    next_step = ""
    if verdict.steps:
        steps = gettext("; ").join(str(STEPS[step]) for step in verdict.steps)
        upper = f"E{int(verdict.grade[1]) + 1}"
        next_step = gettext("For %(grade)s: %(steps)s.") % {"grade": upper, "steps": steps}
    return {
        "grade": verdict.grade,
        "meaning": str(MEANINGS[verdict.grade]),
        "reason": str(REASONS[verdict.reason]) % verdict.values,
        "next_step": next_step,
    }
