"""Writes a batch of practices with a few statements a batch instead of some forty a record.

Everything a save of the page does is done here for all of them at once: place in the tree, computed values, parts, a
revision and an entry in Wagtail's log, the index of references, the admin's own search. The caller tells the public
search (`bulk_changed`) and holds the transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Max, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision, Site

from cities.models import CityPage
from practices.computed import refresh_computed
from practices.exchange_files.bulk_parts import PartsBefore, write_parts
from practices.importers.collection.apply_practices import fill_practice
from practices.importers.collection.files import Record
from practices.importers.collection.lookup import Lookup
from practices.models import PracticePage

COMMENTS = "wagtail_admin_comments"
NOT_CLEANED = ("path", "depth", "url_path", "page_ptr", "content_type", "locale", "owner", "deputy", "latest_revision")


def write_practices(records: Sequence[Record], lookup: Lookup, *, by: Any, run: int) -> list[PracticePage]:
    """Create or change practices below their lead cities, published; returns them as the database has them now.

    by: who imports (None: the command line). run: the import's id, kept in the log. Raises MissingCode or
    ValidationError with a note that names the row.
    """
    found = PracticePage.objects.filter(code__in=[record.code for record in records]).with_record().with_cities()
    before = {page.code: page for page in found}
    _know_profiles(records, lookup)
    parts: dict[str, PartsBefore] = {}
    roots = Site.get_site_root_paths()
    filled: list[PracticePage] = []
    for record in records:
        page = before.get(record.code) or PracticePage(code=record.code, owner=by)
        page._wagtail_cached_site_root_paths = roots  # asked for once, not once a page
        parts[record.code] = PartsBefore(page)
        filled.append(_filled(page, record, lookup, parts[record.code]))
    new = [page for page in filled if page.pk is None]
    _insert(new)
    for page in filled:
        if page.code in before:
            _update(page)
    write_parts([(page, parts[page.code]) for page in filled])
    written = _again(filled)
    kept_drafts = {page.pk for page in before.values() if page.has_unpublished_changes}
    _keep_history(written, {page.pk for page in new}, kept_drafts, by, run)
    _refer(written)
    _admin_search(written)
    return written


def _know_profiles(records: Sequence[Record], lookup: Lookup) -> None:
    """Cities with everything their snapshot shows, read once for a whole import."""
    cities = lookup.table("city")
    wanted = {code for record in records if (code := record.data["city"]) in cities}
    bare = [code for code in wanted if not hasattr(cities[code], "_prefetched_objects_cache")]
    for city in CityPage.objects.with_profile().filter(code__in=bare):
        cities[city.code] = city


def _filled(page: PracticePage, record: Record, lookup: Lookup, before: PartsBefore) -> PracticePage:
    """The page with what its record says and everything computed from it; nothing is written."""
    try:
        city = lookup.get("city", record.data["city"])
        if page.pk is None:
            page._lead_city, page.translations = city, []
            page.slug, page.live = page.code, True
            page.first_published_at = timezone.now()
        page.last_published_at = timezone.now()
        fill_practice(page, record.data, lookup)
        before.carry_over(page)
        page.public_id = page.public_id or secrets.token_hex(8)
        refresh_computed(page)
        page.clean_fields(exclude=NOT_CLEANED)
    except Exception as error:
        error.add_note(f"while importing {record.file} ({record.kind} {record.code})")
        raise
    return page


def _insert(pages: list[PracticePage]) -> None:
    """New pages below their cities: rows of the tree first, then what only practices have."""
    by_city: dict[int, list[PracticePage]] = {}
    for page in pages:
        by_city.setdefault(page.lead_city.pk, []).append(page)
    # The lock keeps two imports from giving the same place twice (PostgreSQL; SQLite has one writer anyway).
    cities = {city.pk: city for city in Page.objects.filter(pk__in=by_city).order_by("pk").select_for_update()}
    locale, kind = Locale.get_default(), ContentType.objects.get_for_model(PracticePage)
    for pk, group in by_city.items():
        _place(cities[pk], group)
        for page in group:
            page.locale, page.content_type = locale, kind
    shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in shared}) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
        page._state.adding, page._state.db = False, row._state.db
    # Django's bulk_create refuses models with a parent table, although only this table is still to be filled.
    table = PracticePage._base_manager.all()
    table._for_write = True
    table._batched_insert(pages, PracticePage._meta.local_concrete_fields, None)


def _place(city: Page, pages: list[PracticePage]) -> None:
    """Paths behind the last child of the city, and addresses nobody else there has."""
    below = Page.objects.filter(path__startswith=city.path, depth=city.depth + 1)
    taken = set(below.values_list("slug", flat=True))
    last = below.aggregate(last=Max("path"))["last"]
    step = Page._str2int(last[-Page.steplen :]) if last else 0
    for page in pages:
        step += 1
        page.depth, page.path = city.depth + 1, Page._get_path(city.path, city.depth + 1, step)
        number = 1
        while page.slug in taken:
            number += 1
            page.slug = f"{page.code}-{number}"
        taken.add(page.slug)
        page.url_path = f"{city.url_path}{page.slug}/"
    Page.objects.filter(pk=city.pk).update(numchild=F("numchild") + len(pages))


def _update(page: PracticePage) -> None:
    """The two rows of a page that is there already; its place stays."""
    Page.objects.filter(pk=page.pk).update(
        title=page.title, draft_title=page.draft_title, last_published_at=page.last_published_at
    )
    page.save_base(raw=True, force_update=True)  # the practice's own table only


def _again(pages: list[PracticePage]) -> list[PracticePage]:
    """The pages as the database has them, in the same order; parts are read in a constant number of queries."""
    now = PracticePage.objects.filter(pk__in=[page.pk for page in pages]).with_record()
    found = {page.pk: page for page in now.prefetch_related(COMMENTS).with_cities()}
    for page in found.values():
        # In hand as lists: every later look at a part would otherwise clone a query.
        page._cluster_related_objects = {name: list(getattr(page, name).all()) for name in _held()}
    return [found[page.pk] for page in pages]


@cache
def _held() -> tuple[str, ...]:
    """Names of everything that belongs to a page: parts and terms."""
    parts = [relation.get_accessor_name() for relation in get_all_child_relations(PracticePage)]
    return (*parts, *(field.name for field in get_all_child_m2m_relations(PracticePage)))


def _keep_history(pages: list[PracticePage], new: set[int], kept_drafts: set[int], by: Any, run: int) -> None:
    """A revision and an entry in the log for each page. A draft in the making stays the newest revision."""
    base, kind = (ContentType.objects.get_for_model(model) for model in (Page, PracticePage))
    now = timezone.now()
    entries, revisions = [], []
    for page in pages:
        action = "wagtail.create" if page.pk in new else "wagtail.publish"
        entries.append(
            PageLogEntry(page_id=page.pk, content_type=kind, label=page.title, action=action, timestamp=now, user=by,
                         data={"import": run}, content_changed=True)
        )  # fmt: skip
        if page.pk not in kept_drafts:
            revisions.append(
                Revision(object_id=str(page.pk), base_content_type=base, content_type=kind, user=by, created_at=now,
                         object_str=page.title, content=page.serializable_data())
            )  # fmt: skip
    PageLogEntry.objects.bulk_create(entries)
    Revision.objects.bulk_create(revisions)
    newest = Subquery(
        Revision.objects.filter(base_content_type=base, object_id=Cast(OuterRef("pk"), CharField()))
        .order_by("-pk")
        .values("pk")[:1]
    )
    keys = [int(revision.object_id) for revision in revisions]
    Page.objects.filter(pk__in=keys).update(
        latest_revision_id=newest, live_revision_id=newest, latest_revision_created_at=now
    )


def _refer(pages: list[PracticePage]) -> None:
    """Wagtail's index of references (what uses this?), rewritten for the pages."""
    if not ReferenceIndex.is_indexed(PracticePage):
        return
    base, kind = (ContentType.objects.get_for_model(model) for model in (Page, PracticePage))
    keys = [str(page.pk) for page in pages]
    ReferenceIndex.objects.filter(base_content_type=base, object_id__in=keys)._raw_delete(using=pages[0]._state.db)
    rows = []
    for page in pages:
        for to_type, to_key, model_path, content_path in set(ReferenceIndex._extract_references_from_object(page)):
            rows.append(
                ReferenceIndex(
                    base_content_type=base, content_type=kind, object_id=str(page.pk), to_content_type_id=to_type,
                    to_object_id=to_key, model_path=model_path, content_path=content_path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                )
            )  # fmt: skip
    ReferenceIndex.objects.bulk_create(rows)


def _admin_search(pages: list[PracticePage]) -> None:
    """What the admin's own search box reads; the public search has its own queue."""
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(PracticePage, pages)
