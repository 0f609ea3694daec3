"""Reasons of the fit report in words; codes come from practices/fit.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.fit import Finding, FitReport

REASONS: dict[str, Any] = {
    "answered": _("Your own answer."),
    "power-own": _("The city holds this power."),
    "power-shared": _("The city shares this power: agree with the other holder."),
    "power-none": _("Another level of government holds this power."),
    "power-unknown": _("The profile does not say who holds this power."),
    "data-no-diagnosis": _("The city has no safety diagnosis yet; one can be made."),
    "data-check": _("The city has a diagnosis; check whether it holds what is needed."),
    "data-unknown": _("The profile does not say which data the city has."),
    "partner-ask": _("The profile lists local actors; ask them."),
    "partner-unknown": _("The profile lists no local actors."),
    "power-ask": _("Check with the office in charge."),
    "money-ask": _("Check with the finance office."),
    "skill-ask": _("Check with the people who would do the work."),
    "norm-ask": _("Check the law, rules and customs that apply."),
    "space-ask": _("Check on the ground."),
}
CONTEXT: dict[str, Any] = {"size": _("City size"), "income": _("Income group"), "region": _("Region")}
LIKENESS: dict[str, Any] = {"same": _("the same"), "different": _("different"), "unknown": _("not known")}
ANSWERS: tuple[tuple[str, Any], ...] = (
    ("met", _("It is there")), ("changeable", _("It can be changed")), ("not-met", _("It is not there")),
    ("unknown", _("I do not know")),
)


def verdict_of(report: FitReport) -> str:
    """The report in one line. A profile that says nothing is no "yes"."""
    if not report.possible:
        return gettext("Something that must be there is missing")
    if report.counts.get("unknown", 0) and not (report.counts.get("met", 0) or report.counts.get("changeable", 0)):
        return gettext("The city's profile does not say enough yet: answer the points below")
    return gettext("Nothing that must be there is known to be missing")


def reason_of(finding: Finding) -> str:
    """The reason of one finding as a sentence."""
    return str(REASONS[finding.reason])
