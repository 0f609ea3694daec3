"""Words, stems, spelling, marks: the pure parts (rules 10, 12, 18)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import FIELD_LANGUAGES, field_language, positions, query_terms, requirements, terms, wanted
from search.analysis.highlight import WIDTH, pieces, snippet, spans
from search.analysis.spelling import closest, distance, replaced
from search.analysis.words import Wanted
from search.documents import Text
from search.showing_facets import natural

words = st.text(alphabet=st.sampled_from(list("abcdé лŁ城市安全12-'\n.")), max_size=40)
languages = st.sampled_from(FIELD_LANGUAGES)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en"), ("pt-br", "xx"), ("zh-hans", "zh"), ("ja", "zh"), ("FR_ca", "fr"), ("", "xx"), ("de", "xx")],
)
def test_every_language_has_an_analysis(code: str, expected: str) -> None:
    assert field_language(code) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "policies", "policy"),
        ("fr", "sécurités", "securite"),
        ("es", "Medellín", "MEDELLIN"),
        ("ru", "городов", "города"),
        ("ru", "ёлка", "елка"),
        ("ru", "го\u0301род", "город"),
        ("ar", "المدينة", "مَدِينة"),
        ("ar", "الأمان", "امان"),
        ("xx", "Ação", "acao"),
        ("en", "I\u0301ndice", "índice"),
    ],
)
def test_forms_of_a_word_meet(language: str, one: str, other: str) -> None:
    assert terms(one, language) == terms(other, language)


def test_different_letters_do_not_meet() -> None:
    assert terms("мой", "xx") != terms("мои", "xx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "b c" d', (Wanted("a"), Wanted("b c", phrase=True), Wanted("d"))),
        ("«b c»", (Wanted("b c", phrase=True),)),
        ('a "b', (Wanted("a"), Wanted('"b'))),
        ('""', ()),
        ("  ", ()),
    ],
)
def test_words_and_phrases(text: str, expected: tuple[Wanted, ...]) -> None:
    assert wanted(text) == expected


def test_chinese_asks_for_pairs() -> None:
    assert requirements("安全社区", "zh") == (((0, "安全"),), ((0, "全社"),), ((0, "社区"),))
    assert requirements("城", "zh") == (((0, "城"),),)
    assert [(place, term) for place, term, _, _ in positions("城市 GIS")] == [
        (0, "城"),
        (0, "城市"),
        (1, "市"),
        (2, "gis"),
    ]


@given(st.text(max_size=60), languages)
def test_any_text_has_requirements_of_one_shape(text: str, language: str) -> None:
    for needed in requirements(text, language):
        assert needed[0][0] == 0
        assert all(isinstance(term, str) and term for _, term in needed)


@given(words, words, languages)
def test_pieces_join_to_the_text_and_mark_only_wanted_words(text: str, query: str, language: str) -> None:
    asked = query_terms(query, language)
    found = spans(text, asked, language)
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    assert all(term in asked for _, _, term in found)
    assert found == sorted(found)
    for piece in cut:
        if piece.is_match:
            assert set(terms(piece.text, language)) & asked


@given(words, st.integers(0, 30))
def test_snippets_are_short_and_hold_a_match(query: str, repeat: int) -> None:
    text = Text("en", "Title", "", f"{'filler words here ' * repeat}{query} {'more to come ' * 40}")
    asked = query_terms(query, "en")
    cut = snippet(text, asked, "en")
    assert sum(len(piece.text) for piece in cut) <= WIDTH + 120
    assert not cut or any(piece.is_match for piece in cut)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_is_a_distance(a: str, b: str) -> None:
    edits = distance(a, b, 10)
    assert edits == distance(b, a, 10)
    assert (edits == 0) == (a == b)
    assert edits <= max(len(a), len(b))
    assert distance(a, b, 1) == min(edits, 2)


def test_the_nearest_and_commonest_word() -> None:
    known = [("lighting", 3), ("fighting", 9), ("sighting", 9), ("lightning", 1)]
    assert closest("ligthing", known) == "lighting"
    assert closest("xighting", known) == "fighting"
    assert closest("cat", known) is None
    assert closest("streetcar", known) is None
    assert replaced("Ligthing at night", "ligthing", "lighting") == "lighting at night"


def test_natural_order() -> None:
    codes = ["11/11.7", "2", "11", "E3", "11/11.10", "1/1.a"]
    assert sorted(codes, key=natural) == ["1/1.a", "2", "11", "11/11.7", "11/11.10", "E3"]
