"""The site's side of the comparison: every record of the site as the hash the loader compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cities.models import CityPage, Organisation
from cities.record import city_record, organisation_record
from guidelines.selectors.outline import ALIASES
from practices.importers.collection.files import hash_of
from practices.models import PracticePage, ToolPage
from practices.record import practice_record
from practices.tool_record import tool_record, tool_relations


def pruned(value: Any) -> Any:
    """Without what says nothing, so that a field added by a later release changes no hash."""
    if isinstance(value, dict):
        items = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in (None, "", [], {}, False)}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def state_hash(record: dict[str, Any], **standing: Any) -> str:
    """Hash of a record and its standing; grades are computed, so they are no edit."""
    outcomes = [{**outcome, "grade": None} for outcome in record.get("outcomes") or ()]
    links = [_under_its_first_name(link) for link in record.get("provisions") or ()]
    return hash_of(pruned({**record, "outcomes": outcomes, "provisions": links, "standing": standing}))


def _under_its_first_name(link: Any) -> Any:
    """Texts that were given another name since keep the one that hashes taken before were made with."""
    if not isinstance(link, dict):
        return link
    former = {now: then for then, now in ALIASES.items()}
    return {**link, "document": former.get(link.get("document"), link.get("document"))}


def standing(page: Any) -> dict[str, Any]:
    """Unpublishing, or a draft in the making, is an edit too."""
    return {"hidden": not page.live, "draft": page.has_unpublished_changes}


def site_hashes() -> dict[tuple[str, str], str]:
    """(kind, code) → hash of every record on the site, in a constant number of queries."""
    return dict(_hashes())


def _hashes() -> Iterator[tuple[tuple[str, str], str]]:
    for city in CityPage.objects.with_profile():
        yield ("city", city.code), state_hash(city_record(city), **standing(city))
    for organisation in Organisation.objects.prefetch_related("themes", "sources"):
        yield ("organisation", organisation.code), state_hash(organisation_record(organisation),
                                                              hidden=not organisation.live)
    for tool in ToolPage.objects.prefetch_related(*tool_relations()):
        yield ("tool", tool.code), state_hash(tool_record(tool), **standing(tool))
    for practice in PracticePage.objects.with_record().with_cities():
        yield ("practice", practice.code), state_hash(practice_record(practice), **standing(practice))
        for row in practice.translations.all():
            words = {name: getattr(row, name) for name in ("status", "title", "claim", "summary", "fields")}
            yield ("translation", f"{row.language}/{practice.code}"), state_hash(words)
