"""Labels of all terms, kept in the process: one query per vocabulary, forgotten when a term is saved.

Other processes notice a change after at most MAX_AGE seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models.signals import post_delete, post_save

from guidelines.models.documents import GuidelineDocument
from guidelines.models.sdg import SdgGoal, SdgTarget
from guidelines.models.terms import LabelledTerm, pick_label
from guidelines.models.versions import DocumentVersion
from guidelines.models.vocabulary import Approach, JusticeStrand, Lever, PopulationGroup, Theme, ThemeGroup
from search.documents import TREE_SEPARATOR

MAX_AGE = 300.0
Labels = dict[str, dict[str, str]]

_kept: dict[str, tuple[float, Labels]] = {}


def forget(**kwargs: Any) -> None:
    """Drop everything kept; the receiver of the save and delete signals."""
    _kept.clear()


def kept(name: str, make: Callable[[], Labels]) -> Labels:
    """The labels of one facet, made when absent or older than MAX_AGE."""
    entry = _kept.get(name)
    if entry is None or time.monotonic() - entry[0] > MAX_AGE:
        entry = _kept[name] = (time.monotonic(), make())
    return entry[1]


def theme_labels() -> Labels:
    """Paths of groups and themes → labels."""
    groups = {group.code: group.labels for group in ThemeGroup.objects.only("code", "labels")}
    themes = Theme.objects.select_related("group").only("code", "labels", "group__code")
    return {**groups, **{theme.path: theme.labels for theme in themes}}


def sdg_labels() -> Labels:
    """Paths of goals and targets → "11.7 Safe public spaces for all"; without our label, the official title."""
    return {
        term.path: {language: f"{term.code} {text}" for language, text in {**term.official, **term.labels}.items()}
        for model in (SdgGoal, SdgTarget)
        for term in model.objects.only("code", "labels", "official")
    }


def flat_labels(model: type[LabelledTerm]) -> Callable[[], Labels]:
    """For a vocabulary without a tree: code → labels."""
    return lambda: {term.code: term.labels for term in model._default_manager.only("code", "labels")}


def provision_labels() -> Labels:
    """Paths of texts, sections and provisions in the versions in force → "26(f)(i) Urban planning …"."""
    from guidelines.selectors import current_outline

    return {path: {"en": label} for path, label in current_outline().items()}


MAKERS: dict[str, Callable[[], Labels]] = {
    "theme": theme_labels,
    "sdg": sdg_labels,
    "population": flat_labels(PopulationGroup),
    "approach": flat_labels(Approach),
    "lever": flat_labels(Lever),
    "justice": flat_labels(JusticeStrand),
    "provision": provision_labels,
}


def labels_for(facet: str) -> Callable[[Collection[str], str], Mapping[str, str]]:
    """The function a search facet asks for its labels: (codes, language) → code → label."""

    def look_up(codes: Collection[str], language: str) -> Mapping[str, str]:
        known = kept(facet, MAKERS[facet])
        return {code: pick_label(known[code], language, code) for code in codes if code in known}

    return look_up


def paths_for(facet: str) -> Callable[[Collection[str]], Mapping[str, str]]:
    """The function a tree facet asks for full paths: a code alone ("11.7", "public-space", "25(d)") → its path."""

    def look_up(codes: Collection[str]) -> Mapping[str, str]:
        wanted = {code for code in codes if TREE_SEPARATOR not in code}
        if not wanted:
            return {}
        ends: dict[str, str] = {}
        for path in sorted(kept(facet, MAKERS[facet]), key=lambda p: (p.count(TREE_SEPARATOR), p)):
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
