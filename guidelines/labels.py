"""Labels of all terms, kept in the process: one query for all vocabularies, one for the texts, then none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, JSONField, Model, Value
from django.db.models.signals import post_delete, post_save

from guidelines.models.documents import GuidelineDocument
from guidelines.models.provisions import ProvisionVersion
from guidelines.models.sdg import SdgGoal, SdgTarget
from guidelines.models.terms import pick_label
from guidelines.models.versions import DocumentVersion
from guidelines.models.vocabulary import Approach, JusticeStrand, Lever, PopulationGroup, Theme, ThemeGroup
from search.documents import TREE_SEPARATOR
from search.kept import forget, is_kept, keep, kept

Labels = dict[str, dict[str, str]]

TREES: tuple[tuple[str, type[Model], str], ...] = (
    ("theme", ThemeGroup, ""),
    ("theme", Theme, "group__code"),
    ("sdg", SdgGoal, ""),
    ("sdg", SdgTarget, "goal__code"),
    ("population", PopulationGroup, ""),
    ("approach", Approach, ""),
    ("lever", Lever, ""),
    ("justice", JusticeStrand, ""),
)
"""Facet, model of its terms, where the code of the term above is found."""


def vocabulary_labels() -> dict[str, Labels]:
    """Facet → path of each of its terms → labels; parents come before what is below them. One query for all.

    A goal or target is labelled "11.7 Safe public spaces for all", by the official title where we have no label.
    """
    found: dict[str, Labels] = {facet: {} for facet, _model, _above in TREES}
    parts = [
        model._default_manager.order_by().values_list(
            Value(facet),
            F(above) if above else Value(""),
            F("code"),
            F("labels"),
            F("official") if facet == "sdg" else Value({}, output_field=JSONField()),
            Value(order),
            F("position"),
        )
        for order, (facet, model, above) in enumerate(TREES)
    ]
    rows = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[5], row[6], row[2]))
    for facet, above, code, labels, official, *_order in rows:
        path = f"{above}{TREE_SEPARATOR}{code}" if above else code
        if facet == "sdg":
            labels = {language: f"{code} {text}" for language, text in {**official, **labels}.items()}
        found[facet][path] = labels
    return found


@dataclass(frozen=True, slots=True)
class TextsInForce:
    """labels: paths of texts, sections and provisions → "26(f)(i) Urban planning …". paths: provision → its path."""

    labels: Labels
    paths: Mapping[int, str]


def texts_in_force() -> TextsInForce:
    """The provisions of public texts as facets name them, kept in the process."""
    return kept("texts", _texts_in_force)


def rows_in_force() -> Mapping[int, ProvisionVersion] | None:
    """Provision → wording in force, read now, when this process has yet to read the texts for their labels: one query
    then serves both. None when it knows them; read only what you need."""
    if is_kept("texts"):
        return None
    from guidelines.selectors.outline import current_paths

    found = current_paths()
    keep("texts", _as_texts(found))
    return {provision: row for provision, (_path, row) in found.items()}


def _texts_in_force() -> TextsInForce:
    from guidelines.selectors.outline import current_paths

    return _as_texts(current_paths())


def _as_texts(found: Mapping[int, tuple[str, ProvisionVersion]]) -> TextsInForce:
    from guidelines.selectors.outline import outline_labels

    labels = {path: {"en": label} for path, label in outline_labels(found).items()}
    return TextsInForce(labels, {provision: path for provision, (path, _row) in found.items()})


def labels_kept(facet: str) -> Labels:
    """Every path of a facet of this room with its labels."""
    if facet == "provision":
        return texts_in_force().labels
    return kept("vocabulary", vocabulary_labels)[facet]


def labels_for(facet: str) -> Callable[[Collection[str], str], Mapping[str, str]]:
    """The function a search facet asks for its labels: (codes, language) → code → label."""

    def look_up(codes: Collection[str], language: str) -> Mapping[str, str]:
        known = labels_kept(facet)
        return {code: pick_label(known[code], language, code) for code in codes if code in known}

    return look_up


def paths_for(facet: str) -> Callable[[Collection[str]], Mapping[str, str]]:
    """The function a tree facet asks for full paths: a code alone ("11.7", "public-space", "25(d)") → its path."""

    def look_up(codes: Collection[str]) -> Mapping[str, str]:
        wanted = {code for code in codes if TREE_SEPARATOR not in code}
        if not wanted:
            return {}
        ends: dict[str, str] = {}
        for path in sorted(labels_kept(facet), key=lambda p: (p.count(TREE_SEPARATOR), p)):
            ends.setdefault(path.rsplit(TREE_SEPARATOR, 1)[-1], path)
        written = {code: code.replace("(", ".").replace(")", "").lower() for code in wanted}  # 25(d) → 25.d
        return {code: ends[end] for code in wanted for end in (code, written[code]) if end in ends}

    return look_up


def listen() -> None:
    """Forget labels whenever a term changes."""
    terms = (ThemeGroup, Theme, SdgGoal, SdgTarget, PopulationGroup, Approach, Lever, JusticeStrand)
    for model in (*terms, GuidelineDocument, DocumentVersion):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid=f"guidelines-labels-{model.__name__}")
