"""Reads for the pages of tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from cities.labels import languages as language_names
from cities.marks import entry_numbered
from cities.models import Organisation
from cities.provenance import TOOL
from guidelines.labels import labels_for
from practices.choices import ProcessStep, ToolCost, ToolKind
from practices.models import PracticePage, ToolPage
from practices.provision_links import facet_paths
from practices.search_documents import PracticeSource, ToolSource
from practices.tool_record import tool_record, tool_relations


def index_context(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All tools by the step of the process they serve, or by kind (`?by=kind`)."""
    by = "kind" if parameters.get("by") == "kind" else "step"
    tools = list(ToolPage.objects.public().order_by("title"))
    cards = ToolSource().cards([tool.pk for tool in tools], get_language() or "en")
    choices: Any = ToolKind.choices if by == "kind" else ProcessStep.choices
    groups = [
        {
            "code": code,
            "label": label,
            "cards": [
                cards[tool.pk]
                for tool in tools
                if tool.pk in cards and code in ((tool.kind,) if by == "kind" else tool.steps)
            ],
        }
        for code, label in choices
    ]
    rest = [cards[tool.pk] for tool in tools if tool.pk in cards and by == "step" and not tool.steps]
    return {"by": by, "groups": [group for group in groups if group["cards"]], "rest": rest, "total": len(cards)}


def tool_context(page: ToolPage) -> dict[str, Any]:
    """Everything the page of a tool shows."""
    if page.pk:
        page = ToolPage.objects.prefetch_related(*tool_relations()).get(pk=page.pk)
    record, language = tool_record(page), get_language() or "en"
    sources, marks = entry_numbered(record, TOOL)
    steps = dict(ProcessStep.choices)
    practices = PracticePage.objects.public().filter(tools=page).values_list("pk", flat=True)
    groups = labels_for("population")(record["population"], language)
    return {
        "record": record,
        "kind": ToolKind(page.kind).label,
        "cost": ToolCost(page.cost).label,
        "steps": [{"code": code, "label": steps[code]} for code in page.steps],
        "themes": [link.tag for link in page.theme_links.all()],
        "population": [{"code": code, "label": groups.get(code, code)} for code in record["population"]],
        "languages": language_names(record["languages"], language).values(),
        "makers": makers(page),
        "practices": list(PracticeSource().cards(list(practices), language).values()),
        "provisions": provision_links(page, language),
        "sources": sources,
        "marks": marks,
        "document_id": f"tool:{page.pk}",
    }


def makers(page: ToolPage) -> list[dict[str, str]]:
    """Who made it: an organisation of the roster with its page, or a name."""
    known = {org.code: org for org in Organisation.objects.public().filter(code__in=page.makers)}
    return [
        {"name": known[name].name, "url": known[name].get_absolute_url()}
        if name in known
        else {"name": name.replace("-", " ") if name.islower() else name, "url": ""}
        for name in page.makers
    ]


def provision_links(page: ToolPage, language: str) -> list[dict[str, str]]:
    """Provisions the tool serves, with a permanent address once the text is there."""
    paths = facet_paths()
    shown = []
    for link in page.provisions.all():
        path = paths.get(link.provision_id)
        labels = labels_for("provision")([path], language) if path else {}
        parts = path.split("/") if path else []
        shown.append(
            {
                "label": labels.get(path, link.address),
                "url": reverse("guidelines:permanent", args=[parts[0], parts[-1]]) if parts else "",
            }
        )
    return shown
