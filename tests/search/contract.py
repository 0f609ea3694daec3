"""What every search engine must do, written without an engine: each engine's test file inherits EngineContract and
gives the fixture `new_engine`. The rules are numbered as in docs/algorithms/faceting.md.

A true difference between analyzers is a skip with a reason in the engine's own file, never a weaker rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import limits
from search.documents import Document, Text, Tombstone
from search.engines.base import Engine
from search.engines.memory import MemoryEngine
from search.queries import InvalidQuery, Query, TooDeep
from search.results import Piece, Results
from tests.search.library import FACETS, LIBRARY, many, practice

NewEngine = Callable[[], Engine]

GOLDEN = (
    "", "lighting", "LIGHTING", "lamps", "lamp vendors", "street", "streets", "school police", "schools cars",
    "safe routes", '"safe routes"', '"routes safe"', "the school", "for the", "éclairage", "eclairage", "écoles",
    "ecole securite", "rue", "iluminacion", "mujeres seguras", "estacion", "город", "школа", "елка", "безопасный",
    "المدينة", "امان", "مدارس", "城市", "儿童", "安全", "照明 学校", "gis", "bogota", "Medellín", "medellin",
    "colombia", "violence", "voisins", "nachbarn", "well-lit", "lit well", "11.7", "women's", "23(b)", "o'higgins",
    "market lamps robberies", "unheardof", "lighting unheardof", "?!", "chicago violence", "chicago querelles",
)  # fmt: skip


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in results.facets[facet].values}


def filled(engine: Engine, documents: Iterable[Document]) -> Engine:
    engine.put(documents)
    engine.refresh()
    return engine


class EngineContract:
    """Inherit, and give `new_engine`: a function that returns an empty engine with library.FACETS."""

    @pytest.fixture
    def new_engine(self) -> NewEngine:
        raise NotImplementedError("an engine's test file gives this fixture")

    @pytest.fixture
    def empty(self, new_engine: NewEngine) -> Engine:
        return new_engine()

    @pytest.fixture
    def engine(self, new_engine: NewEngine) -> Engine:
        return filled(new_engine(), LIBRARY)

    # -- finding -----------------------------------------------------------------------------------------------

    def test_rule_1_empty_text_matches_all(self, engine: Engine) -> None:
        found = engine.search(Query())
        assert found.total == len(LIBRARY)
        assert sorted(ids(found)) == sorted(d.id for d in LIBRARY)
        assert engine.search(Query(text="   ")).total == len(LIBRARY)

    def test_an_empty_index_answers(self, empty: Engine) -> None:
        found = empty.search(Query(text="anything", selected={"country": ("CO",)}))
        assert (found.total, found.hits) == (0, ())
        assert counts(found, "country") == {"CO": 0}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("lighting", {"practice:1"}),
            ("LAMP", {"practice:1"}),
            ("schools", {"practice:2"}),
            ("eclairage", {"practice:3"}),
            ("ÉCLAIRAGES", {"practice:3"}),
            ("école", {"practice:3"}),
            ("iluminación", {"practice:4"}),
            ("estacion", {"practice:4"}),
            ("город", {"practice:5"}),
            ("елка", {"practice:5"}),
            ("المدينة", {"practice:6"}),
            ("الامان", {"practice:6"}),
            ("城市", {"practice:7"}),
            ("学校 照明", {"practice:7"}),
            ("学校照明", set()),  # the pair across the two words stands nowhere
            ("gis", {"practice:7"}),
            ("medellin", {"practice:1", "city:9"}),
            ("nachbarn", {"practice:8"}),
        ],
    )
    def test_rule_10_languages(self, engine: Engine, text: str, expected: set[str]) -> None:
        assert set(ids(engine.search(Query(text=text, language="en")))) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("school police", {"practice:2"}),  # summary and body of one text
            ("lighting medellin", {"practice:1"}),  # title and keyword
            ("lighting unheardof", set()),
            ("chicago querelles", {"practice:8"}),
            ("disputes querelles", set()),  # one word in the English text, one in the French: not one text
            ("the lighting of a market", {"practice:1"}),  # stop words do not make it fail
            ("the school in Bogotá", {"practice:2"}),
            ('"safe routes"', {"practice:2"}),
            ('"routes safe"', set()),
            ('"without cars"', {"practice:2"}),
            ('"market street"', set()),  # not across title and summary
            ("“safe routes”", {"practice:2"}),
            ("«safe routes»", {"practice:2"}),
            ('"safe routes', {"practice:2"}),  # an unbalanced quote is no quote
            ("well-lit", {"practice:10"}),
            ("lit-well", set()),
            ("11.7", {"practice:10"}),
            ("?!", set()),
        ],
    )
    def test_every_word_in_one_text(self, engine: Engine, text: str, expected: set[str]) -> None:
        assert set(ids(engine.search(Query(text=text)))) == expected

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Lamps in İstanbul", "istanbul"),
            ("Lamps in Istanbul", "İSTANBUL"),
            ("Lamps in İstanbul", "İstanbul"),
            ("ΛΌΓΟΣ", "λόγος"),
            ("ο λόγος", "ΛΌΓΟΣ"),
            ("Οδός Αθηνάς", "οδόσ"),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "tr"])
    def test_dotted_i_and_final_sigma_meet(self, empty: Engine, written: str, asked: str, language: str) -> None:
        filled(empty, [practice(1, "Other", language=language), practice(2, written, language=language)])
        assert ids(empty.search(Query(text=asked))) == ["practice:2"]
        assert [s.text for s in empty.suggest(asked, "en", 3)] == ([written] if written != "ο λόγος" else ["ο λόγος"])

    def test_parts_of_a_word_count_alone_when_any_will_do(self, engine: Engine) -> None:
        assert "practice:10" in ids(engine.search(Query(text="lit-well", every_word=False)))

    def test_function_words_of_the_query_are_asked_of_no_text(self, empty: Engine) -> None:
        """The query is Spanish: its words are not asked of an English text that holds them as rarities."""
        filled(empty, [*LIBRARY, practice(90, "De la soul: music in the market")])
        found = ids(empty.search(Query(text="la iluminación de la ciudad", every_word=False)))
        assert "practice:4" in found
        assert "practice:90" not in found

    def test_a_passage_may_be_long(self, engine: Engine) -> None:
        passage = "lamps vendors " + "nothing known here " * 60
        assert "practice:1" in ids(engine.search(Query(text=passage, every_word=False, passage=True)))
        with pytest.raises(InvalidQuery, match=str(limits.PASSAGE_CHARACTERS)):
            engine.search(Query(text="x" * (limits.PASSAGE_CHARACTERS + 1), passage=True))

    def test_any_word_when_asked(self, engine: Engine) -> None:
        some = engine.search(Query(text="lighting disputes unheardof the", every_word=False))
        assert set(ids(some)) == {"practice:1", "practice:8"}

    def test_stop_words_alone_are_looked_for(self, empty: Engine) -> None:
        filled(empty, [practice(1, "Who is who"), practice(2, "Lamps")])
        assert ids(empty.search(Query(text="who"))) == ["practice:1"]

    @pytest.mark.parametrize("text", ["*", "lamp*", "title:lighting", "lighting AND disputes", "lighting~2", "(", "\\",
                                      "lighting OR disputes", "-lighting", "+lighting -market", "/lig.*/", "[a TO z]",
                                      "lighting^5", "{!func}", "_all:*", "lighting\\*", "' OR 1=1 --"])  # fmt: skip
    def test_rule_18_text_is_never_syntax(self, engine: Engine, text: str) -> None:
        oracle = filled(MemoryEngine(facets=FACETS), LIBRARY)
        assert set(ids(engine.search(Query(text=text)))) == set(ids(oracle.search(Query(text=text))))

    @pytest.mark.parametrize("text", GOLDEN)
    @pytest.mark.parametrize("every_word", [True, False])
    def test_golden_queries_agree_with_the_oracle(self, engine: Engine, text: str, every_word: bool) -> None:
        oracle = filled(MemoryEngine(facets=FACETS), LIBRARY)
        for selected in ({}, {"country": ("CO",)}, {"theme": ("space",), "grade": ("E2", "E0")}):
            query = Query(text=text, selected=selected, every_word=every_word, size=50)
            mine, right = engine.search(query), oracle.search(query)
            assert set(ids(mine)) == set(ids(right))
            assert mine.total == right.total
            assert mine.facets == right.facets

    # -- facets ------------------------------------------------------------------------------------------------

    def test_rule_2_or_within_and_between(self, engine: Engine) -> None:
        either = engine.search(Query(selected={"country": ("CO", "CA")}))
        assert set(ids(either)) == {"practice:1", "practice:2", "practice:3", "city:9"}
        both = engine.search(Query(selected={"country": ("CO", "CA"), "grade": ("E2",)}))
        assert set(ids(both)) == {"practice:1", "practice:3"}
        assert engine.search(Query(selected={"country": ()})).total == len(LIBRARY)

    def test_rule_3_counts_under_the_other_selections(self, engine: Engine) -> None:
        found = engine.search(Query(selected={"country": ("CO",), "grade": ("E2",)}))
        assert counts(found, "country") == {"CO": 1, "CA": 1}  # under the grade only
        assert counts(found, "grade") == {"E2": 1, "E3": 1}  # under the country only
        assert counts(found, "year") == {"2019": 1}  # under both

    def test_rule_4_a_ticked_value_is_always_listed(self, engine: Engine) -> None:
        found = engine.search(Query(text="lighting", selected={"country": ("ZZ", "CO")}))
        ticked = {v.value: (v.count, v.selected) for v in found.facets["country"].values}
        assert ticked == {"CO": (1, True), "ZZ": (0, True)}

    def test_rule_4_a_ticked_value_beyond_the_size_is_listed(self, engine: Engine) -> None:
        found = engine.search(Query(selected={"country": ("US",)}, facet_values=1)).facets["country"]
        assert [(v.value, v.count, v.selected) for v in found.values] == [("CO", 3, False), ("US", 1, True)]
        assert found.truncated

    def test_rule_5_order_is_count_then_value(self, engine: Engine) -> None:
        values = [(v.value, v.count) for v in engine.search(Query()).facets["country"].values]
        assert values == sorted(values, key=lambda item: (-item[1], item[0]))
        assert values[0] == ("CO", 3)

    def test_rule_6_size_and_truncated(self, empty: Engine) -> None:
        filled(empty, [practice(n, f"Lamp {n}", codes={"country": (f"c{n:03d}",)}) for n in range(60)])
        short = empty.search(Query(facet_values=7)).facets["country"]
        assert [v.value for v in short.values] == [f"c{n:03d}" for n in range(7)]
        assert short.truncated
        whole = empty.search(Query(facet_values=60, facets=("country",)))
        assert len(whole.facets["country"].values) == 60
        assert not whole.facets["country"].truncated
        assert set(whole.facets) == {"country"}

    def test_rule_7_totals_are_exact(self, empty: Engine) -> None:
        filled(empty, many(1500))
        found = empty.search(Query(text="safety"))
        assert found.total == 1500
        assert sum(counts(found, "grade").values()) == 1500

    @pytest.mark.parametrize(("page", "size"), [(51, 20), (21, 50), (10**9, 20), (10**18, 1)])
    def test_rule_8_too_deep_is_said(self, engine: Engine, page: int, size: int) -> None:
        with pytest.raises(TooDeep, match=str(limits.DEPTH)):
            engine.search(Query(page=page, size=size))

    def test_rule_8_the_last_page_works(self, empty: Engine) -> None:
        filled(empty, many(1100))
        found = empty.search(Query(text="safety", page=limits.DEPTH // 50, size=50))
        assert len(found.hits) == 50
        assert found.total == 1100

    @pytest.mark.parametrize(
        "query",
        [
            Query(selected={"colour": ("red",)}),
            Query(facets=("colour",)),
            Query(sort="price"),  # type: ignore[arg-type]
            Query(text="x" * 201),
            Query(text="a " * 21),
            Query(text="nul\x00"),
            Query(text="\ud800"),
            Query(page=0),
            Query(size=0),
            Query(size=51),
            Query(facet_values=0),
            Query(selected={"country": tuple(str(n) for n in range(31))}),
        ],
    )
    def test_rule_9_bad_questions_are_named(self, engine: Engine, query: Query) -> None:
        with pytest.raises(InvalidQuery) as raised:
            engine.search(query)
        assert raised.value.parameter
        assert raised.value.message

    def test_rule_11_tree_counts_include_children_once(self, engine: Engine) -> None:
        found = counts(engine.search(Query()), "theme")
        assert found["space"] == 5  # practice:1 has two themes of the group and counts once
        assert found["space/lighting"] == 3
        assert found["mobility"] == 3
        parent = engine.search(Query(selected={"theme": ("space",)}))
        assert set(ids(parent)) == {"practice:1", "practice:3", "practice:5", "practice:6", "practice:10"}
        assert counts(parent, "theme") == found  # its own selection does not narrow it

    def test_kind_is_a_facet_of_every_document(self, engine: Engine) -> None:
        assert counts(engine.search(Query()), "kind") == {"practice": 9, "city": 1}
        assert ids(engine.search(Query(selected={"kind": ("city",)}))) == ["city:9"]

    def test_codes_are_compared_as_they_are(self, empty: Engine) -> None:
        odd = 'a "b"/c:*d\\e é'
        filled(
            empty,
            [practice(1, "Odd", codes={"country": (odd,)}), practice(2, "Even", codes={"country": ("co",)})],
        )
        assert ids(empty.search(Query(selected={"country": (odd,)}))) == ["practice:1"]
        assert empty.search(Query(selected={"country": ("CO",)})).total == 0

    # -- order and pages ---------------------------------------------------------------------------------------

    def test_newest_first(self, engine: Engine) -> None:
        dated = sorted((d for d in LIBRARY if d.published), key=lambda d: d.published or date.min, reverse=True)
        found = ids(engine.search(Query(sort="newest")))
        assert found[: len(dated)] == [d.id for d in dated]
        assert sorted(found[len(dated) :]) == sorted(d.id for d in LIBRARY if not d.published)
        assert ids(engine.search(Query())) == found  # without words there is no relevance: newest first

    def test_of_one_day_practices_first_then_the_most_complete(self, empty: Engine) -> None:
        day, more = date(2024, 5, 1), {"country": ("co",), "theme": ("public-space/lighting",)}
        kinds = {1: "city", 2: "provision", 3: "tool", 4: "practice", 6: "practice", 7: "organisation"}
        filled(
            empty,
            [
                *(practice(n, "Lamp", kind=kind, published=day) for n, kind in kinds.items()),
                practice(5, "Lamp", codes=more, published=day),
                practice(9, "Lamp"),
                practice(8, "Lamp", published=day + timedelta(1)),
            ],
        )
        expected = ["practice:8", "practice:5", "practice:4", "practice:6", "tool:3", "city:1", "organisation:7",
                    "provision:2", "practice:9"]  # fmt: skip
        assert ids(empty.search(Query())) == expected
        assert ids(empty.search(Query(sort="newest"))) == expected

    def test_by_city_without_accents_and_missing_last(self, empty: Engine) -> None:
        places = ["Zürich", "évora", "Accra", "", "Çorum", "Bogotá"]
        filled(empty, [practice(n, "Lamp", place=place) for n, place in enumerate(places)])
        found = ids(empty.search(Query(text="lamp", sort="city")))
        assert [places[int(i.split(":")[1])] for i in found] == [
            "Accra",
            "Bogotá",
            "Çorum",
            "évora",
            "Zürich",
            "",
        ]

    def test_title_weighs_more_than_body(self, empty: Engine) -> None:
        filled(empty, [practice(1, "Other", body="lamp " + "word " * 30), practice(2, "Lamp", body="word " * 30)])
        assert ids(empty.search(Query(text="lamp")))[0] == "practice:2"

    @pytest.mark.parametrize("sort", ["relevance", "newest", "city"])
    def test_pages_join_without_gap_or_repeat(self, empty: Engine, sort: str) -> None:
        filled(empty, many(130))
        query = {"text": "safety", "sort": sort, "size": 50}
        found = [i for page in (1, 2, 3) for i in ids(empty.search(Query(page=page, **query)))]  # type: ignore[arg-type]
        assert len(found) == len(set(found)) == 130
        assert ids(empty.search(Query(page=4, **query))) == []  # type: ignore[arg-type]

    # -- marks, suggestions, spelling, likeness ----------------------------------------------------------------

    def test_rule_12_snippets_are_pieces_of_plain_text(self, empty: Engine) -> None:
        body = (
            "Before <b>it</b> & after. " * 40 + "The <script>alert(1)</script> lamps & lanterns fell. " + "End. " * 90
        )
        filled(empty, [practice(1, "A <i>lamp</i>", body=body)])
        hit = empty.search(Query(text="lamp")).hits[0]
        assert "".join(p.text for p in hit.title) == "A <i>lamp</i>"
        assert Piece("lamp", is_match=True) in hit.title
        marked = [p.text for p in hit.snippet if p.is_match]
        assert marked == ["lamps"]
        joined = "".join(p.text for p in hit.snippet)
        assert "<script>alert(1)</script>" in joined
        assert len(joined) < 400
        assert joined.replace("…", "").strip() in body

    def test_the_text_that_matches_is_shown(self, engine: Engine) -> None:
        for text, language in (("disputes", "en"), ("querelles", "fr"), ("Streit", "de")):
            hit = engine.search(Query(text=text, language="en")).hits[0]
            assert (hit.id, hit.language) == ("practice:8", language)
        assert engine.search(Query(text="Chicago", language="fr")).hits[0].language == "fr"

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("bett", "Better lighting in a night market"),
            ("LIGHT", "Better lighting in a night market"),
            ("nig mar", "Better lighting in a night market"),
            ("ecl", "Éclairage public et marches exploratoires"),
            ("bogo", "Bogotá"),
            ("medellin", "Medellín"),
            ("Без", "Безопасные дворы"),
        ],
    )
    def test_suggestions_by_prefix_of_any_word(self, engine: Engine, prefix: str, expected: str) -> None:
        assert expected in [s.text for s in engine.suggest(prefix, "en", 8)]

    def test_suggestions_know_their_record(self, engine: Engine) -> None:
        [first] = engine.suggest("better", "en", 8)
        assert (first.id, first.kind) == ("practice:1", "practice")

    @pytest.mark.parametrize("prefix", ["", " ", "*", '"', "zzz", "(", ".*", "\\"])
    def test_no_suggestion_for_nothing(self, engine: Engine, prefix: str) -> None:
        assert engine.suggest(prefix, "en", 8) == ()

    def test_suggestions_are_limited_and_differ(self, empty: Engine) -> None:
        filled(empty, many(200))
        found = [s.text for s in empty.suggest("saf", "en", 5)]
        assert len(found) == len(set(found)) == 5

    @pytest.mark.parametrize(("text", "meant"), [("ligthing", "lighting"), ("bogta", "bogota"), ("marketz", "market"),
                                                  ("violense", "violence")])  # fmt: skip
    def test_did_you_mean(self, engine: Engine, text: str, meant: str) -> None:
        found = engine.search(Query(text=text))
        assert found.total == 0
        assert found.did_you_mean == meant
        assert engine.search(Query(text=meant)).did_you_mean is None

    def test_did_you_mean_only_what_would_be_found(self, engine: Engine) -> None:
        assert engine.search(Query(text="ligthing", selected={"country": ("RU",)})).did_you_mean is None
        assert engine.search(Query(text="qqqqqqqq")).did_you_mean is None

    def test_similar(self, engine: Engine) -> None:
        near = [hit.id for hit in engine.similar("practice:1", 4)]
        assert "practice:1" not in near
        assert "city:9" not in near  # another kind
        assert "practice:3" in near  # shares theme, target, grade and year
        assert len(engine.similar("practice:1", 1)) == 1
        assert engine.similar("practice:404", 4) == ()

    # -- writing -----------------------------------------------------------------------------------------------

    def test_rule_14_put_is_idempotent_and_replaces(self, engine: Engine) -> None:
        filled(engine, LIBRARY)
        assert engine.search(Query()).total == len(LIBRARY)
        filled(engine, [practice(1, "Renamed", version=2)])
        assert engine.search(Query(text="lighting")).total == 0
        assert ids(engine.search(Query(text="renamed"))) == ["practice:1"]
        assert "CO" not in counts(engine.search(Query(text="renamed")), "country")

    def test_rule_14_the_last_of_a_batch_wins(self, empty: Engine) -> None:
        filled(empty, [practice(1, "First"), practice(1, "Second", version=3), practice(1, "Stale", version=2)])
        assert [p.text for p in empty.search(Query()).hits[0].title] == ["Second"]
        assert list(empty.versions()) == [("practice:1", 3)]

    def test_an_older_version_never_replaces_a_newer(self, engine: Engine) -> None:
        filled(engine, [practice(1, "Newer", version=5)])
        filled(engine, [practice(1, "Older", version=4)])
        assert engine.search(Query(text="newer")).total == 1
        assert engine.search(Query(text="older")).total == 0

    def test_rule_14_drop(self, engine: Engine) -> None:
        engine.drop([Tombstone("practice:1", 2), Tombstone("practice:404", 1)])
        engine.refresh()
        assert "practice:1" not in ids(engine.search(Query()))
        assert engine.search(Query()).total == len(LIBRARY) - 1
        assert engine.search(Query(text="lamps")).total == 0
        assert "practice:1" not in dict(engine.versions())
        assert engine.suggest("better", "en", 8) == ()
        assert engine.status().documents == len(LIBRARY) - 1

    def test_a_late_write_does_not_revive_the_dropped(self, engine: Engine) -> None:
        engine.drop([Tombstone("practice:1", 5)])
        filled(engine, [practice(1, "Ghost", version=4)])
        assert engine.search(Query(text="ghost")).total == 0
        filled(engine, [practice(1, "Returned", version=6)])
        assert engine.search(Query(text="returned")).total == 1

    def test_a_late_drop_does_not_remove_the_newer(self, engine: Engine) -> None:
        filled(engine, [practice(1, "Newer", version=5)])
        engine.drop([Tombstone("practice:1", 4)])
        engine.refresh()
        assert engine.search(Query(text="newer")).total == 1

    def test_versions_in_order(self, engine: Engine) -> None:
        assert list(engine.versions()) == sorted((d.id, 1) for d in LIBRARY)

    def test_status(self, engine: Engine) -> None:
        status = engine.status()
        assert (status.available, status.documents) == (True, len(LIBRARY))

    # -- rebuilding --------------------------------------------------------------------------------------------

    def test_rule_15_readers_see_old_then_new(self, engine: Engine) -> None:
        rebuild = engine.rebuild()
        assert rebuild.add([practice(50, "Fresh lamps"), practice(51, "Fresh streets")]) == 2
        engine.refresh()
        assert engine.search(Query()).total == len(LIBRARY)
        assert engine.search(Query(text="fresh")).total == 0
        assert list(rebuild.versions()) == [("practice:50", 1), ("practice:51", 1)]
        rebuild.commit()
        assert sorted(ids(engine.search(Query()))) == ["practice:50", "practice:51"]

    def test_writes_during_a_rebuild_reach_both(self, engine: Engine) -> None:
        rebuild = engine.rebuild()
        filled(
            engine,
            [practice(60, "Edited meanwhile", version=9), practice(61, "Dropped meanwhile", version=9)],
        )
        engine.drop([Tombstone("practice:61", 10)])
        engine.refresh()
        assert engine.search(Query(text="meanwhile")).total == 1
        rebuild.add(
            [
                practice(60, "Stale copy", version=3),
                practice(61, "Stale copy", version=3),
                practice(62, "Copy"),
            ]
        )
        assert dict(rebuild.versions())["practice:62"] == 1
        rebuild.commit()
        assert sorted(ids(engine.search(Query()))) == ["practice:60", "practice:62"]
        assert engine.search(Query(text="meanwhile")).total == 1
        assert engine.search(Query(text="stale")).total == 0

    def test_an_abandoned_rebuild_leaves_no_trace(self, engine: Engine) -> None:
        rebuild = engine.rebuild()
        rebuild.add([practice(50, "Fresh")])
        rebuild.abandon()
        filled(engine, [practice(63, "Afterwards")])
        assert engine.search(Query()).total == len(LIBRARY) + 1

    def test_a_rebuild_goes_on_after_a_kill(self, engine: Engine) -> None:
        first = engine.rebuild()
        first.add([practice(50, "Fresh")])
        name = first.name
        del first
        second = engine.rebuild(resume=name)
        assert second.name == name
        second.add([practice(51, "Fresh")])
        second.commit()
        assert engine.search(Query(text="fresh")).total == 2

    def test_a_new_rebuild_replaces_an_unfinished_one(self, engine: Engine) -> None:
        first = engine.rebuild()
        first.add([practice(50, "Half")])
        del first
        second = engine.rebuild()
        second.add([practice(51, "Whole")])
        second.commit()
        assert ids(engine.search(Query())) == ["practice:51"]

    def test_rollback(self, engine: Engine) -> None:
        assert engine.rollback() is False
        rebuild = engine.rebuild()
        rebuild.add([practice(50, "Fresh")])
        rebuild.commit()
        filled(engine, [practice(64, "Written after the swap", version=7)])
        assert engine.rollback() is True
        assert engine.search(Query()).total == len(LIBRARY) + 1  # the old ones, and what was written since
        assert engine.search(Query(text="after swap")).total == 1
        assert engine.rollback() is True
        assert sorted(ids(engine.search(Query()))) == ["practice:50", "practice:64"]

    # -- size --------------------------------------------------------------------------------------------------

    def test_rule_17_common_words_agree_with_the_oracle(self, empty: Engine) -> None:
        documents = many(3000)
        filled(empty, documents)
        oracle = filled(MemoryEngine(facets=FACETS), documents)
        for text in ("safety", "safety city", "lamkin", "safety lamkin marpel", '"for the city"', "the city"):
            for selected in (
                {},
                {"theme": ("g1",)},
                {"theme": ("g1", "g2/t3"), "country": ("c1", "c2", "c3")},
            ):
                query = Query(text=text, selected=selected, sort="newest", size=50, facet_values=500)
                mine, right = empty.search(query), oracle.search(query)
                assert mine.total == right.total
                assert ids(mine) == ids(right)
                assert mine.facets == right.facets

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=st.text(max_size=60), any_word=st.booleans())
    def test_any_text_is_answered(self, shared: tuple[Engine, Engine], text: str, any_word: bool) -> None:
        engine, oracle = shared
        try:
            right = oracle.search(Query(text=text, every_word=not any_word))
        except InvalidQuery:
            with pytest.raises(InvalidQuery):
                engine.search(Query(text=text, every_word=not any_word))
            return
        mine = engine.search(Query(text=text, every_word=not any_word))
        assert set(ids(mine)) == set(ids(right))
        engine.suggest(text, "en", 5)

    @pytest.fixture
    def shared(self, engine: Engine) -> tuple[Engine, Engine]:
        return engine, filled(MemoryEngine(facets=FACETS), LIBRARY)

    def test_translations_count_once(self, empty: Engine) -> None:
        texts = tuple(Text(language, "Radar", keywords=("Quito",)) for language in ("en", "fr", "es", "de", "pt"))
        filled(empty, [practice(1, "", texts=texts, codes={"country": ("EC",)})])
        found = empty.search(Query(text="radar"))
        assert (found.total, counts(found, "country")) == (1, {"EC": 1})


class RankingContract:
    """What the engines for real sites owe to the order of hits, besides the figures of tests/search/relevance. Inherit,
    and give `new_engine` as for EngineContract."""

    @pytest.fixture
    def empty(self, new_engine: NewEngine) -> Engine:
        return new_engine()

    def test_neighbours_that_stand_together_come_first(self, empty: Engine) -> None:
        apart = "street and then many other words before it comes to the lamp " + "filler " * 20
        close = "many other words before and then it comes to the street lamp " + "filler " * 20
        filled(empty, [practice(1, "One", body=apart), practice(2, "Two", body=close)])
        assert ids(empty.search(Query(text="street lamp"))) == ["practice:2", "practice:1"]

    def test_a_title_decides_between_equals_and_does_not_outweigh_a_word(self, empty: Engine) -> None:
        named = practice(1, "Lamp", body="street " + "filler " * 20)
        held = practice(2, "Other", body="street lamp market robbery " + "filler " * 17)
        filled(empty, [named, held, *(practice(n, f"Record {n}", body="lamp") for n in range(10, 40))])
        assert ids(empty.search(Query(text="lamp", size=50)))[-1] == "practice:2"
        long = Query(text="lamp in the market against robbery", every_word=False)
        assert ids(empty.search(long))[0] == "practice:2"

    @pytest.mark.parametrize("every_word", [True, False])
    def test_what_a_question_excludes_is_found_but_not_first(self, empty: Engine, *, every_word: bool) -> None:
        filler = "other words " * 12
        with_cameras = practice(1, "One", body="theft shop do not use cameras cameras cameras cameras " + filler)
        about_theft = practice(2, "Two", body="theft shop theft shop do not use cameras " + filler)
        filled(empty, [with_cameras, about_theft, *(practice(n, f"Record {n}", body="other") for n in range(10, 40))])
        plain, excluding = "theft shop cameras", "theft in the shop that does not use cameras"
        for text, first in ((plain, "practice:1"), (excluding, "practice:2")):
            found = empty.search(Query(text=text, every_word=every_word))
            assert set(ids(found)) == {"practice:1", "practice:2"}
            assert ids(found)[0] == first

    def test_a_word_the_question_repeats_counts_more_but_ever_less_so(self, empty: Engine) -> None:
        filled(
            empty,
            [
                practice(1, "One", body="lamp bench " + "filler " * 20),
                practice(2, "Two", body="street gate " + "filler " * 20),
                *(practice(n, f"Record {n}", body="other words") for n in range(10, 40)),
            ],
        )
        for text, first in (("lamp lamp lamp street gate bench", 1), ("lamp bench street street gate", 2)):
            assert ids(empty.search(Query(text=text, every_word=False)))[0] == f"practice:{first}"

    def test_translations_do_not_push_records_up(self, empty: Engine) -> None:
        """A word that English records often hold is held by few French texts; that must not make it telling."""
        french = Text("fr", "Traduit", body="autre " * 30 + "violence")
        translated = [
            practice(n, "", texts=(Text("en", f"Record {n}", body="other " * 30 + "violence"), french))
            for n in range(10)
        ]
        shorter = [practice(n, f"Record {n}", body="other " * 5 + "violence") for n in range(20, 30)]
        rest = [practice(n, f"Record {n}", body="other words") for n in range(40, 80)]
        filled(empty, [*translated, *shorter, *rest])
        first = ids(empty.search(Query(text="violence")))[:10]
        assert set(first) == {document.id for document in shorter}
