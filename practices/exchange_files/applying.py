"""Carries out the plan of an import in batches, each in one transaction with its checkpoint.

A run that was killed goes on behind its last checkpoint; what it leaves is what an undisturbed run leaves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from cities.models import CityPage
from cities.search_updates import quietly
from practices.exchange_files.bulk import write_practices
from practices.exchange_files.judging import Judged
from practices.exchange_files.planning import Plan, Planned, _records, digest
from practices.importers.collection.apply_cities import apply_city, apply_organisation, in_order
from practices.importers.collection.apply_practices import apply_tool, fill_practice
from practices.importers.collection.files import Record, hash_of
from practices.importers.collection.lookup import Lookup
from practices.models import ImportBatch, ImportedRecord, ImportRun, PracticePage
from practices.provision_links import resolve_provision_links
from practices.record import practice_record
from practices.review import services
from practices.search_updates import bulk_changed

BATCH = 200
ORDER = ("city", "organisation", "tool", "practice")
WRITERS: dict[str, Callable[[Record, Lookup], None]] = {
    "city": apply_city, "organisation": apply_organisation, "tool": apply_tool,
}  # fmt: skip
Progress = Callable[[Iterable[list[dict[str, Any]]], int], Iterable[list[dict[str, Any]]]]


class ApplyImportNotPossible(Exception):
    """The message says why and what to do."""


@transaction.atomic
def start_import(*, plan: Plan, file_name: str, by: Any = None, city: CityPage | None = None) -> ImportRun:
    """Keep a plan to be carried out. Raises ApplyImportNotPossible while the file has errors."""
    if plan.errors:
        raise ApplyImportNotPossible(
            _("The file has %(n)s errors; correct them first. Nothing was written.") % {"n": len(plan.errors)}
        )
    work = [_waiting(item) for kind in ORDER for item in _sorted(kind, plan.work)]
    return ImportRun.objects.create(
        file_hash=plan.file_hash, file_name=file_name[:200], city=city, by=by, work=work,
        counts={**plan.counts, "warnings": len(plan.faults)}, batches=-(-len(work) // BATCH),
    )  # fmt: skip


def unfinished(file_hash: str, city: CityPage | None) -> ImportRun | None:
    """A run of the same file that was begun and not finished."""
    runs = ImportRun.objects.filter(file_hash=file_hash, city=city, finished__isnull=True, done__isnull=False)
    return runs.order_by("made").first()


def _sorted(kind: str, items: list[Planned]) -> list[Planned]:
    chosen = [item for item in items if item.record.kind == kind]
    if kind != "city":
        return chosen
    by_code = {item.record.code: item for item in chosen}
    return [by_code[record.code] for record in in_order([_record(item.record) for item in chosen])]


def _waiting(item: Planned) -> dict[str, Any]:
    record = item.record
    return {"kind": record.kind, "code": record.code, "row": record.row, "action": item.action, "data": record.data}


def _record(item: Judged) -> Record:
    return Record(item.kind, item.code, f"row {item.row}", item.data)


def apply_run(
    run: ImportRun, progress: Progress = lambda batches, _total: batches, seconds: float | None = None
) -> ImportRun:
    """Do what is left of a run. progress: wraps the batches (with the number of records) to show how far it is.

    seconds: begin no further batch after so long; the run is then unfinished and goes on at the next call.
    """
    done = set(run.done.values_list("number", flat=True))
    batches = [(number, run.work[number * BATCH : (number + 1) * BATCH]) for number in range(run.batches)]
    left = [(number, rows) for number, rows in batches if number not in done]
    lookup, begun = Lookup(), time.monotonic()
    for number, rows in zip(
        [n for n, _rows in left], progress([rows for _n, rows in left], len(run.work)), strict=True
    ):
        with transaction.atomic():
            _write(run, rows, lookup)
            ImportBatch.objects.create(run=run, number=number, rows=len(rows))
        if seconds is not None and number != left[-1][0] and time.monotonic() - begun > seconds:
            return run
    return _finish(run)


@transaction.atomic
def _finish(run: ImportRun) -> ImportRun:
    if run.work and run.city_id is None:
        resolve_provision_links()
    run.finished, run.work = timezone.now(), []
    run.save(update_fields=["finished", "work"])
    return run


def _write(run: ImportRun, rows: list[dict[str, Any]], lookup: Lookup) -> None:
    """One batch: all of it or nothing. An error names the row it came from."""
    records = [Record(row["kind"], row["code"], f"row {row['row']}", row["data"]) for row in rows]
    practices = [] if run.city is not None else [record for record in records if record.kind == "practice"]
    with disable_reference_index_auto_update(), quietly():
        for record in records:
            try:
                if run.city is not None:
                    write_draft(record=record, city=run.city, by=run.by, lookup=lookup)
                elif record.kind != "practice":
                    WRITERS[record.kind](record, lookup)
            except Exception as error:
                error.add_note(f"while importing {record.file} ({record.kind} {record.code})")
                raise
        written = write_practices(practices, lookup, by=run.by, run=run.pk) if practices else []
    if run.city is None:
        bulk_changed(records, "imported")
    states = [("practice", practice_record(page)) for page in written]
    for kind in {record.kind for record in records} - ({"practice"} if practices else set()):
        codes = {record.code for record in records if record.kind == kind}
        states += [(kind, found) for found in _records(kind, codes, run.city)]
    _remember(run, records, states)


def _remember(run: ImportRun, records: list[Record], states: list[tuple[str, dict[str, Any]]]) -> None:
    """What each record was right after its import. states: (kind, record as the database has it now)."""
    hashes = {record.code: hash_of(record.data) for record in records}
    rows = [
        ImportedRecord(kind=kind, code=now["code"], row_hash=hashes[now["code"]], site_hash=digest(now), run=run)
        for kind, now in states
    ]
    ImportedRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "code"], update_fields=["row_hash", "site_hash", "run"]
    )


def write_draft(*, record: Record, city: CityPage, by: Any, lookup: Lookup) -> PracticePage:
    """A city's record becomes a draft, or a correction that waits for the next signature; nothing is published.

    Raises PermissionDenied when the person does not write for the city, StepNotPossible while others have the record.
    """
    page = PracticePage.objects.child_of(city).filter(code=record.code).first()
    if page is None:
        page = services.start_practice(city=city, title=record.data["title"], by=by, kind=record.data["kind"])
        PracticePage.objects.filter(pk=page.pk).update(code=record.code)
        page.code = record.code
        submission = page.submission
    else:
        submission = services.take_over(practice=page, city=city, by=by)
    draft = page.get_latest_revision_as_object()
    draft.code = record.code
    overrides = {(row.outcome, row.indicator): (row.grade_override, row.grade_override_reason)
                 for row in draft.outcomes.all()}  # fmt: skip
    adoptions = list(draft.adoptions.all())
    fill_practice(draft, record.data, lookup)
    draft.adoptions = adoptions  # said by the cities that adopt
    for row in draft.outcomes.all():
        row.grade_override, row.grade_override_reason = overrides.get((row.outcome, row.indicator), ("", ""))
    services.save_draft(submission=submission, page=draft, by=by, version=submission.version)
    return page
