"""What each statement rests on: the rule, the checker, storage, and what the page shows."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from practices.exchange_files.columns import cells_of, record_of
from practices.importers.collection.checks import check
from practices.importers.collection.files import Collection
from practices.marks import marks
from practices.models import PracticePage, PracticeSource
from practices.models.provenance import check_editorial, check_rests_on
from practices.provenance import EDITORIAL, FACTUAL, unfounded
from practices.record import NUMBERS, PARTS, TEXTS
from tests.factories.records import PracticePageFactory
from tests.practices.test_collection_files import CITY, PRACTICE, Record, issues

REFS = {"study": {"number": 1, "anchor": "source-1"}, "report": {"number": 2, "anchor": "source-2"}}


def test_every_text_and_part_of_the_record_is_judged() -> None:
    own_sources = {"evaluations", "sources"}
    for name in {*TEXTS, *NUMBERS, *PARTS} - own_sources:
        assert name in (*FACTUAL, *EDITORIAL), f"{name} neither reports facts nor may be the editors'"
    assert not set(FACTUAL) & set(EDITORIAL)


@pytest.mark.parametrize(
    ("record", "left"),
    [
        ({"problem": "Dark."}, ["problem"]),
        ({"problem": "Dark.", "rests_on": {"problem": ["study"]}}, []),
        ({"problem": "Dark.", "rests_on": {"problem": []}}, ["problem"]),
        ({"mechanism": "Light.", "editorial": ["mechanism"]}, []),
        ({"problem": "Dark.", "editorial": ["problem"]}, []),  # refused by name, not twice
        ({"blocks": [{"name": "a", "lesson": "b"}]}, ["blocks", "blocks.lesson"]),
        ({"blocks": [{"name": "a", "lesson": "b"}], "rests_on": {"blocks": ["study"]}}, []),
        ({"failure": {"noticed": "Late."}}, ["failure.noticed"]),
        ({"failure": {"noticed": "Late."}, "rests_on": {"failure": ["study"]}}, []),
        ({"setup_months": 0, "manual": False, "tools": []}, ["setup_months"]),
        ({"title": "Lamps", "themes": ["public-space"], "outcomes": [{}]}, []),
    ],
)
def test_a_filled_field_needs_a_source_or_is_ours(record: dict[str, Any], left: list[str]) -> None:
    assert list(unfounded(record)) == left


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"problem": "Dark.", "rests_on": {}}, "problem", "rests on nothing"),
        ({"problem": "Dark.", "rests_on": {"problem": ["other"]}}, "rests_on.problem", "no key"),
        ({"problem": "Dark.", "rests_on": {"problem": []}}, "rests_on.problem", "no source"),
        ({"rests_on": {"causes": ["study"]}}, "rests_on.causes", "says nothing"),
        ({"rests_on": {"titel": ["study"]}}, "rests_on.titel", "no field"),
        ({"problem": "Dark.", "editorial": ["problem"], "rests_on": {}}, "editorial", "reports facts"),
        ({"mechanism": "Light.", "rests_on": {}}, "mechanism", "under editorial"),
        ({"problem": "Dark."}, "problem", "rests on nothing"),
        ({"depth": 2}, "depth", "carry 1"),
    ],
)
def test_the_checker_names_what_rests_on_nothing(changes: dict[str, Any], place: str, word: str) -> None:
    found = issues(**changes)
    assert any(f" {place}:" in issue and word in issue for issue in found), found


def test_a_citys_own_account_needs_no_marks() -> None:
    data = {**PRACTICE, "problem": "Dark.", "rests_on": {}}
    records = [Record("city", "bogota", "cities/bogota.yaml", CITY), Record("practice", "lamps", "row-1", data)]
    assert check(Collection(records), founded=False) == []
    assert check(Collection(records)) != []


def test_marks_number_the_sources_and_name_what_is_ours() -> None:
    record = {
        "rests_on": {"problem": ["report", "study", "gone"], "blocks": ["study"], "mechanism": ["study"]},
        "editorial": ["mechanism", "blocks.lesson"],
    }
    found = marks(record, REFS)
    assert [ref["number"] for ref in found["problem"]["refs"]] == [1, 2]
    assert found["mechanism"] == {"refs": [REFS["study"]], "editorial": True}
    assert found["blocks_lesson"] == {"refs": [], "editorial": True}
    assert "causes" not in found
    assert marks({}, REFS) == {}


@pytest.mark.parametrize("value", [[], {"problem": "study"}, {"problem": [1]}, {"nonsense": ["study"]}])
def test_the_editor_is_told_of_a_wrong_form(value: Any) -> None:
    with pytest.raises(ValidationError):
        check_rests_on(value)


def test_facts_cannot_be_declared_ours() -> None:
    check_editorial(["mechanism"])
    with pytest.raises(ValidationError):
        check_editorial(["problem"])


def test_a_table_carries_it_both_ways() -> None:
    record = {"rests_on": {"problem": ["study", "report"], "blocks.lesson": ["study"]}, "editorial": ["mechanism"]}
    cells = cells_of("practice", record)
    read, problems = record_of("practice", {name: cells[name] for name in record})
    assert (read, problems) == (record, [])


@pytest.mark.django_db
def test_page_api_and_document_show_what_each_text_rests_on(memory_search: None) -> None:
    page = PracticePageFactory(
        problem="Dark.",
        mechanism="Light is seen.",
        rests_on={"problem": ["lamps2021"]},
        editorial=["mechanism"],
        sources=[PracticeSource(key="other2020", title="Another"), PracticeSource(key="lamps2021", title="Lamps")],
    )
    shown = Client().get(page.url).content.decode()
    assert re.search(r'Dark\.<a class="ref" href="#source-2">', shown)
    assert re.search(r"Editors’ reading</span></h3><p[^>]*>Light is seen\.\s*</p>", shown)
    assert "account of the city itself" not in shown
    answer = Client().get(f"/api/v1/practices/{page.code}").json()
    assert (answer["rests_on"], answer["editorial"]) == ({"problem": ["lamps2021"]}, ["mechanism"])
    word = Client().get(f"/practices/{page.code}.docx")
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert "The problem: Dark. [2]" in lines
    assert any(line.endswith("Light is seen. (editors’ reading)") for line in lines)


@pytest.mark.django_db
def test_a_citys_own_account_says_so_and_hidden_ones_show_no_source(memory_search: None) -> None:
    page = PracticePageFactory(problem="Dark.")
    assert "account of the city itself" in Client().get(page.url).content.decode()
    PracticePage.objects.filter(pk=page.pk).update(failure_visibility="anonymised", rests_on={"problem": ["x"]})
    page = PracticePage.objects.get(pk=page.pk)
    shown = Client().get(page.url).content.decode()
    assert 'class="ref"' not in shown
    assert "account of the city itself" not in shown


@pytest.mark.django_db
def test_a_revision_keeps_it(memory_search: None) -> None:
    page = PracticePageFactory(problem="Dark.", rests_on={"problem": ["a"]}, editorial=["mechanism"])
    again = page.save_revision().as_object()
    assert (again.rests_on, again.editorial) == ({"problem": ["a"]}, ["mechanism"])
