"""The words of a translation over a record: parts by position, and what stayed in the original is named."""

from __future__ import annotations

from practices.translated import translated

RECORD = {
    "title": "Lamps",
    "problem": "Dark streets.",
    "outcomes": [{"indicator": "Murders", "unit": "murders a month", "result": 3}],
    "evaluations": [{"organisation": "University", "quality": "One city", "design": "time-series"}],
}


def test_units_of_outcomes_and_words_of_evaluations_are_translated() -> None:
    words = {
        "title": "Lámparas",
        "fields": {
            "outcomes": [{"indicator": "Asesinatos", "unit": "asesinatos al mes"}],
            "evaluations": [{"organisation": "Universidad", "quality": "Una ciudad"}],
        },
    }
    record, missing = translated(RECORD, words)
    assert record["outcomes"] == [{"indicator": "Asesinatos", "unit": "asesinatos al mes", "result": 3}]
    assert record["evaluations"] == [{"organisation": "Universidad", "quality": "Una ciudad", "design": "time-series"}]
    assert missing == ("problem",)


def test_a_part_whose_rows_changed_stays_in_the_original() -> None:
    record, missing = translated(
        RECORD, {"title": "Lámparas", "fields": {"evaluations": [{}, {}], "problem": "Calles."}}
    )
    assert record["evaluations"] == RECORD["evaluations"]
    assert missing == ("outcomes", "evaluations")
