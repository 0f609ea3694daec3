"""What the practice page shows: labels in the reader's language, grades with reasons, references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from cities.choices import Power
from cities.labels import languages as language_names
from guidelines.labels import labels_for
from practices import choices as c
from practices import evidence
from practices.citations import citation, json_ld, references
from practices.computed import outcome_facts, record_facts
from practices.cost_words import BAND_WORDS
from practices.evidence_words import FINDINGS, in_words
from practices.marks import marks
from practices.models import PracticePage, ToolPage
from practices.outcomes import Comparison, Level, OutcomeCode
from practices.provision_links import facet_paths
from practices.publicity import PublicPractice
from practices.sections import sections


def page_context(page: PracticePage, view: PublicPractice) -> dict[str, Any]:
    """Context of the practice page and its print."""
    refs = references(view.record.get("sources") or ())
    stated = marks(view.record, refs)
    return {
        "practice": view,
        "record": view.record,
        "sections": sections(view, stated),
        "marks": stated,
        "tags": tags(page, view),
        "outcomes": outcomes(page, view, refs),
        "record_verdict": record_verdict(page),
        "refs": refs,
        "cost": cost(view, refs),
        "adoptions": adoptions(page, view, refs),
        "tools": tools(page, view),
        "provisions": provisions(page),
        "translations": translations(view),
        "citation": citation(view),
        "json_ld": json_ld(view),
        "finding": FINDINGS[view.finding],
        "words": words(view, refs),
        "document_id": f"practice:{view.id}",
        "is_preview": not page.live,
    }


def words(view: PublicPractice, refs: Mapping[str, Any]) -> dict[str, Any]:
    """Labels of the record's single codes."""
    record = view.record
    failure = record.get("failure") or {}
    return {
        "kind": c.RecordKind(record["kind"]).label,
        "scale": c.Scale(record["scale"]).label,
        "lifecycle": c.Lifecycle(record["lifecycle"]).label,
        "confirmation": c.Confirmation(record["confirmation"]).label,
        "powers": [Power(code).label for code in record["powers_needed"]],
        "funding": [c.Funding(code).label for code in record["funding"]],
        "failure_modes": [c.FailureMode(code).label for code in failure.get("modes") or ()],
        "willing_to": [c.Willing(code).label for code in record.get("willing_to") or ()],
        "evaluations": [
            {
                **row,
                "evaluator": c.EvaluatorKind(row["evaluator"]).label,
                "design": c.EvaluationDesign(row["design"]).label,
                "refs": refs_of(row, refs),
            }
            for row in record["evaluations"]
        ],
    }


def tags(page: PracticePage, view: PublicPractice) -> dict[str, list[dict[str, Any]]]:
    """Tags with label and either an address of their own or the facet they search."""
    record, language = view.record, get_language() or "en"
    paths = {link.tag.code: link.tag.path for link in page.theme_links.all()}
    themes = labels_for("theme")(paths.values(), language)
    targets = [f"{row['target'].split('.')[0]}/{row['target']}" for row in record["sdg"]]
    sdgs = labels_for("sdg")(targets, language)
    groups = labels_for("population")([row["group"] for row in record["population"]], language)
    shown = {
        "themes": [
            {"label": themes.get(paths[code], code), "url": reverse("guidelines:theme", args=[code]), "code": code}
            for code in record["themes"]
        ],
        "sdg": [
            {
                "label": sdgs.get(path, path),
                "goal": path.split("/")[0],
                "relation": c.SdgRelation(row["relation"]).label,
                "url": reverse("guidelines:sdg_target", args=path.split("/")),
            }
            for path, row in zip(targets, record["sdg"], strict=True)
        ],
        "population": [
            {
                "label": groups.get(row["group"], row["group"]),
                "role": c.PopulationRole(row["role"]).label,
                "facet": "population",
                "code": row["group"],
            }
            for row in record["population"]
        ],
    }
    for name, facet in (("approaches", "approach"), ("levers", "lever"), ("justice", "justice")):
        labels = labels_for(facet)(record[name], language)
        shown[name] = [{"label": labels.get(code, code), "facet": facet, "code": code} for code in record[name]]
    return shown


