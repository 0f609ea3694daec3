"""Reasons of the matching in the reader's language: a sentence for each code, no parameter lost on the way."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from django.utils import translation

from network import sentences
from network.figures import SIZES
from network.matching import City, Problem, Reason, match
from network.matching.catalogue import SENTENCES, UNKNOWN
from network.matching.values import DEPTHS, EVIDENCE
from network.models import Exchange
from network.reasons import read
from network.selectors import exchange_reasons

LANGUAGES = ("fr", "es", "ar")


def placeholders(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}


def test_every_code_has_the_sentence_of_the_english_catalogue() -> None:
    assert dict(sentences.SENTENCES) == dict(SENTENCES)
    assert dict(sentences.UNKNOWN) == dict(UNKNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_translated_with_all_its_placeholders(code: str, language: str) -> None:
    with translation.override(language):
        said = translation.gettext(sentences.SENTENCES[code])
    assert said != SENTENCES[code]
    assert placeholders(said) == placeholders(SENTENCES[code])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_inside_a_sentence_are_translated(language: str) -> None:
    with translation.override("en"):
        english = {(name, code): str(word) for name, words in sentences.INSIDE.items() for code, word in words.items()}
    with translation.override(language):
        said = {(name, code): str(word) for name, words in sentences.INSIDE.items() for code, word in words.items()}
    same = {key for key, word in said.items() if word == english[key]}
    assert not same


def test_every_depth_and_evidence_of_the_matching_has_a_word() -> None:
    assert set(sentences.INSIDE["depth"]) == set(DEPTHS)
    assert set(sentences.INSIDE["evidence"]) == set(EVIDENCE)


def test_every_size_class_of_the_matching_is_found_for_translation() -> None:
    found = match(Problem(tuple(City(id=str(n), population=10**n) for n in range(4, 9)), ())).fairness.by_size
    half = match(Problem((City(id="a", population=200_000), City(id="b", population=700_000)), ())).fairness.by_size
    assert {label for label, *_ in (*found, *half)} <= set(SIZES)
    assert len(SIZES) == 5


def test_a_sentence_names_cities_themes_and_languages_as_people_do() -> None:
    names = {"m1": "Alpha", "m2": "Beta", "schools": "Schools"}
    need = Reason(
        "answered_need", 90,
        (("city", "m1"), ("other", "m2"), ("theme", "schools"), ("depth", "solid"), ("evidence", "published"),
         ("practices", "")),
    )  # fmt: skip
    assert sentences.sentence(need, names) == "Beta answers Alpha's need on Schools: solid experience, published"
    talk = Reason("is_language", 0, (("city", "m1"), ("other", "m2"), ("language", "fr")))
    assert sentences.sentence(talk, names).endswith("(best common language: French)")
    with translation.override("fr"):
        assert "français" in sentences.sentence(talk, names).casefold()
        assert "None" not in sentences.sentence(Reason(talk.code, 0, (*talk.params[:2], ("language", ""))), names)


def test_a_code_without_a_sentence_is_an_error() -> None:
    with pytest.raises(KeyError, match="no sentence"):
        sentences.sentence(Reason("unheard_of"))


def test_the_reasons_of_a_proposal_are_read_in_the_readers_language(matched: Any) -> None:
    exchange: Exchange = matched.round.exchanges.first()
    key = f"m{exchange.members.first().membership_id}"
    said = {}
    for language in ("en", *LANGUAGES):
        with translation.override(language):
            body = exchange_reasons(exchange)[key]
        said[language] = (*body["gets"], *body["gives"])
        assert said[language]
        assert all("{" not in line for line in said[language])
    assert len({lines[0] for lines in said.values()}) == 4
    title = exchange.members.first().membership.city.title
    assert all(any(title in line for line in lines) for lines in said.values())


def test_sentences_stored_before_stay_readable(db: None) -> None:
    old = {"m1": {"points": 5, "best": 9, "gets": ["An older sentence"], "gives": []}}
    assert read(json.loads(json.dumps(old)))["m1"]["gets"] == ("An older sentence",)
