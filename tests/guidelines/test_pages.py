"""Reading pages, addresses, search within, margin, API; constant queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidelines.models import DocumentVersion
from guidelines.vocabulary_loader import load_vocabulary
from tests.guidelines.test_publishing import SECOND

Publish = Callable[..., Any]


def test_a_text_with_outline_and_permanent_addresses(publish: Publish, client: Client) -> None:
    publish()
    page = client.get("/guidelines/charter/")
    html = page.content.decode()
    assert page.status_code == 200
    assert 'id="p-2.a"' in html
    assert 'href="#section-ii"' in html
    assert "/guidelines/charter/permanent/2.a/" in html
    assert 'rel="alternate"; type="application/ld+json"' in page["Link"]
    assert client.get("/guidelines/charter/2.a/").status_code == 200
    assert client.get("/guidelines/charter/9/").status_code == client.get("/guidelines/nothing/").status_code == 404


def test_permanent_addresses_follow_and_old_numbers_tell(publish: Publish, client: Client) -> None:
    publish()
    publish(SECOND.replace("5. Nobody is sent away from a bench.\n", ""))
    assert client.get("/guidelines/charter/permanent/1/").url == "/guidelines/charter/2/"
    gone = client.get("/guidelines/charter/permanent/4/")
    assert gone.status_code == 302
    assert "deleted" in client.get(gone.url).content.decode()
    assert client.get("/guidelines/charter/versions/1/4/").status_code == 200
    assert "A later version is in force" in client.get("/guidelines/charter/versions/1/").content.decode()


def test_searching_within_finds_all_words_without_accents(publish: Publish, client: Client) -> None:
    publish("1. The café keeps light.\n2. Every street has light.\n")
    html = client.get("/guidelines/charter/?q=CAFE light").content.decode()
    assert "One provision with" in html
    assert "<mark>café</mark>" in html
    assert "No provision has all these words" in client.get("/guidelines/charter/?q=zebra").content.decode()
    assert "&lt;script&gt;" in client.get("/guidelines/charter/?q=<script>").content.decode()


def test_comparison_marks_words_by_more_than_colour(publish: Publish, client: Client) -> None:
    publish()
    publish(SECOND)
    inline = client.get("/guidelines/charter/compare/?from=1&to=2").content.decode()
    assert (
        '<ins><span class="sr-only" lang="en" dir="auto">[added: </span><span class="mark" aria-hidden="true">+</span>'
        in inline
    )
    assert "renumbered from 1" in inline
    assert client.get("/guidelines/charter/compare/?from=1&to=2&view=side").status_code == 200
    assert client.get("/guidelines/charter/compare/?from=x&to=99").status_code == 404


def test_an_unpublished_text_is_nowhere(publish: Publish, client: Client) -> None:
    document = publish().document
    document.unpublish()
    for path in (
        "/guidelines/charter/",
        "/guidelines/charter/1/",
        "/guidelines/charter/permanent/1/",
        "/guidelines/charter/versions/1/",
        "/guidelines/charter/amendments/",
        "/guidelines/charter/text/clean/",
        "/guidelines/charter/coverage/",
        "/api/v1/guidelines/charter",
        "/api/v1/guidelines/charter/provisions/1",
        "/api/v1/guidelines/charter/versions/1",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/api/v1/guidelines").json() == []
    from guidelines.search_documents import DocumentSource, ProvisionSource
    from guidelines.selectors import current_outline

    assert list(DocumentSource().public_keys()) == list(ProvisionSource().public_keys()) == []
    assert current_outline() == {}


def test_queries_do_not_grow_with_the_text(publish: Publish, client: Client) -> None:
    counts = []
    for code, size in (("small", 5), ("large", 120)):
        publish(
            "".join(f"{n}. Sentence number {n} about lamp {n * 7} and bench {n * 13}.\n" for n in range(1, size)),
            code=code,
        )
        client.get(f"/guidelines/{code}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/guidelines/{code}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_queries_do_not_grow_with_the_versions(publish: Publish, client: Client) -> None:
    from guidelines.services import publish_version
    from guidelines.stored_text import load_tree

    first = publish()
    counts = {}
    for versions in (2, 12):
        while DocumentVersion.objects.filter(document=first.document).count() < versions:
            publish_version(document=first.document, parts=load_tree(first), status="draft")
        for path in ("", "1/", "versions/", "1/history/"):
            client.get(f"/guidelines/charter/{path}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/guidelines/charter/{path}").status_code == 200
            counts.setdefault(path, []).append(len(queries))
    assert all(few == many for few, many in counts.values()), counts


@pytest.mark.slow
def test_three_hundred_provisions_in_twenty_versions_take_the_queries_of_five(publish: Publish, client: Client) -> None:
    """How long it takes is measured by `python -m benchmarks.guideline_text`."""
    from guidelines.services import publish_version
    from guidelines.stored_text import load_tree

    counts = []
    for code, provisions, versions in (("small", 5, 1), ("large", 300, 20)):
        first = publish(
            "".join(
                f"{n}. Sentence number {n} about lamp {n * 7} and bench {n * 13}.\n" for n in range(1, provisions + 1)
            ),
            code=code,
        )
        for _ in range(versions - 1):
            publish_version(document=first.document, parts=load_tree(first), status="draft")
        assert DocumentVersion.objects.filter(document=first.document).count() == versions
        client.get(f"/guidelines/{code}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/guidelines/{code}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_api_gives_tree_versions_differences_and_linked_data(publish: Publish, client: Client) -> None:
    publish()
    publish(SECOND)
    one = client.get("/api/v1/guidelines/charter").json()
    assert one["current"]["number"] == 2
    assert len(one["sections"]) == 2
    provision = client.get("/api/v1/guidelines/charter/provisions/3").json()
    assert (provision["permanent"], [c["address"] for c in provision["children"]]) == ("2", ["3(a)", "3(b)"])
    versions = client.get("/api/v1/guidelines/charter/versions").json()
    assert versions[1]["previous_hash"] == versions[0]["chain_hash"]
    difference = client.get("/api/v1/guidelines/charter/compare?from=1&to=2").json()
    assert difference["counts"] == {"new": 1, "renumbered": 6, "reworded": 1}
    linked = client.get("/api/v1/guidelines/charter/provisions/3/jsonld")
    assert linked["Content-Type"] == "application/ld+json"
    assert linked.json()["@type"] == "Legislation"
    assert linked.json()["sameAs"].endswith("/permanent/2/")
    assert client.get("/api/v1/guidelines/charter/versions/9").status_code == 404


def test_digests_stand_alone_and_stay_beside_the_wording(shelf: Any, client: Client, gc27: bytes) -> None:
    from django.core.management import call_command

    load_vocabulary()
    call_command("load_digests", verbosity=0)
    alone = client.get("/guidelines/un-safer-cities-guidelines/").content.decode()
    assert "The wording is not on this site" in alone
    assert 'id="p-26.f.iii.6"' in alone
    from guidelines.importers.guideline_text import parse_guideline
    from guidelines.services import apply_import, plan_import

    plan = plan_import(parsed=parse_guideline(gc27))
    assert plan.document is not None
    assert plan.alignment is not None
    assert plan.alignment.counts() == {"unchanged": 118}
    apply_import(plan=plan, status="draft")
    with_text = client.get("/guidelines/un-safer-cities-guidelines/26.f.i/").content.decode()
    assert "Plan and design for people" in with_text
    assert "Urban Planning and Design for social integration" in with_text
    call_command("load_digests", verbosity=0)


def test_theme_and_sdg_pages(shelf: Any, client: Client) -> None:
    from django.core.management import call_command

    load_vocabulary()
    call_command("load_digests", verbosity=0)
    for path in (
        "/themes/",
        "/themes/governance/",
        "/themes/public-space/",
        "/sdgs/",
        "/sdgs/11/",
        "/sdgs/11/11.7/",
        "/fr/themes/public-space/",
        "/guidelines/",
    ):
        assert client.get(path).status_code == 200, path
    assert "26(f)(i).3" in client.get("/themes/public-space/").content.decode()
    for path in ("/themes/nothing/", "/sdgs/18/", "/sdgs/1/11.7/"):
        assert client.get(path).status_code == 404


def test_provisions_are_found_by_the_search(publish: Publish, client: Client) -> None:
    from search.outbox import drain

    publish()
    drain()
    found = client.get("/api/v1/search?q=neighbours&kind=provision").json()
    assert [result["title"] for result in found["results"]] == ["3"]
    assert found["results"][0]["url"].endswith("/guidelines/charter/3/")
