"""Addresses of texts as readers and programs use them: older versions, gone provisions, days, caches, odd input."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

Publish = Callable[..., Any]

SECOND = """I. Light

1. Every street has light.
2. Squares have light too.
3. The city repairs a lamp within two days:
(a) after a report.

II. People

4. Neighbours are asked twice a year what they fear.
5. Nobody is sent away from a bench.
"""
BASE = "/guidelines/charter"
API = "/api/v1/guidelines/charter"


@pytest.fixture
def two(publish: Publish) -> None:
    publish(date=date(2024, 1, 1))
    publish(SECOND, date=date(2025, 6, 1))


@pytest.mark.usefixtures("two")
def test_an_older_version_leads_to_its_own_provisions(client: Client) -> None:
    """2 is another provision today: its number must not lead there, nor propose a change of it."""
    for path in (f"{BASE}/versions/1/", f"{BASE}/versions/1/2/"):
        page = client.get(path).content.decode()
        assert f'href="{BASE}/2/"' not in page
        assert f'href="{BASE}/2/propose/"' not in page
        assert f'href="{BASE}/versions/1/2.a/"' in page
        assert f'href="{API}/versions/1' in page
    page = client.get(f"{BASE}/versions/1/2/").content.decode()
    assert f'href="{BASE}/permanent/2/"' in page
    assert f'href="{BASE}/2/history/?key=1"' in page
    assert f'href="{BASE}/versions/1/#p-2"' in page
    assert "is linked to this provision yet" not in page  # what stands beside it is not looked up here
    assert f'href="{BASE}/2.a/"' not in client.get(f"{BASE}/versions/1/2.b/").content.decode()
    assert f'href="{BASE}/3.a/"' in client.get(f"{BASE}/3/").content.decode()


@pytest.mark.usefixtures("two")
def test_link_headers_name_the_other_versions(client: Client) -> None:
    first = client.get(f"{BASE}/versions/1/").headers["Link"]
    assert f'<{BASE}/versions/2/>; rel="successor-version"' in first
    assert f'<{BASE}/>; rel="latest-version"' in first
    assert "predecessor" not in first
    last = client.get(f"{BASE}/3/").headers["Link"]
    assert f'<{BASE}/versions/1/2/>; rel="predecessor-version"' in last
    assert f'<{BASE}/permanent/2/>; rel="latest-version"' in last
    assert f'<{BASE}/2/history/?key=1>; rel="version-history"' in last
    assert "successor" not in last
    text = client.get(f"{BASE}/versions/2/").headers["Link"]
    assert f'<{BASE}/versions/1/>; rel="predecessor-version"' in text
    assert f'<{BASE}/versions/>; rel="version-history"' in text


@pytest.mark.usefixtures("two")
def test_the_api_links_to_its_other_versions_and_formats(client: Client) -> None:
    """Every link of every answer is there, and says of itself what it was linked as."""
    paths = ["", "/versions/1", "/versions/2", "/provisions/3", "/permanent/2", "/versions/1/provisions/2.a"]
    paths += [
        "/on/2100-01-01",
        "/jsonld",
        "/versions/1/jsonld",
        "/provisions/3/jsonld",
        "/versions/2/provisions/1/jsonld",
    ]
    for path in paths:
        answer = client.get(API + path)
        links = re.findall(r'<([^>]+)>; rel="([\w-]+)"(?:; type="([^"]+)")?', answer.headers["Link"])
        assert {"alternate", "canonical", "version-history", "latest-version"} <= {rel for _, rel, _ in links}, path
        assert "predecessor-version" in str(links) or "successor-version" in str(links), path
        for address, _rel, kind in links:
            there = client.get(address, follow=True)
            assert there.status_code == 200, (path, address)
            assert not kind or there.headers["Content-Type"].startswith(kind), (path, address)
    old = client.get(f"{API}/versions/1/provisions/2").headers["Link"]
    assert f'<{API}/versions/2/provisions/3>; rel="successor-version"' in old
    assert f'<{API}/permanent/2>; rel="latest-version"' in old


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("path", "api"),
    [
        ("/", ""),
        ("/versions/1/", "/versions/1"),
        ("/3.a/", "/provisions/3.a"),
        ("/versions/1/2/", "/versions/1/provisions/2"),
        ("/permanent/2/", "/provisions/3"),
    ],
)
def test_programs_are_led_from_an_address_to_the_form_they_ask_for(client: Client, path: str, api: str) -> None:
    for wanted, address in (("application/ld+json", f"{API}{api}/jsonld"), ("application/json", API + api)):
        answer = client.get(BASE + path, headers={"accept": wanted}, follow=True)
        assert answer.redirect_chain[-1] == (address, 303)
        assert answer.headers["Content-Type"].startswith(wanted)
    for wanted in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "", "text/turtle"):
        page = client.get(BASE + path, headers={"accept": wanted}, follow=True)
        assert page.headers["Content-Type"].startswith("text/html")
        assert "Accept" in page.headers["Vary"].split(", ")


@pytest.mark.usefixtures("two")
def test_the_api_knows_head_and_says_which_methods_it_knows(client: Client) -> None:
    for path in ("", "/versions/1", "/provisions/3", "/jsonld"):
        full, head = client.get(API + path), client.head(API + path)
        assert (head.status_code, head.content) == (200, b"")
        assert {head.headers[name] == full.headers[name] for name in ("ETag", "Content-Type", "Link")} == {True}
    for method in (client.post, client.put, client.delete, client.patch):
        refused = method(API)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["detail"] == "Use GET or HEAD."


def test_the_description_of_the_api_tells_of_its_errors(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert operations
    assert all("application/problem+json" in o["responses"]["default"]["content"] for o in operations)
    assert {"type", "title", "status"} == set(schema["components"]["schemas"]["Problem"]["required"])


@pytest.mark.usefixtures("two")
def test_versions_tell_whether_they_are_superseded_and_linked_data_what_they_change(client: Client) -> None:
    rows = client.get(f"{API}/versions").json()
    assert [(row["number"], row["superseded"], row["translation_of"]) for row in rows] == [
        (1, True, None),
        (2, False, None),
    ]
    data = client.get(f"{API}/jsonld").json()
    assert data["legislationChanges"]["@id"].endswith(f"{BASE}/versions/1/")
    sections = data["hasPart"]
    assert all(part["@type"] == "Legislation" and part["name"] for part in sections)
    assert sections[0]["hasPart"][0]["legislationIdentifier"] == "1"
    assert "legislationChanges" not in client.get(f"{API}/versions/1/jsonld").json()


@pytest.mark.usefixtures("two")
def test_errors_of_the_api_say_what_to_do(client: Client) -> None:
    compared = client.get(f"{API}/compare?from=1&to=9")
    assert (compared.status_code, compared.json()["title"]) == (404, "There is no version 9.")
    assert compared.json()["detail"] == "The text has versions 1, 2."
    early = client.get(f"{API}/on/1066-10-14")
    assert (early.status_code, early.json()["detail"]) == (404, f"{API}/versions lists all.")


@pytest.mark.usefixtures("two")
def test_what_is_gone_is_told_from_what_never_was(client: Client) -> None:
    for path in (f"{API}/provisions/2.b", f"{API}/permanent/2.b"):
        gone = client.get(path)
        assert (gone.status_code, gone.headers["Content-Type"]) == (410, "application/problem+json")
        told = gone.json()
        assert told["permanent"] == "2.b"
        assert client.get(told["last"]).json()["wording"] == "after its own round."
        assert client.get(told["history"]).status_code == 200
    for path in (f"{API}/provisions/99", f"{API}/permanent/99", f"{API}/versions/1/provisions/5", f"{API}/versions/9"):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("two")
def test_the_permanent_key_follows_the_provision(client: Client) -> None:
    assert client.get(f"{API}/permanent/2").json()["address"] == "3"


@pytest.mark.usefixtures("two")
def test_an_answer_that_still_holds_is_not_sent_again(client: Client, publish: Publish) -> None:
    for path in (API, f"{API}/versions/1", f"{API}/provisions/3/jsonld", f"{API}/compare"):
        first = client.get(path)
        assert set(first.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    seen = client.get(API).headers["ETag"]
    publish(SECOND.replace("two days", "one day"))
    assert client.get(API, headers={"If-None-Match": seen}).status_code == 200


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("day", "version"), [("2024-01-01", 1), ("2025-05-31", 1), ("2025-06-01", 2), ("2999-12-31", 2)]
)
def test_the_text_of_a_day(client: Client, day: str, version: int) -> None:
    there = f"{BASE}/versions/{version}/"
    assert client.get(f"{BASE}/on/{day}/").headers["Location"] == there
    assert client.get(f"{BASE}/on/", {"day": day}).headers["Location"] == there
    assert client.get(f"{API}/on/{day}").json()["number"] == version


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "day", ["yesterday", "2024-02-30", "20240601", "2024-W01-1", "0000-00-00", "2024-6-1", "٢٠٢٤-٠١-٠١"]
)
def test_no_day_of_the_calendar(client: Client, day: str) -> None:
    for answer, status in ((client.get(f"{BASE}/on/{day}/"), 404), (client.get(f"{BASE}/on/", {"day": day}), 400)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "is no day of the calendar; write it as 2024-06-30." in page
        assert 'aria-invalid="true"' in page


@pytest.mark.usefixtures("two")
def test_a_day_before_the_first_version_is_told(client: Client) -> None:
    answer = client.get(f"{BASE}/on/2023-12-31/")
    assert answer.status_code == 404
    assert "There was no version yet on 31 Dec 2023." in answer.content.decode()
    assert client.get(f"{API}/on/2023-12-31").json()["title"] == "There was no version yet on that day."
    assert client.get(f"{API}/on/tomorrow").status_code == 422


@pytest.mark.usefixtures("two")
def test_versions_that_cannot_be_compared_are_named(client: Client) -> None:
    page = client.get(f"{BASE}/compare/", {"from": "99", "to": "<b>"})
    assert page.status_code == 404
    assert "There is no version 99." in page.content.decode()
    assert "There is no version &lt;b&gt;." in page.content.decode()
    assert "the same version twice" in client.get(f"{BASE}/compare/", {"from": "2", "to": "2"}).content.decode()
    assert client.get(f"{BASE}/compare/").status_code == 200
    assert client.get(f"{API}/compare?from=0&to=2").status_code == 404


@pytest.mark.usefixtures("two")
def test_an_address_to_cite_is_the_same_in_every_language(client: Client) -> None:
    page = client.get(f"/ar{BASE}/3/")
    assert f'<{BASE}/permanent/2/>; rel="canonical"' in page.headers["Link"]
    assert f"{BASE}/permanent/2/</code>" in page.content.decode()
    assert f"/ar{BASE}/permanent/2/</code>" not in page.content.decode()
