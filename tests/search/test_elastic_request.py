"""What is sent to Elasticsearch: the same shape whatever the text, and one request for all counts. No server needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.elastic.asking import FacetedRequest, asked
from search.engines.elastic.mapping import definition, fits
from search.engines.elastic.reading import pieces
from search.engines.elastic.records import MARK_BEGIN, MARK_END, source
from search.queries import InvalidQuery, Query, check
from search.results import Piece
from tests.search.library import FACETS, LIBRARY, practice

RICH = 'safe "school street" the 城市 "安全城市"'
FREE_TEXT_QUERIES = ("query_string", "simple_query_string", "wildcard", "regexp", "script", "prefix", "fuzzy")


def body(query: Query) -> dict[str, Any]:
    """The request as JSON."""
    made: dict[str, Any] = FacetedRequest(query, FACETS, None, "exchange")._s.to_dict()
    return made


def paths(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its path; places in lists do not count."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")
    else:
        yield at, value


SHAPES = {every: {path for path, _ in paths(body(Query(text=RICH, every_word=every)))} for every in (True, False)}
EMPTY_SHAPE = {path for path, _ in paths(body(Query()))} | {
    path for path, _ in paths(body(Query(text="?!", sort="newest")))
}


@settings(deadline=None)  # the first text of a run fills caches
@given(text=st.text(max_size=80), every_word=st.booleans())
def test_any_text_gives_the_same_shape(text: str, every_word: bool) -> None:
    query = Query(text=text, every_word=every_word)
    try:
        check(query, FACETS)
    except InvalidQuery:
        return
    leaves = list(paths(body(query)))
    assert {path for path, _ in leaves} <= SHAPES[every_word] | EMPTY_SHAPE
    assert not any(name in path for name in FREE_TEXT_QUERIES for path, _ in leaves)


@given(codes=st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_ticked_codes_stand_only_where_values_stand(codes: list[str]) -> None:
    one = {path for path, _ in paths(body(Query(selected={"country": ("CO",)})))}
    assert {path for path, _ in paths(body(Query(selected={"country": tuple(codes)})))} <= one
    json.dumps(body(Query(selected={"country": tuple(codes)})), ensure_ascii=False).encode()


def test_counts_of_all_facets_come_in_one_request_each_without_its_own_ticks() -> None:
    made = body(Query(selected={"country": ("CO",), "grade": ("E2",)}))
    under = {name: json.dumps(made["aggs"][f"in_{name}"]["filter"]) for name in FACETS}
    assert "codes.grade" in under["country"]
    assert "codes.country" not in under["country"]
    assert "codes.country" in under["theme"]
    assert "codes.grade" in under["theme"]
    assert "CO" in json.dumps(made["post_filter"])
    assert made["track_total_hits"] is True


@pytest.mark.parametrize(
    ("text", "language", "words", "phrases"),
    [
        ("The lighting of a market", "en", ("lighting", "market"), ()),
        ("the of", "en", ("the", "of"), ()),
        ("well-lit streets", "en", ("streets",), ("well lit",)),
        ('"the school"', "en", (), ("the school",)),
        ("L'éclairage", "fr", ("eclairage",), ()),
        ("المدينة", "ar", ("مدينة",), ()),
        ("İSTANBUL ΛΌΓΟΣ", "xx", ("istanbul", "λόγοσ"), ()),
        ("安全城市", "zh", ("安全", "全城", "城市"), ()),
        ('"安全城市 gis"', "zh", (), ("安 全 城 市 gis",)),
        ("?!", "en", (), ()),
    ],
)
def test_words_and_phrases(text: str, language: str, words: tuple[str, ...], phrases: tuple[str, ...]) -> None:
    found = asked(text, language)
    assert (found.words, found.phrases) == (words, phrases)


def test_a_document_holds_only_what_the_mapping_names() -> None:
    properties = definition(FACETS)["mappings"]["properties"]
    for document in LIBRARY:
        made = source(document, FACETS)
        assert set(made) <= set(properties)
        assert set(made["codes"]) <= set(FACETS)
        for language, fields in made["texts"].items():
            assert set(fields) <= set(properties["texts"]["properties"][language]["properties"])
        for option in made["options"]:
            assert set(option) == set(properties["options"]["properties"])


def test_codes_of_unknown_facets_and_marks_in_texts_are_left_out() -> None:
    made = source(
        practice(1, f"A {MARK_BEGIN}lamp{MARK_END} \ud800", codes={"colour": ("red",), "country": ("CO",)}), FACETS
    )
    assert made["codes"] == {"country": ["CO"], "kind": ["practice"]}
    assert made["titles"][0]["title"] == "A lamp "


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("plain", (Piece("plain"),)),
        (f"a {MARK_BEGIN}b{MARK_END} c", (Piece("a "), Piece("b", True), Piece(" c"))),
        (f"{MARK_BEGIN}b{MARK_END}{MARK_BEGIN}c{MARK_END}", (Piece("bc", True),)),
        ("", ()),
    ],
)
def test_marks_become_pieces(marked: str, expected: tuple[Piece, ...]) -> None:
    assert pieces(marked) == expected


def test_the_definition_changes_with_facets_and_trees_only() -> None:
    from search.facets import Facet

    marks = [
        definition(facets)["mappings"]["_meta"]["definition"]
        for facets in (
            FACETS,
            dict(FACETS),
            {**FACETS, "colour": Facet("colour", "Colour")},
            {**FACETS, "country": Facet("country", "Country", tree=True)},
        )
    ]
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3


def test_an_index_fits_when_words_are_looked_for_as_it_holds_them() -> None:
    from search.facets import Facet

    ours = definition(FACETS)["mappings"]["_meta"]
    more = {**FACETS, "colour": Facet("colour", "Colour")}
    assert fits(ours, FACETS)
    assert fits(ours, more)
    assert fits({"definition": ours["definition"], "words": ours["words"]}, FACETS)
    assert not fits({"definition": ours["definition"]}, more)  # made before indexes said what their words are
    assert not fits({**ours, "words": "0ldm4de0"}, more)
    assert not fits({}, FACETS)