def outcomes(page: PracticePage, view: PublicPractice, refs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The table of what changed: each row with its grade, the reason, and the next step up."""
    facts = record_facts(page)
    keys = {source.key for source in page.sources.all()}
    rows = []
    for item, row in zip(page.outcomes.all(), view.record["outcomes"], strict=True):
        verdict = in_words(evidence.grade_outcome(outcome_facts(item, keys), facts))
        rows.append(
            {
                **row,
                "label": OutcomeCode(row["outcome"]).label,
                "level_label": Level(row["level"]).label,
                "comparison_label": Comparison(row["comparison"]).label,
                "finding": FINDINGS[evidence.finding(row["grade"], row["direction"])],
                "verdict": verdict,
                "override": item.grade_override_reason if item.grade_override and not view.anonymised else "",
                "refs": refs_of(row, refs),
            }
        )
    return rows


def refs_of(row: Mapping[str, Any] | None, refs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Numbers and anchors of the sources a part names."""
    return [refs[key] for key in (row or {}).get("sources") or () if key in refs]


def record_verdict(page: PracticePage) -> dict[str, Any] | None:
    """The grade of the account alone, for a record without outcomes."""
    if page.outcomes.all():
        return None
    return in_words(evidence.grade_without_outcome(record_facts(page)))


def cost(view: PublicPractice, refs: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as reported and the band they fall in."""
    reported = view.record.get("cost")
    return {"reported": reported, "band": BAND_WORDS.get(view.cost_band, ""), "refs": refs_of(reported, refs)}


def adoptions(page: PracticePage, view: PublicPractice, refs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The family tree: cities that took the practice up. Cities that are not public are left out."""
    if view.anonymised:
        return []
    shown = []
    for item, row in zip(page.adoptions.all(), view.record["adoptions"], strict=True):
        if item.city.live:
            shown.append(
                {
                    **row,
                    "city": item.city,
                    "country": item.city.country.name(),
                    "status_label": c.AdoptionStatus(row["status"]).label,
                    "refs": refs_of(row, refs),
                }
            )
    return shown


def tools(page: PracticePage, view: PublicPractice) -> list[ToolPage]:
    """Public tools the practice uses."""
    return [] if view.anonymised else [tool for tool in page.tools.all() if tool.live]


def provisions(page: PracticePage) -> list[dict[str, Any]]:
    """Provisions the practice is linked to, with label and address once the text is there."""
    language, paths = get_language() or "en", facet_paths()
    found = {link.pk: paths.get(link.provision_id) for link in page.provisions.all()}
    labels = labels_for("provision")([path for path in found.values() if path], language)
    return [
        {
            "address": link.address,
            "role": c.ProvisionRole(link.role).label,
            "check": link.state == "check",
            "label": labels.get(found[link.pk] or "", link.address),
            "facet_code": found[link.pk],
            "url": reverse("guidelines:permanent", args=[found[link.pk].split("/")[0], found[link.pk].split("/")[-1]])
            if found[link.pk]
            else "",
        }
        for link in page.provisions.all()
    ]


def translations(view: PublicPractice) -> dict[str, Any]:
    """The languages of the text, each with its status; what stayed in the original."""
    names = language_names([code for code, _status in view.languages], get_language() or "en")
    status = {"original": gettext("original"), **dict(c.TranslationStatus.choices)}
    shown = [
        {"code": code, "name": names.get(code, code), "status": status[state], "current": code == view.language}
        for code, state in view.languages
    ]
    current = next(state for code, state in view.languages if code == view.language)
    return {"languages": shown, "status": current, "is_draft": current == "draft", "partial": bool(view.untranslated)}
