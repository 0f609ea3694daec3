"""Which words of a question count less because it says it does not want them."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import FIELD_LANGUAGES, excludes, lessened
from search.analysis.exclusions import EXCLUDED, LACKING, REACH
from search.analysis.terms import stem
from search.finding import find
from search.models import Sought
from search.queries import Query
from search.rebuilding import reindex
from search.tallying import flush
from tests.search import notes as n


@pytest.mark.parametrize(
    ("text", "language", "word", "weight"),
    [
        ("measures against theft that do not use cameras", "en", "cameras", EXCLUDED),
        ("measures against theft that don't use cameras", "en", "cameras", EXCLUDED),
        ("safer markets (excluding police patrols), with traders", "en", "patrols", EXCLUDED),
        ("school streets except in winter", "en", "winter", EXCLUDED),
        ("streets without lighting", "en", "lighting", LACKING),
        ("treatment instead of prison", "en", "prison", LACKING),
        ("moins de vols sans utiliser de caméras", "fr", "cameras", EXCLUDED),
        ("moins de vols, à l’exception des bus", "fr", "bus", EXCLUDED),
        ("rues sans éclairage", "fr", "eclairage", LACKING),
        ("medidas contra el robo que no usan cámaras", "es", "camaras", EXCLUDED),
        ("mercados seguros, excepto los nocturnos", "es", "nocturnos", EXCLUDED),
        ("меры против краж, кроме камер", "ru", "камер", EXCLUDED),
        ("تدابير ضد السرقة باستثناء الكاميرات", "ar", "كاميرات", EXCLUDED),
        ("防盗措施，不使用摄像头", "zh", "摄像", EXCLUDED),
    ],
)
def test_what_is_excluded_counts_less(text: str, language: str, word: str, weight: float) -> None:
    assert lessened(text, language)[stem(word, language)] == weight


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("excluded youth and how to avoid robbery", "en"),
        ("areas not covered by buses, women not included in planning", "en"),
        ("not only cameras but not only police", "en"),
        ("mujeres a salvo en el transporte", "es"),
        ("rentrer sain et sauf la nuit", "fr"),
        ("face à l’exclusion des jeunes", "fr"),
        ("кроме того, освещение улиц", "ru"),
        ("NOT cameras -cameras !cameras", "en"),
    ],
)
def test_what_only_looks_like_an_exclusion_counts_in_full(text: str, language: str) -> None:
    assert not lessened(text, language)


def test_an_exclusion_ends_at_a_punctuation_mark_and_reaches_no_further_than_a_clause() -> None:
    assert "patrol" not in lessened("excluding cameras, patrols", "en")
    far = "excluding " + "word " * REACH + "patrols"
    assert "patrol" not in lessened(far, "en")


def test_a_word_that_also_stands_outside_counts_in_full() -> None:
    assert stem("cameras", "en") not in lessened("a camera on buses, excluding other cameras", "en")


@given(text=st.text(max_size=200), language=st.sampled_from(FIELD_LANGUAGES))
def test_any_text_gets_weights_above_nothing(text: str, language: str) -> None:
    assert set(lessened(text, language).values()) <= {EXCLUDED, LACKING}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theft measures that do not use cameras", True),
        ("防盗措施，不使用摄像头", True),
        ("streets without lighting", False),
        ("theft, excluding", False),
        ("excluded youth", False),
        ("", False),
    ],
)
def test_what_says_that_it_excludes(text: str, *, expected: bool) -> None:
    assert excludes(text) is expected


@pytest.mark.django_db
@pytest.mark.usefixtures("notes")
def test_a_record_need_not_be_about_what_is_not_wanted(client: Client) -> None:
    for name in ("Theft in shops: do not use cameras", "Theft in shops: guards", "Cameras on roads", "Parks"):
        n.write(name)
    reindex()
    asked = Query(text="theft in shops that do not use cameras")
    strict, wide = find(asked, widen=False), find(asked)
    assert (strict.total, strict.widened) == (1, False)
    assert (wide.total, wide.widened, wide.excluding) == (3, True, True)
    assert find(Query(text="theft cameras")).total == 1
    page = client.get("/search/", {"q": asked.text}).content.decode()
    assert "says what it does not want" in page
    assert "No record has every word" not in page
    page = client.get("/search/", {"q": "theft and parks, excluding cameras"}).content.decode()
    assert "No record has every word" in page
    flush()
    assert {row.without_results for row in Sought.objects.all()} == {0, 1}
