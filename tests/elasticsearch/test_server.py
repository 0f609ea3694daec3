"""The test server analyses text as the production mapping expects."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from tests.elasticsearch.fixtures import elasticsearch_url  # noqa: F401

ANALYSIS = {
    "elision": {"type": "elision", "articles_case": True, "articles": ["l", "d"]},
    "french_stop": {"type": "stop", "stopwords": "_french_"},
    "light_french": {"type": "stemmer", "language": "light_french"},
    "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
    "pairs": {"type": "cjk_bigram", "output_unigrams": True},
}


def call(url: str, method: str, path: str, body: dict[str, Any]) -> Any:
    """One JSON request."""
    request = urllib.request.Request(f"{url}{path}", json.dumps(body).encode(), method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def tokens(url: str, text: str, **analysis: Any) -> list[str]:
    """The tokens the server makes of a text."""
    answer = call(url, "POST", "/_analyze", {"text": text, **analysis})
    return [token["token"] for token in answer["tokens"]]


@pytest.mark.parametrize(
    ("filters", "text", "expected"),
    [
        (["lowercase", "asciifolding"], "Medellín", ["medellin"]),
        ([ANALYSIS["elision"], "lowercase"], "L'éclairage", ["éclairage"]),
        (["lowercase", ANALYSIS["french_stop"], ANALYSIS["light_french"]], "des rues", ["rue"]),
        (["lowercase", {"type": "snowball", "language": "Russian"}], "улицы", ["улиц"]),
        (["arabic_normalization"], "مدرسة", ["مدرسه"]),
        ([ANALYSIS["pairs"]], "安全城", ["安", "安全", "全", "全城", "城"]),
        ([ANALYSIS["beginnings"]], "light", ["li", "lig", "ligh"]),
    ],
)
def test_filters(elasticsearch_url: str, filters: list[Any], text: str, expected: list[str]) -> None:  # noqa: F811
    assert tokens(elasticsearch_url, text, tokenizer="standard", filter=filters) == expected


@pytest.mark.parametrize(
    ("analyzer", "text", "expected"),
    [
        ("english", "the running lights", ["run", "light"]),
        ("french", "les éclairages", ["eclairag"]),
        ("spanish", "las escuelas", ["escuel"]),
        ("russian", "безопасные улицы", ["безопасн", "улиц"]),
        ("arabic", "المدارس", ["مدارس"]),
        ("cjk", "安全城", ["安全", "全城"]),
    ],
)
def test_analyzers(elasticsearch_url: str, analyzer: str, text: str, expected: list[str]) -> None:  # noqa: F811
    assert tokens(elasticsearch_url, text, analyzer=analyzer) == expected
