"""Hostile searches get a reason, never a 500 (T29, S12): every corpus line on the page, the formats and the API."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]

REFUSED = [
    "q=" + "x" * 201,
    "q=" + "x" * 7_900,
    "q=" + "a%20" * 21,
    "q=" + "%22" * 250,
    "q=" + "%F0%9F%94%A5" * 201,
    "q=" + "a" * 1_000_000,
    "q=" + "%20".join(["w"] * 10_000),
    "q=%00",
    "q=lamps%00",
    "country=%00",
    "q=" + "(" * 500,
    "q=" + "*" * 300,
    "colour=red",
    "_connector=OR",
    "pk__in=1",
    "country__name=CO",
    "id=1",
    "kind.id=1",
    "%00=1",
    "x" * 300 + "=1",
    "sort=price",
    "sort=-title",
    "sort=title;drop",
    "sort=password",
    "view=print",
    "words=none",
    "more=colour",
    "page=0",
    "page=-1",
    "page=1000000000",
    "page=" + "9" * 400,
    "page=1e9",
    "page=0x10",
    "page=NaN",
    "page=1.5",
    "page=%D9%A1",
    "page=a",
    "page=51",
    "per_page=0",
    "per_page=51",
    "per_page=1000000000",
    "per_page=-5",
    "per_page=abc",
    "country=" + "x" * 201,
    "country=a%0Ab",
    "country=a%1Bb",
    "&".join(f"country=c{i}" for i in range(31)),
    "&".join(f"country=c{i}" for i in range(1000)),
    "&".join(f"f{i}=1" for i in range(500)),
]
HARMLESS = [
    "q=%22",
    "q=%22%22",
    "q=%27%20OR%201%3D1--",
    "q=%5B%5D%7B%7D()",
    "q=*",
    "q=?",
    "q=lamp*",
    "q=*amps",
    "q=title:lamps",
    "q=lamps~5",
    "q=lamps%5E10",
    "q=/.*/",
    "q=%5B*%20TO%20*%5D",
    "q=AND",
    "q=lamps%20AND",
    "q=NOT%20lamps",
    "q=-lamps",
    "q=%7B!func%7D",
    "q=%7B%7B7*7%7D%7D",
    "q=%3Cscript%3E",
    "q=..%2F..%2Fetc",
    "q=%ED%A0%80",
    "q=%FF%FE",
    "q=%C3%28",
    "q=%E2%80%AE",
    "q=%EF%BF%BF",
    "q=%0D%0ASet-Cookie:x",
    "q=%20%20%20",
    "q=%E2%80%8B",
    "q=" + "%CC%81" * 200,
    "q=a&q=b&q=c",
    "q=%5C",
    "q=%5C%22",
    "country=",
    "country=%27",
    "country=*",
    "country=%22",
    "country=CO&country=CO",
    "theme=/",
    "theme=//",
    "theme=space/",
    "utm_source=x&utm_medium=y",
    "page=1",
    "page=007",
    "q=" + "%E5%9F%8E" * 200,
    "q=%01%08%0B%1F",
    "q=%EF%BF%BE",
]  # fmt: skip


def test_the_corpus_is_large_enough() -> None:
    assert len(set(REFUSED)) + len(set(HARMLESS)) >= 90


@pytest.mark.parametrize("query", REFUSED, ids=range(len(REFUSED)))
@pytest.mark.parametrize("engine", ["memory", "embedded"])
def test_refused_with_the_reason(client: Client, query: str, engine: str, settings: object, tmp_path: object) -> None:
    if engine == "embedded":
        settings.SEARCH_URL = f"embedded://{tmp_path}/index"  # type: ignore[attr-defined]
    n.write("Lamps #CO")
    client.get("/search/?page=0")  # the templates are compiled
    for address, status in (("/search/", 400), ("/search.json", 400), ("/search.csv", 400), ("/search.atom", 400)):
        took = []
        for _ in range(3):
            begun = time.process_time()
            response = client.get(address, QUERY_STRING=query)
            took.append(time.process_time() - begun)
            assert response.status_code == status, (address, response.content[:300])
            assert len(response.content) > 20
            if took[-1] < 0.3:
                break
        assert min(took) < 0.3  # seconds of this process; the best of three, since a collection of garbage may fall in
    assert client.get("/api/v1/search", QUERY_STRING=query).status_code in (400, 422)


@pytest.mark.parametrize("query", HARMLESS, ids=range(len(HARMLESS)))
@pytest.mark.parametrize("engine", ["memory", "embedded"])
def test_harmless(client: Client, query: str, engine: str, settings: object, tmp_path: object) -> None:
    if engine == "embedded":
        settings.SEARCH_URL = f"embedded://{tmp_path}/index"  # type: ignore[attr-defined]
    n.write("Lamps #CO")
    for address in ("/search/", "/search.json", "/search.csv", "/search.atom", "/api/v1/search", "/search/suggest"):
        response = client.get(address, QUERY_STRING=query)
        assert response.status_code == 200, (address, response.content[:300])


def test_errors_name_parameter_and_limit(client: Client) -> None:
    html = client.get("/search/", {"q": "x" * 201}).content.decode()
    assert "201 characters; at most 200" in html
    body = client.get("/search.json", {"colour": "red"}).json()
    assert body["status"] == 400
    assert body["errors"][0]["parameter"] == "colour"
    assert "country" in body["errors"][0]["message"]
    assert client.get("/api/v1/search", {"page": "51"}).json()["status"] == 422
    assert client.get("/search/suggest", {"q": "x" * 201}).status_code == 400


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["q", "country", "theme", "sort", "page", "view", "per_page", "zzz"]), st.text(max_size=40)
    )
)
def test_anything_is_answered_or_refused(client: Client, given_parameters: dict[str, str]) -> None:
    clean = {k: v.encode("utf-8", "replace").decode() for k, v in given_parameters.items()}
    for address in ("/search/", "/search.json", "/api/v1/search"):
        assert client.get(address, clean).status_code in (200, 400, 422)
