"""Columns and cells: every value of the contract survives a table, and what does not fit says so."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.exchange_files.columns import cells_of, column_of, columns_of, record_of
from practices.exchange_files.limits import COLUMNS
from practices.exchange_files.un_habitat import is_un_habitat, mapped

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1).filter(
    lambda text: text == text.strip() and "\r" not in text
)


def test_an_export_can_be_imported() -> None:
    assert all(len(columns_of(kind)) < COLUMNS for kind in ("practice", "city", "tool", "organisation"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    TEXT,
    st.lists(TEXT.filter(lambda text: "\n" not in text), min_size=1, unique=True, max_size=4),
    st.booleans(),
    st.integers(0, 10**9),
)
def test_what_is_written_is_read_back(text: str, words: list[str], yes: bool, number: int) -> None:
    record = {
        "title": text.replace("\n", " "),
        "problem": text,
        "keywords": words,
        "manual": yes,
        "themes": ["public-space"],
        "cost": {"one_off": number, "currency": "USD"},
        "blocks": [{"name": text, "kind": "core"}, {"name": words[0], "kind": "adaptable", "lesson": text}],
        "outcomes": [{"outcome": "robbery", "level": "symptom", "baseline": 12.5, "sources": ["a", "b"]}],
    }
    cells = cells_of("practice", record)
    again, problems = record_of("practice", {name: cell for name, cell in cells.items() if cell})
    assert not problems
    assert again == record


def test_a_part_may_be_spread_over_columns() -> None:
    record, problems = record_of(
        "practice", {"outcomes.2.outcome": "homicide", "outcomes.1.outcome": "robbery", "outcomes.1.baseline": "61"}
    )
    assert record["outcomes"] == [{"outcome": "robbery", "baseline": 61}, {"outcome": "homicide"}]
    assert not problems


@pytest.mark.trust("T27")
@pytest.mark.parametrize("column", ["id", "owner", "live", "status", "outcomes.1.grade_override", "cost.paid", "a.b.c"])
def test_unknown_columns_are_refused(column: str) -> None:
    _record, problems = record_of("practice", {column: "1"})
    assert problems[0][0] == column


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("fte", "many"),
        ("manual", "perhaps"),
        ("blocks", "no equals sign"),
        ("cost.one_off", "1,5"),
        ("fte", "1e1000000"),
        ("blocks", "nam=x"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(column: str, cell: str) -> None:
    _record, problems = record_of("practice", {column: cell})
    assert problems[0][0] == column


def test_a_place_of_the_contract_is_a_column() -> None:
    assert column_of("outcomes[0].baseline", ["title", "outcomes.1.baseline"]) == "outcomes.1.baseline"
    assert column_of("outcomes[3].unit", ["title", "outcomes"]) == "outcomes"
    assert column_of("cost.year", ["cost.year"]) == "cost.year"


def test_the_un_habitat_format_is_understood_and_its_persons_left_out() -> None:
    cells = {"Title of Practice": "Lamps", "1. Situation before the initiative began": "Dark.", "Lessons Learned": "Ask.",
             "Sustainability": "Paid.", "Contact person": "A. Person", "Partners": "Shops; Bus company",
             "Results Achieved": "Use doubled."}  # fmt: skip
    assert is_un_habitat(list(cells))
    row, left_out = mapped(cells)
    assert (row["title"], row["problem"], row["sustain"]) == ("Lamps", "Dark.", "Paid.")
    assert left_out == ["Contact person"]
    assert record_of("practice", row)[0]["stakeholders"] == [{"name": "Shops"}, {"name": "Bus company"}]
    assert not is_un_habitat(["title", "problem", "sustain", "why_this"])
