"""Carries out a plan in one transaction, then tells the search once. All or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cities.search_updates import quietly
from practices.importers.collection import state
from practices.importers.collection.apply_cities import apply_city, apply_organisation, in_order
from practices.importers.collection.apply_practices import (
    apply_practice,
    apply_tool,
    apply_translation,
    link_tools_to_users,
    refresh_translated,
)
from practices.importers.collection.checks import check
from practices.importers.collection.files import Collection, Issue, Record
from practices.importers.collection.lookup import Lookup
from practices.importers.collection.plan import Key, Loaded, Plan, key_of, make_plan
from practices.models import LoadedRecord, PracticePage, ToolPage
from practices.provision_links import resolve_provision_links
from practices.search_updates import bulk_changed

ORDER = ("city", "organisation", "tool", "practice", "translation")
WRITERS: dict[str, Callable[[Record, Lookup], None]] = {
    "city": apply_city, "organisation": apply_organisation, "tool": apply_tool, "practice": apply_practice,
    "translation": apply_translation,
}


class CollectionNotLoadable(Exception):
    """The files have errors; nothing was written. issues: all of them."""

    def __init__(self, issues: list[Issue]) -> None:
        super().__init__("\n".join(str(issue) for issue in issues))
        self.issues = issues


def plan_for(collection: Collection) -> Plan:
    """Compare a collection with the site. Raises CollectionNotLoadable when a file has an error."""
    errors = [issue for issue in check(collection) if issue.level == "error"]
    if errors:
        raise CollectionNotLoadable(errors)
    loaded: dict[Key, Loaded] = {(row.kind, row.code): Loaded(row.file_hash, row.site_hash)
                                 for row in LoadedRecord.objects.all()}
    pages = [record for record in collection.records if record.kind in ORDER]
    records = sorted(pages, key=lambda record: ORDER.index(record.kind))
    return make_plan(records, state.site_hashes(), loaded)


@transaction.atomic
def apply_plan(plan: Plan, progress: Callable[[Iterable[Record]], Iterable[Record]] = iter) -> None:
    """Write what the plan says, remember what was loaded, note the changes for the search.

    progress: wraps the records to show how far it is. Any error rolls everything back.
    """
    work = {kind: [record for record in plan.work if record.kind == kind] for kind in ORDER}
    work["city"] = in_order(work["city"])
    lookup = Lookup()
    with disable_reference_index_auto_update(), quietly():
        for record in progress([record for kind in ORDER for record in work[kind]]):
            try:
                WRITERS[record.kind](record, lookup)
            except Exception as error:
                error.add_note(f"while loading {record.file}")
                raise
        refresh_translated(work["translation"])
        link_tools_to_users(work["tool"], lookup)
        resolve_provision_links()
    _remember(plan.work, work["tool"])
    _refer(lookup, plan.work)
    bulk_changed(plan.work)


def _remember(records: list[Record], tools: list[Record]) -> None:
    """Store both hashes. A tool's users may have changed a practice that was loaded before, so all are hashed again."""
    if not records:
        return
    now = state.site_hashes()
    LoadedRecord.objects.bulk_create(
        [LoadedRecord(kind=kind, code=code, file_hash=record.hash, site_hash=now[kind, code])
         for record in records for kind, code in (key_of(record),)],
        update_conflicts=True, unique_fields=["kind", "code"], update_fields=["file_hash", "site_hash", "loaded_at"])
    used = {code for tool in tools for code in tool.data.get("used_by") or ()}
    touched = LoadedRecord.objects.filter(kind="practice", code__in=used - {r.code for r in records})
    for row in touched:
        row.site_hash = now["practice", row.code]
    LoadedRecord.objects.bulk_update(touched, ["site_hash"])


def _refer(lookup: Lookup, records: list[Record]) -> None:
    """Wagtail's index of references (what uses this page?), once for every page written."""
    for record in records:
        if record.kind in ("tool", "practice"):
            model = ToolPage if record.kind == "tool" else PracticePage
            page = lookup.table(record.kind).get(record.code)
            if page is not None and ReferenceIndex.model_is_indexable(model):
                ReferenceIndex.create_or_update_for_object(page)
