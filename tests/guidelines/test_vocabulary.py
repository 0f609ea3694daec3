"""Vocabularies: complete, repeatable, respectful of editors, labelled in six languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.facets import FACETS
from guidelines.importers.sdg_titles import UnreadableSdgFile, read_titles
from guidelines.labels import forget, labels_for
from guidelines.models import Approach, JusticeStrand, Lever, PopulationGroup, SdgGoal, SdgTarget, Theme, ThemeGroup
from guidelines.models.sdg import sdg_position
from guidelines.services import SdgImportNotPossible, import_sdg_titles
from guidelines.vocabulary_loader import DATA, load_vocabulary

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@pytest.fixture
def loaded(db: None, memory_search: None) -> None:
    load_vocabulary()
    forget()


def test_counts_and_labels_in_six_languages(loaded: None) -> None:
    counts = {
        m.__name__: m.objects.count()
        for m in (ThemeGroup, Theme, SdgGoal, SdgTarget, PopulationGroup, Approach, Lever, JusticeStrand)
    }
    assert counts == {
        "ThemeGroup": 9,
        "Theme": 41,
        "SdgGoal": 17,
        "SdgTarget": 169,
        "PopulationGroup": 17,
        "Approach": 6,
        "Lever": 4,
        "JusticeStrand": 6,
    }
    for model in (ThemeGroup, Theme, SdgGoal, PopulationGroup, Approach, Lever, JusticeStrand):
        for term in model.objects.all():
            assert all(term.labels.get(language) for language in LANGUAGES), term.code
    assert not Theme.free_tagging
    assert not SdgTarget.free_tagging
    assert all(theme.definition for theme in Theme.objects.all())


def test_targets_stand_in_the_order_of_the_united_nations(loaded: None) -> None:
    assert list(SdgTarget.objects.filter(goal__code="1").values_list("code", flat=True)) == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
        "1.a",
        "1.b",
    ]
    assert sdg_position("16.10") > sdg_position("16.9")
    assert sdg_position("16.a") > sdg_position("16.10")
    with pytest.raises(ValueError, match="no SDG code"):
        sdg_position("1.aa")


def test_loading_again_keeps_what_an_editor_changed(loaded: None) -> None:
    theme = Theme.objects.get(code="public-space")
    theme.labels = {**theme.labels, "en": "Squares and parks"}
    theme.save()
    report = load_vocabulary()
    assert report.added == 0
    assert report.kept == ["Theme public-space: labels"]
    assert Theme.objects.get(code="public-space").label("en") == "Squares and parks"


def test_labels_cost_one_lookup_a_facet_and_follow_a_save(loaded: None) -> None:
    look_up = labels_for("lever")
    with CaptureQueriesContext(connection) as queries:
        assert look_up(["financing", "unknown"], "fr") == {"financing": "Financement urbain"}
        look_up(["legislation"], "zh-hans")
    assert len(queries) == 1
    lever = Lever.objects.get(code="financing")
    lever.labels = {**lever.labels, "fr": "Finances"}
    lever.save()
    assert look_up(["financing"], "fr") == {"financing": "Finances"}


def test_paths_and_facets(loaded: None) -> None:
    assert Theme.objects.get(code="public-space").path == "planning-design/public-space"
    assert labels_for("sdg")(["11", "11/11.7"], "en") == {
        "11": "11 Sustainable cities",
        "11/11.7": "11.7 Safe public spaces for all",
    }
    assert {f.name for f in FACETS} == {"theme", "sdg", "population", "approach", "lever", "justice", "provision"}


def test_labels_must_be_texts_by_language(loaded: None) -> None:
    for wrong in ("words", {"en": ""}, {"xx": "?", "en": "a"}, {"en": 3}):
        with pytest.raises(ValidationError):
            Lever(code="new", labels=wrong).full_clean()


def test_official_titles_are_loaded_beside_ours(loaded: None) -> None:
    titles = read_titles(
        {
            "goals": [
                {
                    "code": "11",
                    "title": {"en": "The official words", "fr": "Les mots"},
                    "targets": [{"code": "11.7", "title": {"en": "Long words"}}],
                }
            ]
        }
    )
    assert import_sdg_titles(titles=titles) == 2
    goal = SdgGoal.objects.get(code="11")
    assert (goal.label("fr"), goal.official_title("fr")) == ("Villes durables", "Les mots")
    with pytest.raises(SdgImportNotPossible, match=r"99\.9"):
        import_sdg_titles(titles={"99.9": {"en": "x"}})
    for broken, reason in (
        ([], "goals"),
        ({"goals": [{"title": {}}]}, '"code" is missing'),
        ({"goals": [{"code": "1"}]}, "English"),
    ):
        with pytest.raises(UnreadableSdgFile, match=reason):
            read_titles(broken)


def shipped_terms(node: Any) -> Iterator[dict[str, Any]]:
    """Everything with labels in a shipped file."""
    if isinstance(node, dict):
        if "labels" in node:
            yield node
        node = list(node.values())
    for item in node if isinstance(node, list) else ():
        yield from shipped_terms(item)


@pytest.mark.parametrize("file", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_label_is_there_in_six_languages(file: Path) -> None:
    terms = list(shipped_terms(json.loads(file.read_text("utf-8"))))
    assert terms
    for term in terms:
        assert set(term["labels"]) == set(LANGUAGES), term["code"]
        assert all(label.strip() for label in term["labels"].values()), term["code"]


def test_targets_are_told_apart_in_every_language() -> None:
    goals = json.loads((DATA / "sdg.json").read_text("utf-8"))["goals"]
    labels = [target["labels"] for goal in goals for target in goal["targets"]]
    for language in LANGUAGES:
        assert len({label[language] for label in labels}) == 169, language
    assert not [label for label in labels if label["fr"] == label["en"]]


def test_labels_of_a_new_release_reach_a_site_that_has_english_only(loaded: None) -> None:
    target = SdgTarget.objects.get(code="11.7")
    target.labels = target.loaded["labels"] = {"en": target.labels["en"]}
    target.save()
    kept = SdgTarget.objects.get(code="11.2")
    kept.labels = {**kept.labels, "fr": "Transports"}
    kept.save()
    load_vocabulary()
    forget()
    target.refresh_from_db()
    kept.refresh_from_db()
    assert (target.label("fr"), kept.label("fr")) == ("Des espaces publics sûrs pour tous", "Transports")
    assert labels_for("sdg")(["11/11.7"], "ru") == {"11/11.7": "11.7 Безопасные общественные места для всех"}


def test_our_sdg_labels_are_not_the_official_sentences() -> None:
    file = Path(__file__).parents[3] / "shared" / "data" / "sdg.json"
    if not file.exists():
        pytest.skip("the official titles are not on this machine")
    official = {t["code"]: t["title"] for g in json.loads(file.read_text())["goals"] for t in g["targets"]}
    ours: dict[str, Any] = json.loads((Path(__file__).parents[2] / "guidelines/data/vocabulary/sdg.json").read_text())
    for goal in ours["goals"]:
        for target in goal["targets"]:
            for language, label in target["labels"].items():
                assert label.lower() != official[target["code"]][language].lower(), target["code"]
                assert len(label) <= 70
