"""From rows to whole records: which record a row means, what it would be afterwards, and every fault with its place.

A column that is not in the file leaves the record as it is; an empty cell takes the value away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cities.codes import code_of
from practices.exchange_files import un_habitat
from practices.exchange_files.columns import KIND, VERSION, column_of, record_of
from practices.exchange_files.reading import Read
from practices.importers.collection.checks import check
from practices.importers.collection.contract import CONTRACT
from practices.importers.collection.files import Collection, Record

KINDS = ("practice", "city", "tool", "organisation")
DEFAULTS: Mapping[str, dict[str, Any]] = {
    "practice": {"kind": "practice", "scale": "city", "lifecycle": "running", "depth": 1,
                 "confirmation": "to-be-confirmed"},
    "city": {}, "tool": {"kind": "guide"}, "organisation": {"kind": "network"},
}  # fmt: skip
HEAD = re.compile(r"[.\[]")
LENIENT = ("sources", "themes", "claim")
"""May be missing in a file: the meter and the reviewers ask for them; everything else has to be right."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: where (row and column as in the file) and what. level: "error" or "warning"."""

    row: int
    column: str
    message: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.level}: row {self.row}{f', column {self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as the whole record it would make. version: what the file says it was made from, or "" ."""

    row: int
    kind: str
    code: str
    data: dict[str, Any]
    version: str = ""


@dataclass
class Judgement:
    """All rows that are sound, and every fault."""

    records: list[Judged] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.level == "error"]


class Indexed(Collection):
    """A collection that makes each table once: every record of a large file asks for them."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__(records)
        self._tables: dict[str, dict[str, Record]] = {}

    def of(self, kind: str) -> dict[str, Record]:
        """Code → record of one kind."""
        if kind not in self._tables:
            self._tables[kind] = super().of(kind)
        return self._tables[kind]


@dataclass(frozen=True, slots=True)
class Site:
    """What judging must know of the site. records: (kind, code) → record there now. codes: kind → all its codes.
    city_names: folded name → code. own_city: code of the only city whose records may be written, or ""."""

    records: Mapping[tuple[str, str], dict[str, Any]]
    codes: Mapping[str, frozenset[str]]
    city_names: Mapping[str, str]
    own_city: str = ""


def parts_of(read: Read, kind: str) -> tuple[list[tuple[int, str, dict[str, Any], str]], list[Fault]]:
    """(row, kind, partial record, version) of every row, and the faults of its cells. kind: when a row does not say."""
    found: list[tuple[int, str, dict[str, Any], str]] = []
    faults: list[Fault] = []
    foreign = un_habitat.is_un_habitat(read.columns)
    for number, given in read.rows:
        cells = {column: given.get(column, "") for column in read.columns if column}
        if foreign:
            cells, left_out = un_habitat.mapped({name: text for name, text in cells.items() if text})
            if left_out:
                faults.append(Fault(number, ", ".join(left_out)[:200], _("is not taken over"), "warning"))
        row_kind = cells.get(KIND) or kind
        if row_kind not in KINDS:
            faults.append(
                Fault(
                    number,
                    KIND,
                    _("“%(kind)s” is unknown; use one of %(kinds)s")
                    % {"kind": row_kind[:40], "kinds": ", ".join(KINDS)},
                )
            )
            continue
        data, problems = record_of(row_kind, cells)
        faults += [Fault(number, column[:80], message) for column, message in problems]
        found.append((number, row_kind, data, cells.get(VERSION, "")))
    for number, record in read.records:
        row_kind = str(record.get("schema", "")).partition("/")[0] or kind
        data = {key: value for key, value in record.items() if key not in (VERSION, KIND)}
        if row_kind not in KINDS:
            faults.append(
                Fault(
                    number,
                    "schema",
                    _("“%(kind)s” is unknown; use one of %(kinds)s")
                    % {"kind": row_kind[:40], "kinds": ", ".join(KINDS)},
                )
            )
            continue
        found.append((number, row_kind, data, str(record.get(VERSION) or "")))
    return found, faults


def with_code(kind: str, data: dict[str, Any], site: Site) -> str:
    """The code of a row: its own, or made from its name and, for a practice, its city."""
    code = data.get("code")
    if isinstance(code, str) and code:
        return code
    name = str(data.get("title") or data.get("name") or "")
    city = data.get("city") or site.own_city
    return code_of(f"{city} {name}" if kind == "practice" and city else name)


def judge(
    rows: Iterable[tuple[int, str, dict[str, Any], str]], faults: list[Fault], columns: list[str], site: Site
) -> Judgement:
    """Make whole records of partial ones and check them against contract, codes, sources and the site."""
    result = Judgement(faults=list(faults))
    places: dict[tuple[str, str], int] = {}
    whole: list[Judged] = []
    given: dict[int, set[str]] = {}
    for number, kind, data, version in rows:
        _name_the_city(kind, data, site)
        code = with_code(kind, data, site)
        result.faults += _scope(number, kind, data, code, site)
        if (kind, code) in places:
            result.faults.append(
                Fault(
                    number,
                    "code",
                    _("“%(code)s” stands in row %(row)s too") % {"code": code, "row": places[kind, code]},
                )
            )
        places.setdefault((kind, code), number)
        before = _mended(site.records.get((kind, code), {}))
        given[number] = {*data} if before else {*data, *CONTRACT[kind].keys}
        merged = {**DEFAULTS[kind], **before, **_merged(before, data), "schema": f"{kind}/1", "code": code}
        for name in [name for name, value in DEFAULTS[kind].items() if merged.get(name) is None]:
            merged[name] = DEFAULTS[kind][name]
        if kind == "practice" and merged.get("failure") and not merged["failure"].get("visibility"):
            merged["failure"] = {**merged["failure"], "visibility": "named"}
        whole.append(Judged(number, kind, code, merged, version))
    result.faults += list(_contract(whole, columns, site, given))
    wrong = {fault.row for fault in result.errors}
    result.records = [record for record in whole if record.row not in wrong]
    return result


def _merged(before: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The file's values over the site's; inside a group only the columns that are there."""
    return {
        key: {**before[key], **value} if isinstance(value, dict) and isinstance(before.get(key), dict) else value
        for key, value in data.items()
    }


