"""The fit report ("this practice in my city") as pages for a mayor: gaps, who solved them, every precondition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.exchange_files.document import Document, Part
from practices.fit_words import verdict_of
from practices.publicity import PublicPractice


def fit_document_of(context: dict[str, Any], view: PublicPractice, address: str) -> Document:
    """The report of a chosen city. context: of practices.fit_report.fit_context. address: of its page, absolute."""
    language = (get_language() or "en")[:2]
    states = {"met": _("met"), "changeable": _("can be changed"), "unknown": _("not known"), "not-met": _("not met")}
    city, report = context["city"], context["report"]
    place = _("in %(city)s, %(country)s") % {"city": city.name(language), "country": city.country.name(language)}
    made = Document(view.record["title"], f"{_('Would it work in my city?')} {place}", address, language)
    counts = ", ".join(f"{states[name]}: {report.counts.get(name, 0)}" for name in states)
    likeness = [
        f"{row['label']} {_('against the city where it worked')}: {row['words']}" for row in context["likeness"]
    ]
    made.parts.append(Part(verdict_of(report), [counts], likeness))
    if context["gaps"]:
        made.parts.append(Part(_("The biggest gaps"), table=_gaps(context["gaps"], states, language)))
    made.parts.append(Part(_("Every precondition"), table=_needs(context["rows"], states)))
    if view.record.get("not_fit"):
        made.parts.append(Part(_("Would not fit where"), [view.record["not_fit"]]))
    if view.record.get("first_steps"):
        made.parts.append(Part(_("First steps"), points=list(view.record["first_steps"])))
    made.parts = [part for part in made.parts if part.paragraphs or part.points or len(part.table) > 1]
    return made


def _gaps(gaps: list[dict[str, Any]], states: dict[str, str], language: str) -> list[list[str]]:
    rows = [[_("Precondition"), _("State"), _("Why"), _("Cities that run it under such conditions, to ask:")]]
    for gap in gaps:
        solved = ", ".join(city.name(language) for city in gap["solved_by"]) or "–"
        rows.append([gap["finding"].need.title, states[gap["finding"].state], gap["reason"], solved])
    return rows


def _needs(found: list[dict[str, Any]], states: dict[str, str]) -> list[list[str]]:
    rows = [[_("Precondition"), _("State"), _("Why")]]
    for row in found:
        need = row["finding"].need
        title = need.title if need.must else f"{need.title} ({_('helps')})"
        reason = f"{row['reason']}\n{need.note}" if need.note else row["reason"]
        rows.append([title, states[row["finding"].state], reason])
    return rows
