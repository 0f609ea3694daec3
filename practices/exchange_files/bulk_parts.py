"""The repeated parts and tags of many practices: what changed is written, for all of them a model at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from guidelines.links import wording_hash_of
from practices.adoptions import keep_reported
from practices.models import PracticePage

WRITTEN = (
    "theme_links", "keyword_links", "sdg_links", "population", "provisions", "further_city_links", "blocks", "steps",
    "stakeholders", "preconditions", "evaluations", "sources", "outcomes", "adoptions",
)  # fmt: skip
"""The parts a record of a file holds; translations and what Wagtail hangs on a page stay as they are."""
CARRIED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "outcomes": (("outcome", "indicator"), ("grade_override", "grade_override_reason")),
    "adoptions": (("city_id",), ("exchange", "reported")),
    "provisions": (
        ("document", "address"),
        ("provision_id", "wording_hash", "state", "reason", "checked_at", "checked_by_id"),
    ),
}
"""Part → how a row is known again, and what no file says of it and therefore stays."""


class PartsBefore:
    """The rows of a page before its record is filled in. A new page has none."""

    def __init__(self, page: PracticePage) -> None:
        known = page.pk is not None
        self.rows: dict[str, list[Any]] = {name: list(getattr(page, name).all()) if known else [] for name in WRITTEN}
        self.terms: dict[str, list[int]] = {
            field.name: [term.pk for term in getattr(page, field.name).all()] if known else []
            for field in get_all_child_m2m_relations(PracticePage)
        }

    def carry_over(self, page: PracticePage) -> None:
        """Give the new rows what the old ones knew and no file says."""
        for name, (key, kept) in CARRIED.items():
            old = {tuple(getattr(row, part) for part in key): row for row in self.rows[name]}
            for row in getattr(page, name).get_object_list():
                before = old.get(tuple(getattr(row, part) for part in key))
                if before is not None:
                    for attribute in kept:
                        setattr(row, attribute, getattr(before, attribute))
        keep_reported(page, self.rows["adoptions"])


def write_parts(pages: Sequence[tuple[PracticePage, PartsBefore]]) -> None:
    """Delete the parts that are no more and insert the new ones; a part that says the same is left alone."""
    for relation in get_all_child_relations(PracticePage):
        name = relation.get_accessor_name()
        if name in WRITTEN:
            _write_rows(name, relation.related_model, relation.field.attname, pages)
    for field in get_all_child_m2m_relations(PracticePage):
        _write_terms(field, pages)


def _write_rows(
    name: str, model: type[models.Model], owner: str, pages: Sequence[tuple[PracticePage, PartsBefore]]
) -> None:
    gone: list[Any] = []
    made: list[Any] = []
    hashes: dict[int, str] = {}
    for page, before in pages:
        rows = getattr(page, name).get_object_list()
        if [_said(row, owner) for row in rows] == [_said(row, owner) for row in before.rows[name]]:
            continue
        gone += [row.pk for row in before.rows[name]]
        for row in rows:
            setattr(row, owner, page.pk)
            row.pk = None
            if name == "provisions" and row.provision_id and not row.wording_hash:
                if row.provision_id not in hashes:
                    hashes[row.provision_id] = wording_hash_of(row.provision_id)
                row.wording_hash = hashes[row.provision_id]
        made += rows
    if gone:
        model._base_manager.filter(pk__in=gone).delete()
    model._base_manager.bulk_create(made)


def _said(row: models.Model, owner: str) -> tuple[Any, ...]:
    """What a row says, whosever it is."""
    return tuple(getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key and f.attname != owner)


def _write_terms(field: ParentalManyToManyField, pages: Sequence[tuple[PracticePage, PartsBefore]]) -> None:
    """Rows between practices and a vocabulary."""
    through: Any = field.remote_field.through
    own, other = field.m2m_field_name() + "_id", field.m2m_reverse_field_name() + "_id"
    gone, made = [], []
    for page, before in pages:
        wanted = [term.pk for term in getattr(page, field.name).all()]
        if sorted(wanted) != sorted(before.terms[field.name]):
            gone.append(page.pk)
            made += [through(**{own: page.pk, other: key}) for key in dict.fromkeys(wanted)]
    if gone:
        through._base_manager.filter(**{f"{own}__in": gone}).delete()
    through._base_manager.bulk_create(made)
