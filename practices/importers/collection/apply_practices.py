"""Writes tools, practices and translations of the collection to the site."""

from __future__ import annotations

from typing import Any

from cities.record import SOURCE
from practices.computed import refresh_stored
from practices.importers.collection.apply_cities import place
from practices.importers.collection.contract import TRANSLATED
from practices.importers.collection.files import Record
from practices.importers.collection.lookup import Lookup
from practices.importers.collection.rows import arguments, children
from practices.importers.collection.vocabulary import DOCUMENT
from practices.models import (
    Adoption,
    BuildingBlock,
    Evaluation,
    FurtherCity,
    Outcome,
    PracticeKeyword,
    PracticePage,
    PracticePopulation,
    PracticeProvision,
    PracticeSdgTarget,
    PracticeSource,
    PracticeStep,
    PracticeTheme,
    PracticeTranslation,
    Precondition,
    Stakeholder,
    ToolIndexPage,
    ToolPage,
    ToolProvision,
    ToolSource,
    ToolTheme,
)
from practices.record import COST, FAILURE, NUMBERS, OUTCOME, PARTS, TEXTS

CHILDREN: dict[str, Any] = {
    "blocks": BuildingBlock, "steps": PracticeStep, "stakeholders": Stakeholder, "preconditions": Precondition,
    "evaluations": Evaluation, "sources": PracticeSource,
}
SIMPLE = ("claim", "summary", "kind", "scale", "lead_organisation", "start", "end", "lifecycle", "confirmation",
          "language", "rights", "rests_on", "editorial", "powers_needed", "funding", "willing_to", *TEXTS, *NUMBERS)
ADOPTION = ("status", "year", "blocks", "changes", "result", "direction", "sources")


def apply_tool(record: Record, lookup: Lookup) -> None:
    """Create or change a tool."""
    data = record.data
    page = lookup.table("tool").get(record.code) or ToolPage(code=record.code)
    page.title = page.draft_title = data["name"]
    names = ("summary", "kind", "steps", "languages", "licence", "cost", "cost_note", "skills", "offline", "data_kept",
             "makers", "year")
    for name, value in arguments(ToolPage, {**data, "website": data.get("url")}, (*names, "website")).items():
        setattr(page, name, value)
    page.rests_on = data.get("rests_on") or {}
    page.stub = bool(data.get("stub"))
    page.theme_links = [ToolTheme(tag=theme) for theme in lookup.all("theme", data.get("themes"))]
    page.population = lookup.all("group", data.get("population"))
    page.provisions = [
        ToolProvision(sort_order=n, document=DOCUMENT, address=address,
                      provision_id=lookup.provision(DOCUMENT, address))
        for n, address in enumerate(data.get("provisions") or ())]
    page.sources = children(ToolSource, data.get("sources"), SOURCE)
    index = ToolIndexPage.objects.first()
    if index is None:
        raise RuntimeError("there is no list of tools yet; make the first pages (make run, or prepare --only pages)")
    place(index, page, lookup, "tool")


def apply_practice(record: Record, lookup: Lookup) -> None:
    """Create or change a practice below its lead city."""
    page = lookup.table("practice").get(record.code) or PracticePage(code=record.code)
    city = lookup.get("city", record.data["city"])
    page._lead_city = city
    fill_practice(page, record.data, lookup)
    place(city, page, lookup, "practice")


def fill_practice(page: PracticePage, data: dict[str, Any], lookup: Lookup) -> None:
    """Give a page everything its record says; save nothing."""
    page.title = page.draft_title = data["title"]
    values = arguments(PracticePage, data, SIMPLE)
    values |= arguments(PracticePage, data.get("cost") or {}, COST, "cost_")
    values |= arguments(PracticePage, data.get("failure") or {}, FAILURE, "failure_")
    for name, value in values.items():
        setattr(page, name, value)
    page.record_depth, page.stub = str(data["depth"]), bool(data.get("stub"))
    page.manual, page.first_steps = bool(data.get("manual")), data.get("first_steps") or []
    _tags(page, data, lookup)
    for name, model in CHILDREN.items():
        setattr(page, name, children(model, data.get(name), PARTS[name]))
    outcome_names = tuple(name for name in OUTCOME if name != "grade")
    page.outcomes = children(Outcome, data.get("outcomes"), outcome_names)
    page.adoptions = [
        Adoption(sort_order=n, city=lookup.get("city", item["city"]), **arguments(Adoption, item, ADOPTION))
        for n, item in enumerate(data.get("adoptions") or ())]
    page.tools = lookup.all("tool", data.get("tools"))


def _tags(page: PracticePage, data: dict[str, Any], lookup: Lookup) -> None:
    page.theme_links = [PracticeTheme(tag=theme) for theme in lookup.all("theme", data.get("themes"))]
    page.keyword_links = [PracticeKeyword(tag=keyword) for keyword in
                          dict.fromkeys(lookup.keyword(name) for name in data.get("keywords") or ())]
    page.sdg_links = [PracticeSdgTarget(tag=lookup.get("sdg", link["target"]), relation=link["relation"])
                      for link in data.get("sdg") or ()]
    page.approaches = lookup.all("approach", data.get("approaches"))
    page.levers = lookup.all("lever", data.get("levers"))
    page.justice = lookup.all("justice", data.get("justice"))
    page.population = [PracticePopulation(sort_order=n, group=lookup.get("group", row["group"]), role=row["role"])
                       for n, row in enumerate(data.get("population") or ())]
    page.provisions = [
        PracticeProvision(sort_order=n, document=DOCUMENT, address=link["address"], role=link["role"],
                          provision_id=lookup.provision(DOCUMENT, link["address"]))
        for n, link in enumerate(data.get("provisions") or ())]
    page.further_city_links = [FurtherCity(sort_order=n, city=city)
                               for n, city in enumerate(lookup.all("city", data.get("further_cities")))]


def apply_translation(record: Record, lookup: Lookup) -> None:
    """Create or change the words of a practice in another language."""
    data = record.data
    words = {**data, **(data.get("fields") or {})}
    fields = {name: words[name] for name in TRANSLATED.keys if words.get(name)}
    PracticeTranslation.objects.update_or_create(
        practice=lookup.get("practice", record.code), language=record.language,
        defaults={"status": data["status"], "title": data["title"], "claim": data.get("claim") or "",
                  "summary": data.get("summary") or "", "fields": fields})


def refresh_translated(records: list[Record]) -> None:
    """Cards of practices whose translations were written."""
    codes = {record.code for record in records}
    for page in PracticePage.objects.filter(code__in=codes).with_record().with_cities():
        refresh_stored(page)


def link_tools_to_users(records: list[Record], lookup: Lookup) -> None:
    """A tool's "used_by" says the same as a practice's "tools": add what only the tool's file says."""
    through = PracticePage.tools.through
    wanted = {(lookup.get("practice", code).pk, lookup.get("tool", record.code).pk)
              for record in records for code in record.data.get("used_by") or () if code in lookup.table("practice")}
    present = set(through.objects.values_list("practicepage_id", "toolpage_id"))
    through.objects.bulk_create(through(practicepage_id=p, toolpage_id=t) for p, t in sorted(wanted - present))
