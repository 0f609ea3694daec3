"""The test server analyses text as the production mapping expects."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.elasticsearch import nodes
from tests.elasticsearch.fixtures import elasticsearch_url, secured_elasticsearch  # noqa: F401
from tests.elasticsearch.nodes import Node

pytestmark = pytest.mark.elasticsearch

ANALYSIS = {
    "elision": {"type": "elision", "articles_case": True, "articles": ["l", "d"]},
    "french_stop": {"type": "stop", "stopwords": "_french_"},
    "light_french": {"type": "stemmer", "language": "light_french"},
    "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
    "pairs": {"type": "cjk_bigram", "output_unigrams": True},
}


def tokens(url: str, text: str, **analysis: Any) -> list[str]:
    """The tokens the server makes of a text."""
    request = urllib.request.Request(f"{url}/_analyze", json.dumps({"text": text, **analysis}).encode())
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return [token["token"] for token in json.load(answer)["tokens"]]


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


def test_a_secured_node_demands_trust_and_a_password(secured_elasticsearch: Node) -> None:  # noqa: F811
    assert nodes.is_healthy(secured_elasticsearch)
    with pytest.raises(urllib.error.URLError, match="certificate"):
        urllib.request.urlopen(secured_elasticsearch.url, timeout=5)
    trusting = ssl.create_default_context(cafile=str(secured_elasticsearch.certificate))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{secured_elasticsearch.url}/_search", timeout=5, context=trusting)
    assert refused.value.code == 401