def _mended(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of the site without what it adds to the contract."""
    made = dict(record)
    if made.get("provisions"):
        made["provisions"] = [
            {k: v for k, v in row.items() if k != "document"} if isinstance(row, dict) else row
            for row in made["provisions"]
        ]
    if made.get("outcomes"):
        made["outcomes"] = [{k: v for k, v in row.items() if k != "grade"} for row in made["outcomes"]]
    return made


def _name_the_city(kind: str, data: dict[str, Any], site: Site) -> None:
    """A city may be given by its name; a city's own file may leave it out."""
    if kind != "practice":
        return
    given = data.get("city")
    if isinstance(given, str) and given not in site.codes.get("city", ()):
        data["city"] = site.city_names.get(given.casefold(), given)
    elif given is None and site.own_city:
        data["city"] = site.own_city


def _scope(number: int, kind: str, data: Mapping[str, Any], code: str, site: Site) -> Iterable[Fault]:
    if not code:
        yield Fault(number, "code", _("is missing, and there is no title to make it from"))
    if not site.own_city:
        return
    if kind != "practice":
        yield Fault(number, "schema", _("a city imports its practices only; other records are imported by the editors"))
    elif data.get("city") != site.own_city:
        yield Fault(
            number, "city", _("is not your city; write “%(own_city)s” or leave it empty") % {"own_city": site.own_city}
        )
    elif code in site.codes["practice"] and ("practice", code) not in site.records:
        # The same words as for any code that is taken, so that a draft of another city cannot be found out.
        yield Fault(number, "code", _("“%(code)s” is taken; choose another") % {"code": code})


def _contract(whole: list[Judged], columns: list[str], site: Site, given: Mapping[int, set[str]]) -> Iterable[Fault]:
    """What the collection's own checks find, with the rows and columns of this file.

    given: row → keys its file says something of; what only the site says is no fault of the file.
    """
    records = [Record(item.kind, item.code, f"row-{item.row}", item.data) for item in whole]
    inside = {(record.kind, record.code) for record in records}
    beside = [Record(kind, code, "site", {}) for kind, codes in site.codes.items() for code in codes
              if kind in CONTRACT and (kind, code) not in inside]  # fmt: skip
    for issue in check(Indexed(records + beside), founded=False):
        if issue.file == "site":
            continue
        number = int(issue.file.removeprefix("row-"))
        head = HEAD.split(issue.place, maxsplit=1)[0]
        if head and head not in given[number]:
            continue
        lenient = issue.place in LENIENT and issue.message.startswith(("is empty", "is missing"))
        lenient = lenient or (bool(site.own_city) and "without a source" in issue.message)
        level = "warning" if lenient or issue.level == "warning" else "error"
        yield Fault(number, column_of(issue.place, columns), issue.message, level)
