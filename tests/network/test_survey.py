"""Survey answers: what is accepted, and that a complaint names the question and the remedy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.survey.answers import check
from network.survey.definition import survey

pytestmark = pytest.mark.sqlite_only
THEMES = {"public-space", "gender-based-violence", "community-policing", "youth-children"}
COMPLETE: dict[str, Any] = {
    "challenges": [{"theme": "public-space", "words": "Dark bus stops", "tried": "Lamps were stolen"}],
    "area": "Bus stops in the east",
    "aim": "Decide where to light first",
    "format": "either",
    "languages": [{"code": "en", "level": "working"}],
    "time_zone": "Africa/Nairobi",
}


def test_a_complete_set_of_answers_is_accepted() -> None:
    assert check(survey("1"), COMPLETE, THEMES, complete=True) == []


def test_an_empty_draft_is_kept_but_cannot_be_submitted() -> None:
    assert check(survey("1"), {}, THEMES, complete=False) == []
    missing = {c.question for c in check(survey("1"), {}, THEMES, complete=True)}
    assert missing == {code for code, q in survey("1").questions.items() if q.required}


def test_the_first_page_asks_two_questions_only() -> None:
    assert [q.code for q in survey("1").pages[0].questions] == ["challenges", "area"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"challenges": [{"theme": "unheard-of"}]}, "challenges[1]: choose a theme"),
        ({"challenges": [{"theme": t} for t in sorted(THEMES)]}, "challenges: 4 given; at most 3"),
        ({"challenges": [{"theme": "public-space"}] * 2}, "challenges[2]: this theme is already"),
        ({"challenges": [{"theme": "public-space", "score": "9"}]}, "challenges[1]: unknown part 'score'"),
        ({"area": "x" * 501}, "area: 501 characters; at most 500"),
        ({"capacity": 9}, "capacity: give a whole number from 1 to 3"),
        ({"capacity": True}, "capacity: give a whole number from 1 to 3"),
        ({"time_zone": "Mars/Olympus"}, "time_zone: choose a time zone"),
        ({"languages": [{"code": "english", "level": "working"}]}, "languages[1]: give the language's"),
        ({"stages": {"public-space": "perfect"}}, "stages: public-space: choose one of"),
        ({"public": "yes"}, "public: answer yes or no"),
        ({"status": "published"}, "status: no such question"),
    ],
)
def test_a_wrong_answer_names_the_question_and_the_remedy(change: dict[str, Any], words: str) -> None:
    complaints = [str(c) for c in check(survey("1"), {**COMPLETE, **change}, THEMES, complete=True)]
    assert any(complaint.startswith(words) for complaint in complaints), complaints


def test_an_unknown_version_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="there are 1"):
        survey("99")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(st.sampled_from(sorted(survey("1").questions)), json_values, max_size=6))
def test_no_answer_whatever_breaks_the_check(answers: dict[str, Any]) -> None:
    for complaint in check(survey("1"), answers, THEMES, complete=True):
        assert complaint.message


def test_every_question_is_asked_in_three_languages() -> None:
    for question in survey("1").questions.values():
        assert {"en", "fr", "es"} <= set(question.labels), question.code


def test_a_language_is_named_once() -> None:
    twice = {"languages": [{"code": "en", "level": "official"}, {"code": "en", "level": "basic"}]}
    complaints = [str(c) for c in check(survey("1"), twice, THEMES, complete=False)]
    assert complaints == ["languages[2]: this language is already in the list; keep one line for it"]
