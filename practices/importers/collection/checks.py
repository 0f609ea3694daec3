"""Judges records: their shape, their codes, their sources, their references and the grades they claim. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from practices import evidence
from practices.importers.collection.city_checks import addresses, city_issues, entry_issues
from practices.importers.collection.contract import CONTRACT, WORDS
from practices.importers.collection.files import Collection, Issue, Record
from practices.importers.collection.founded import foundation

ADDRESSED = ("city", "organisation", "tool", "framework")  # kinds whose every source can be found
FIGURES = ("baseline", "comparison_value", "result", "effect")


def check(collection: Collection, *, founded: bool = True) -> list[Issue]:
    """Every issue of a collection, those of reading included, in the order of the files.

    founded: whether every statement of a practice must name what it rests on; a city's own account need not.
    """
    issues = list(collection.issues)
    for record in collection.records:
        shape = [Issue(record.file, place, message) for place, message in
                 CONTRACT[record.kind].problems(record.data, "")]
        issues += shape
        if not shape:
            issues += [*_identity(record), *_sources(record), *_references(record, collection),
                       *(_grades(record) if record.kind == "practice" else ()),
                       *(_failure(record) if record.kind == "practice" else ()),
                       *(foundation(record, founded) if record.kind == "practice" else ()),
                       *(city_issues(record, collection) if record.kind == "city" else ()),
                       *(entry_issues(record) if record.kind in ("organisation", "tool") else ()),
                       *(addresses(record) if record.kind in ADDRESSED else ()),
                       *(_words(record, collection) if record.kind == "translation" else ())]
    return issues


def sound(collection: Collection, issues: list[Issue]) -> Collection:
    """The records without an error, for what must not stumble over the others."""
    faulty = {issue.file for issue in issues if issue.level == "error"}
    return Collection([record for record in collection.records if record.file not in faulty])


def _identity(record: Record) -> Iterator[Issue]:
    if record.kind == "framework":
        return
    if record.kind == "translation":
        named = record.data.get("practice") or record.data.get("code") or record.code
        if record.data.get("language") not in (None, record.language):
            yield Issue(record.file, "language", f'is "{record.data["language"]}"; the folder says "{record.language}"')
    else:
        named = record.data["code"]
    if named != record.code:
        yield Issue(record.file, "code", f'is "{named}"; the file is called "{record.code}.yaml"')


def claims(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a record that names sources: place and part."""
    if record.kind == "translation":
        return
    for part in ("outcomes", "evaluations", "adoptions", "indicators"):
        for number, item in enumerate(record.data.get(part) or ()):
            yield f"{part}[{number}]", item
    for part in ("cost", "safety_council", "strategy", "diagnosis"):
        if isinstance(record.data.get(part), dict):  # a tool's cost is a word
            yield part, record.data[part]


def _sources(record: Record) -> Iterator[Issue]:
    keys = [source["key"] for source in record.data.get("sources") or ()]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Issue(record.file, "sources", f'the key "{key}" is used twice')
    used: set[str] = set()
    for place, item in claims(record):
        used |= set(item.get("sources") or ())
        for key in item.get("sources") or ():
            if key not in keys:
                yield Issue(record.file, f"{place}.sources", f'"{key}" is no key of this record\'s sources')
        if not item.get("sources") and _has_figure(place, item):
            yield Issue(record.file, place, "gives a figure without a source; add sources: [key]")
    if not keys and record.kind == "practice" and not record.data.get("stub"):
        yield Issue(record.file, "sources", "is empty; every record needs at least one source")


def _has_figure(place: str, item: dict[str, Any]) -> bool:
    if place.startswith("outcomes"):
        return any(item.get(name) not in (None, "") for name in FIGURES)
    if place == "cost":
        return item.get("one_off") is not None or item.get("yearly") is not None
    return place.startswith("indicators")


def _references(record: Record, collection: Collection) -> Iterator[Issue]:
    data = record.data
    cities, practices, tools = (collection.of(kind) for kind in ("city", "practice", "tool"))
    wanted: list[tuple[str, Any, dict[str, Record], str]] = []
    if record.kind == "practice":
        wanted += [("city", data["city"], cities, "city")]
        wanted += [("further_cities", code, cities, "city") for code in data.get("further_cities") or ()]
        wanted += [("tools", code, tools, "tool") for code in data.get("tools") or ()]
        wanted += [(f"adoptions[{n}].city", item["city"], cities, "city")
                   for n, item in enumerate(data.get("adoptions") or ())]
    elif record.kind == "city" and data.get("parent"):
        wanted += [("parent", data["parent"], cities, "city")]
    elif record.kind == "tool":
        wanted += [("used_by", code, practices, "practice") for code in data.get("used_by") or ()]
    elif record.kind == "translation":
        wanted += [("practice", record.code, practices, "practice")]
    elif record.kind == "framework":
        wanted += [(f"competencies[{n}].trainings", code, tools, "tool")
                   for n, item in enumerate(data["competencies"]) for code in item.get("trainings") or ()]
        yield from _framework(record)
    for place, code, known, what in wanted:
        if code not in known:
            yield Issue(record.file, place, f'there is no {what} "{code}" in the collection; add its file')
    if record.kind == "practice":
        yield from _adoptions(record)
    if record.kind == "city" and data.get("parent") == record.code:
        yield Issue(record.file, "parent", "a city cannot be part of itself")


