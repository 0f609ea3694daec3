"""An anonymised record keeps its lesson and loses city, names and figures (trust T08; product: failure modes)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.anonymise import CODES, GAP, PARTS, TEXTS, anonymised, redact, telling_words
from practices.translated import translated

NAMES = ["Bogotá", "Santa Fe de Bogotá", "波哥大", "Colombia", "EDU", "Fundación Ideas para la Paz"]
WORDS = telling_words(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Bogotá",
        "BOGOTA",
        "bogota's patrols",
        "in Bogotá.",
        "(Bogota)",
        "Santa Fe de Bogotá",
        "在波哥大市",
        "the EDU",
        "Ideas para la Paz",
        "Fundacion",
        "colombia",
        "𝐁𝐨𝐠𝐨𝐭á",
    ],
)
def test_names_go_whatever_their_case_accents_or_script(text: str) -> None:
    shown = (redact(text, WORDS) or "").casefold()
    for name in ("bogot", "波哥大", "edu", "ideas", "fundaci", "colombia"):
        assert name not in shown


@pytest.mark.parametrize("text", ["fell by 12.5 %", "from 1,200 to 800", "in 2014", "US$3m", "12–14", "3"])
def test_figures_go(text: str) -> None:
    assert not any(letter.isdigit() for letter in redact(text, frozenset()) or "")


def test_other_words_stay() -> None:
    assert redact("The mayor’s office stopped the patrols of Bogotá after 4 months.", WORDS) == (
        f"The mayor’s office stopped the patrols of {GAP} after {GAP} months."
    )
    assert redact("education for all", WORDS) == "education for all"
    assert redact(None, WORDS) is None


@given(st.text(), st.sampled_from(NAMES), st.text())
def test_no_name_survives_between_borders(before: str, name: str, after: str) -> None:
    shown = redact(f"{before} {name} {after}", WORDS) or ""
    assert f" {name} " not in f" {shown} "


def full_record(token: str) -> dict[str, Any]:
    """A record with the token in every text of every part, also in fields this test does not know of."""
    record: dict[str, Any] = dict.fromkeys(TEXTS, token)
    record |= {name: [] for name in CODES} | {
        "kind": "did-not-work",
        "start": token,
        "leader": token,
        "investors": token,
        "lead_organisation": token,
        "negotiation": token,
        "new_field": token,
        "city": "canary",
        "rights": token,
        "staffing": token,
        "economics": token,
    }
    for part, (codes, texts) in PARTS.items():
        record[part] = [dict.fromkeys(codes, "code") | dict.fromkeys((*texts, "effect", "note", "surprise"), token)]
    record["outcomes"][0] |= {"baseline": 4711.0, "result": 4711.0, "unit": token, "comparison_note": token}
    record |= {
        "stakeholders": [{"name": token, "role": token}],
        "sources": [{"key": token, "title": token}],
        "steps": [{"when": "4711", "title": token}],
        "adoptions": [{"city": "canary", "changes": token}],
        "cost": {"one_off": 4711.0, "note": token},
        "keywords": [token],
        "first_steps": [token],
        "failure": {"modes": ["harm"], "visibility": "anonymised", "noticed": token, "differently": token},
        "provisions": [{"address": "26(b)", "role": "tests", "document": "un-safer-cities-guidelines"}],
    }
    return record


def test_no_canary_survives_anywhere() -> None:
    shown = anonymised(full_record("Canary Town 4711"), ["Canary Town"], "undisclosed-1")
    assert "canary" not in str(shown).casefold()
    assert "4711" not in str(shown)
    assert shown["code"] == "undisclosed-1"
    assert shown["failure"]["modes"] == ["harm"]
    assert not {"city", "adoptions", "sources", "stakeholders", "cost", "new_field", "steps", "keywords"} & shown.keys()


def test_translation_over_record() -> None:
    record = {
        "title": "Lamps",
        "claim": "Safer",
        "problem": "Dark",
        "kind": "practice",
        "blocks": [{"name": "Light", "kind": "core"}],
        "first_steps": ["Walk"],
        "causes": None,
        "failure": None,
    }
    words = {
        "title": "Lampes",
        "claim": "",
        "summary": "",
        "fields": {"blocks": [{"name": "Lumière"}], "first_steps": ["Marcher", "!"]},
    }
    shown, missing = translated(record, words)
    assert shown["title"] == "Lampes"
    assert shown["blocks"] == [{"name": "Lumière", "kind": "core"}]
    assert set(missing) == {"claim", "problem", "first_steps"}
    assert record["title"] == "Lamps"
