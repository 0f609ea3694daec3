"""What an import would do with each record: create, change, keep, or leave as a conflict. Writes nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from cities.models import CityPage, Organisation
from cities.record import city_record, organisation_record
from practices.exchange_files.defaults import said
from practices.exchange_files.judging import Fault, Judged, Judgement, Site, judge, parts_of, with_code
from practices.exchange_files.reading import read_file
from practices.importers.collection.files import hash_of
from practices.importers.collection.state import pruned
from practices.models import ImportedRecord, PracticePage, ToolPage
from practices.record import practice_record
from practices.tool_record import tool_record, tool_relations

Action = Literal["create", "change", "keep", "conflict"]
MEANINGS: dict[Action, str] = {
    "create": "not on the site yet",
    "change": "the file says more or something else",
    "keep": "the site says the same already",
    "conflict": "changed on the site since the file was made; not touched",
}
VERSION_LENGTH = 12
IGNORED = {"practice": ("confirmation", "adoptions", "stub", "manual")}
"""What a city cannot say of its own record by a file."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One record and what would happen to it; the names of the keys that change."""

    record: Judged
    action: Action
    changes: tuple[str, ...] = ()


@dataclass
class Plan:
    """The whole plan with the faults of the file."""

    file_hash: str
    items: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.action for item in self.items)

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.level == "error"]

    @property
    def work(self) -> list[Planned]:
        return [item for item in self.items if item.action in ("create", "change")]

    def printed(self) -> str:
        """The plan as text, faults first."""
        lines = [str(fault) for fault in self.faults]
        lines += [f"{item.action:<9} row {item.record.row:<6} {item.record.kind:<13} {item.record.code} "
                  f"{', '.join(item.changes)}".rstrip() for item in self.items if item.action != "keep"]  # fmt: skip
        lines += [f"{self.counts[action]:>6} {action}: {meaning}" for action, meaning in MEANINGS.items()]
        return "\n".join(lines)


def digest(record: dict[str, Any]) -> str:
    """Hash of a record as files see it: without computed grades and what says nothing."""
    outcomes = [{k: v for k, v in row.items() if k != "grade"} for row in record.get("outcomes") or ()]
    provisions = [{k: v for k, v in row.items() if k != "document"} for row in record.get("provisions") or ()]
    shown = {k: v for k, v in record.items() if k != "hidden_parts"}
    return hash_of(pruned({**shown, "outcomes": outcomes, "provisions": provisions}))


def version_of(record: dict[str, Any]) -> str:
    """What an export writes in its version column, so that a later import sees edits made meanwhile."""
    return digest(record)[:VERSION_LENGTH]


def make_plan(
    *, name: str, content: bytes, kind: str = "practice", city: CityPage | None = None, replace: bool = False
) -> Plan:
    """Read, judge and compare a file. city: write only drafts of this city. replace: take the file in conflicts.

    Raises FileRefused when the file as a whole cannot be read; faults of rows are in the plan.
    """
    read = read_file(name, content)
    rows, faults = parts_of(read, kind)
    site = look(rows, city)
    judgement = judge(rows, faults, read.columns, site)
    return compare(judgement, site, hashlib.sha256(content).hexdigest(), replace)


def compare(judgement: Judgement, site: Site, file_hash: str, replace: bool) -> Plan:
    """An action for every sound record."""
    imported = {(row.kind, row.code): row.site_hash for row in ImportedRecord.objects.all()}
    plan = Plan(file_hash, faults=sorted(judgement.faults, key=lambda fault: fault.row))
    for record in judgement.records:
        before = site.records.get((record.kind, record.code))
        plan.items.append(
            _planned(record, before, imported.get((record.kind, record.code)), bool(site.own_city), replace)
        )
    return plan


def _planned(record: Judged, before: dict[str, Any] | None, imported: str | None, own: bool, replace: bool) -> Planned:
    if before is None:
        return Planned(record, "create")
    if own:
        kept = {key: before.get(key) for key in IGNORED["practice"]}
        record = Judged(record.row, record.kind, record.code, {**record.data, **kept}, record.version)
    old, new = pruned(before), pruned(record.data)
    changes = tuple(
        key
        for key in sorted({*old, *new})
        if said(key, old.get(key)) != said(key, new.get(key)) and key != "hidden_parts"
    )
    if not changes:
        return Planned(record, "keep")
    known = imported == digest(before) if not record.version else record.version == version_of(before)
    if not known and not replace:
        return Planned(record, "conflict", changes)
    return Planned(record, "change", changes)


def look(rows: list[tuple[int, str, dict[str, Any], str]], city: CityPage | None) -> Site:
    """What the site has of the records a file names, in a constant number of queries."""
    codes = {
        "practice": frozenset(PracticePage.objects.values_list("code", flat=True)),
        "city": frozenset(CityPage.objects.values_list("code", flat=True)),
        "tool": frozenset(ToolPage.objects.values_list("code", flat=True)),
        "organisation": frozenset(Organisation.objects.values_list("code", flat=True)),
    }
    names = {title.casefold(): code for title, code in CityPage.objects.values_list("title", "code")}
    site = Site({}, codes, names, city.code if city else "")
    wanted: dict[str, set[str]] = {}
    for _row, kind, data, _version in rows:
        if kind == "practice" and isinstance(data.get("city"), str):
            data["city"] = (
                data["city"] if data["city"] in codes["city"] else names.get(data["city"].casefold(), data["city"])
            )
        wanted.setdefault(kind, set()).add(with_code(kind, data, site))
    records = {
        (kind, record["code"]): record for kind, found in wanted.items() for record in _records(kind, found, city)
    }
    return Site(records, codes, names, site.own_city)


def _records(kind: str, codes: set[str], city: CityPage | None) -> list[dict[str, Any]]:
    if kind == "practice":
        pages = PracticePage.objects.filter(code__in=codes)
        if city is not None:
            # A city's file is compared with its newest drafts, which nobody else sees.
            return [practice_record(page.get_latest_revision_as_object()) for page in pages.child_of(city)]
        return [practice_record(page) for page in pages.with_record().with_cities()]
    if kind == "city":
        return [city_record(page) for page in CityPage.objects.with_profile().filter(code__in=codes)]
    if kind == "tool":
        tools = ToolPage.objects.filter(code__in=codes).prefetch_related(*tool_relations())
        return [tool_record(tool) for tool in tools]
    found = Organisation.objects.filter(code__in=codes).prefetch_related("themes", "sources")
    return [organisation_record(organisation) for organisation in found]