def _framework(record: Record) -> Iterator[Issue]:
    groups = {item["code"] for item in record.data["groups"]}
    known = {item["code"] for item in record.data["competencies"]}
    for number, item in enumerate(record.data["competencies"]):
        if item["group"] not in groups:
            yield Issue(record.file, f"competencies[{number}].group", f'"{item["group"]}" is no group of this file')
    for number, role in enumerate(record.data["roles"]):
        for code in role["competencies"]:
            if code not in known:
                yield Issue(record.file, f"roles[{number}].competencies", f'"{code}" is no competency of this file')


def _adoptions(record: Record) -> Iterator[Issue]:
    data = record.data
    blocks = {block["name"] for block in data.get("blocks") or ()}
    seen: set[str] = set()
    for number, item in enumerate(data.get("adoptions") or ()):
        place = f"adoptions[{number}]"
        if item["city"] == data["city"]:
            yield Issue(record.file, f"{place}.city", "is the practice's own city")
        if item["city"] in seen:
            yield Issue(record.file, f"{place}.city", f'"{item["city"]}" adopts twice; keep one entry a city')
        seen.add(item["city"])
        for block in item.get("blocks") or ():
            if block not in blocks:
                yield Issue(record.file, f"{place}.blocks", f'"{block}" is no building block of this practice')
        if not item.get("sources") and (item.get("direction") or "unknown") != "unknown":
            yield Issue(record.file, place, "reports a result without a source; add sources: [key]")


def facts_of(data: dict[str, Any]) -> evidence.RecordFacts:
    """What the evidence rule reads of a file."""
    adopted = any((item.get("direction") or "unknown") != "unknown" for item in data.get("adoptions") or ())
    return evidence.RecordFacts(bool(data.get("problem")), bool(data.get("mechanism")), bool(data.get("preconditions")),
                                adopted, bool(data.get("manual")))


def grade_of(outcome: dict[str, Any], data: dict[str, Any]) -> evidence.Verdict:
    """The grade the rule gives an outcome of a file."""
    keys = {source["key"] for source in data.get("sources") or ()}
    return evidence.grade_outcome(
        evidence.OutcomeFacts(
            outcome["comparison"],
            evidence.figures(outcome["comparison"], outcome.get("baseline"), outcome.get("comparison_value"),
                             outcome.get("result")),
            bool(outcome.get("effect")), bool(keys & set(outcome.get("sources") or ())), outcome.get("sites") or 1,
            bool(outcome.get("independent")), outcome["direction"]),
        facts_of(data))


def _grades(record: Record) -> Iterator[Issue]:
    for number, outcome in enumerate(record.data.get("outcomes") or ()):
        verdict = grade_of(outcome, record.data)
        if outcome.get("grade") and outcome["grade"] != verdict.grade:
            yield Issue(record.file, f"outcomes[{number}].grade",
                        f"says {outcome['grade']}; its fields support {verdict.grade} ({verdict.reason}; "
                        f"next: {', '.join(verdict.steps) or 'nothing'})")


def _failure(record: Record) -> Iterator[Issue]:
    failure = record.data.get("failure")
    if record.data["kind"] == "did-not-work" and not (failure and failure.get("modes")):
        yield Issue(record.file, "failure.modes", "is missing; a record that did not work says why")
    if not record.data.get("claim") and not record.data.get("stub"):
        yield Issue(record.file, "claim", "is missing; say in one sentence what changed or did not")
    if not record.data.get("themes") and not record.data.get("stub"):
        yield Issue(record.file, "themes", "is empty; nobody will find the record")


def _words(record: Record, collection: Collection) -> Iterator[Issue]:
    practice = collection.of("practice").get(record.code)
    words = {**record.data, **(record.data.get("fields") or {})}
    for part in (*WORDS, "first_steps"):
        if practice and words.get(part) and len(words[part]) != len(practice.data.get(part) or ()):
            yield Issue(record.file, part, f"has {len(words[part])} entries; the record has "
                                           f"{len(practice.data.get(part) or ())}: keep the order and number")
