"""The search page and its other formats, as a visitor gets them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from search import outbox
from search.documents import Document, Text
from search.models import OutboxEntry
from search.queries import SearchUnavailable
from search.service import get_engine
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


@pytest.fixture
def some(notes: None) -> list[n.Group]:
    return [
        n.write("Lamps in markets #CO @space/lighting"),
        n.write("Lamps on stairs #FR @space/lighting"),
        n.write("School streets #FR @mobility/walking"),
        n.write("draft Secret lamps #XX @secret/thing"),
    ]


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/search/{query}")
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def found(client: Client, query: str = "") -> dict[str, object]:
    response = client.get(f"/search.json{query}")
    assert response.status_code == 200
    return json.loads(response.content)


@pytest.mark.usefixtures("some")
class TestPage:
    def test_everything_without_words(self, client: Client) -> None:
        html = page(client)
        assert "3 results" in html
        assert "Lamps in markets" in html
        assert "Secret" not in html

    def test_words_are_marked_and_kept_in_the_box(self, client: Client) -> None:
        html = page(client, "?q=lamps")
        assert "<mark>Lamps</mark> in markets" in html
        assert 'value="lamps"' in html
        assert "2 results" in html

    def test_facets_carry_labels_counts_and_ticks(self, client: Client) -> None:
        html = page(client, "?q=lamps&country=CO")
        assert "Colombia" in html
        assert '<input type="checkbox" name="country" value="CO" checked>' in html
        assert '<input type="checkbox" name="country" value="FR">' in html  # counted under the others only
        assert '<input type="checkbox" name="theme" value="space">' in html

    def test_chips_remove_their_filter(self, client: Client) -> None:
        response = client.get("/search/?q=lamps&country=CO&country=FR&theme=space")
        chips = {(c.facet, c.label): c.remove_url for c in response.context["filters"]}
        assert set(chips) == {("Theme", "Theme space"), ("Country", "Colombia"), ("Country", "France")}
        left = parse_qs(urlsplit(chips["Country", "Colombia"]).query)
        assert left == {"q": ["lamps"], "country": ["FR"], "theme": ["space"]}

    def test_the_tree_is_nested(self, client: Client) -> None:
        [theme] = [f for f in client.get("/search/").context["facets"] if f.name == "theme"]
        assert [(v.value, v.count, [c.value for c in v.children]) for v in theme.values] == [
            ("space", 2, ["space/lighting"]),
            ("mobility", 1, ["mobility/walking"]),
        ]

    def test_htmx_gets_the_changing_part(self, client: Client) -> None:
        response = client.get("/search/?q=lamps", headers={"HX-Request": "true"})
        assert b"<html" not in response.content
        assert b'id="search-results"' in response.content
        assert response["HX-Push-Url"] == "/search/?q=lamps"
        assert "HX-Request" in response["Vary"]

    @pytest.mark.parametrize("view", ["list", "map", "table"])
    def test_views(self, client: Client, view: str) -> None:
        html = page(client, f"?view={view}")
        assert "Lamps in markets" in html
        assert ('id="map-list"' in html) == (view == "map")
        assert ("<table" in html) == (view == "table")

    def test_any_word_under_a_notice_when_none_has_all(self, client: Client) -> None:
        html = page(client, "?q=lamps+unheardof")
        assert "No record has every word" in html
        assert "2 results" in html

    def test_did_you_mean(self, client: Client) -> None:
        html = page(client, "?q=marketz")
        assert "Did you mean" in html
        assert "/search/?q=markets" in html

    def test_nothing_found_gives_ways_on(self, client: Client) -> None:
        html = page(client, "?q=unheardof")
        assert "Nothing found for" in html
        assert "Theme space" in html
        html = page(client, "?q=streets&country=CO")
        assert "Show 1 result without the filters" in html

    def test_user_text_is_escaped(self, client: Client) -> None:
        html = page(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E&country=%3Cb%3E")
        assert "<script>alert" not in html
        assert "<b>" not in html

    def test_languages(self, client: Client) -> None:
        assert client.get("/fr/search/?q=lamps").status_code == 200

    def test_an_engine_that_is_down_is_said(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(get_engine(), "search", lambda q: (_ for _ in ()).throw(SearchUnavailable("http://h:9/x")))
        html = page(client, "?q=lamps", status=503)
        assert "does not answer" in html
        assert "h:9" not in html
        for other in ("/search.json", "/search.csv", "/search.atom"):
            assert client.get(other).status_code == 503
        assert client.get("/api/v1/search").status_code == 503
        assert client.get("/search/suggest?q=la").status_code == 200

    def test_only_reading_methods(self, client: Client) -> None:
        assert client.post("/search/").status_code == 405
        assert client.head("/search/").status_code == 200


@pytest.mark.usefixtures("some")
class TestPages:
    def test_pages_and_their_links(self, client: Client) -> None:
        made = n.Group.objects.bulk_create([n.Group(name=f"Note {i:03d}") for i in range(100)])
        outbox.changed("note", [g.pk for g in made], "bulk")
        response = client.get("/search/?q=note&page=3")
        assert [(p.number, p.current) for p in response.context["pages"]] == [
            (1, False), (2, False), (3, True), (4, False), (5, False),
        ]  # fmt: skip
        assert response.context["next_url"] == "/search/?q=note&page=4"
        assert "41 to 60" in response.content.decode()
        assert "no such page" in page(client, "?q=note&page=40")

    def test_sql_stays_small_whatever_the_page_shows(self, client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for query in ("", "?q=lamps", "?q=unheardof+words", "?q=lamps&country=XX", "?view=map", "?view=table"):
            with django_assert_max_num_queries(12):
                client.get(f"/search/{query}")


@pytest.mark.trust("T05", "T09", "T38")
@pytest.mark.usefixtures("some")
class TestGate:
    def test_a_stale_hit_is_not_shown_and_the_index_mends_itself(self, client: Client, some: list[n.Group]) -> None:
        n.Group.objects.filter(pk=some[0].pk).update(name="draft withdrawn behind the index's back")
        html = page(client, "?q=lamps")
        assert "Lamps in markets" not in html
        assert "1 result" in html
        assert OutboxEntry.objects.filter(reason="gate", key=some[0].pk).exists()
        assert found(client, "?q=lamps")["total"] == 1
        assert client.get("/search/suggest?q=lamps+in").json() == {"suggestions": []}

    def test_injected_ids_are_not_shown(self, client: Client) -> None:
        get_engine().put(
            [
                Document("note:424242", "note", 1, (Text("en", "Injected lamps"),)),
                Document("song:1", "song", 1, (Text("en", "Injected lamps"),)),
                Document("note:x", "note", 1, (Text("en", "Injected lamps"),)),
            ]
        )
        assert "Injected" not in page(client, "?q=lamps")
        assert "Injected" not in client.get("/search.csv?q=lamps").getvalue().decode()
        assert "Injected" not in client.get("/search.atom?q=lamps").content.decode()
        assert "Injected" not in client.get("/search/suggest?q=injected").content.decode()

    def test_drafts_are_nowhere(self, client: Client) -> None:
        for address in ("/search/", "/search.json", "/search.csv", "/search.atom", "/api/v1/search"):
            body = b"".join(client.get(f"{address}?q=lamps")).decode()
            assert "Secret" not in body
            assert "secret/thing" not in body
            assert "XX" not in body

    def test_old_queues_hide_the_counts(self, client: Client, settings: object) -> None:
        settings.SEARCH_INLINE_DRAIN = False  # type: ignore[attr-defined]
        n.write("Waiting")
        assert "Filters return" not in page(client)
        OutboxEntry.objects.waiting().update(created_at=timezone.now() - timedelta(seconds=61))
        html = page(client, "?country=CO")
        assert "Filters return in a moment" in html
        assert "About 1 result" in html
        assert 'type="hidden" name="country" value="CO"' in html

    def test_old_queues_hide_the_counts_from_programs_too(self, client: Client, settings: object) -> None:
        settings.SEARCH_INLINE_DRAIN = False  # type: ignore[attr-defined]
        n.write("Waiting")
        for address in ("/search.json", "/api/v1/search"):
            body = client.get(address).json()
            assert body["facets"]["country"]
            assert body["facets_withheld"] is False
        OutboxEntry.objects.waiting().update(created_at=timezone.now() - timedelta(seconds=61))
        for address in ("/search.json", "/api/v1/search"):
            body = client.get(address).json()
            assert (body["facets"], body["facets_withheld"]) == ({}, True)
            assert len(body["results"]) == 3

    def test_a_first_page_is_filled_up_when_hits_were_dropped(self, client: Client) -> None:
        made = n.Group.objects.bulk_create([n.Group(name=f"Note {i:03d}") for i in range(25)])
        outbox.changed("note", [g.pk for g in made], "bulk")
        gone = [card.id for card, _hit in client.get("/search/?q=note").context["cards"]][3:5]
        for key in gone:
            n.Group.objects.filter(pk=key.partition(":")[2]).update(name=f"draft withdrawn {key}")
        shown = [card.id for card, _hit in client.get("/search/?q=note").context["cards"]]
        assert len(set(shown)) == 20
        assert not {*gone} & {*shown}


@pytest.mark.usefixtures("some")
class TestFormats:
    def test_json(self, client: Client) -> None:
        body = found(client, "?q=lamps&country=CO")
        assert set(body) == {"total", "page", "pages", "results", "facets", "facets_withheld", "degraded"}
        [result] = body["results"]  # type: ignore[misc]
        assert set(result) == {"id", "kind", "title", "url", "summary", "snippet", "codes"}
        assert result["url"].startswith("http://testserver/notes/")
        assert result["codes"] == {"country": ["CO"], "theme": ["space/lighting"]}
        assert body["facets"]["country"] == [  # type: ignore[index]
            {"value": "CO", "label": "Colombia", "count": 1, "selected": True},
            {"value": "FR", "label": "France", "count": 1, "selected": False},
        ]

    def test_the_api_answers_the_same(self, client: Client) -> None:
        for query in ("", "?q=lamps", "?q=lamps&country=CO", "?sort=newest&page=2"):
            assert client.get(f"/api/v1/search{query}").json() == found(client, query)

    def test_the_other_way_of_writing_it(self, client: Client) -> None:
        assert client.get("/search/.json?q=lamps").json() == found(client, "?q=lamps")
        assert client.get("/search.xml").status_code == 404

    def test_csv(self, client: Client) -> None:
        n.write("=cmd() lamps #CO")
        response = client.get("/search.csv?q=lamps&sort=newest")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        assert {row["title"] for row in rows} == {"Lamps in markets", "Lamps on stairs", "'=cmd() lamps"}
        assert rows[0]["theme"] in {"space/lighting", ""}

    def test_csv_beyond_one_page(self, client: Client) -> None:
        made = n.Group.objects.bulk_create([n.Group(name=f"Note {i:03d}") for i in range(130)])
        outbox.changed("note", [g.pk for g in made], "bulk")
        rows = client.get("/search.csv?q=note").getvalue().decode().splitlines()
        assert len(rows) == 131

    def test_atom(self, client: Client) -> None:
        response = client.get("/search.atom?q=lamps")
        assert response["Content-Type"].startswith("application/atom+xml")
        space = {"a": "http://www.w3.org/2005/Atom"}
        feed = ElementTree.fromstring(response.content)
        titles = [e.text for e in feed.findall("a:entry/a:title", space)]
        assert sorted(titles) == ["Lamps in markets", "Lamps on stairs"]
        assert feed.find("a:link[@rel='self']", space).attrib["href"] == "http://testserver/search.atom?q=lamps"  # type: ignore[union-attr]

    def test_a_record_carries_every_code_it_is_found_by(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = n.NoteSource.cards
        without = {"codes": {}}
        monkeypatch.setattr(
            n.NoteSource, "cards", lambda *given: {k: replace(c, **without) for k, c in drawn(*given).items()}
        )
        body = client.get("/api/v1/search?q=lamps").json()
        for name in ("country", "theme"):
            held = Counter(code for row in body["results"] for code in row["codes"].get(name, []))
            counted = {v["value"]: v["count"] for v in body["facets"][name]}
            assert held
            assert {code: counted[code] for code in held} == dict(held)
        rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=lamps").getvalue().decode("utf-8-sig"))))
        assert {row["country"] for row in rows} == {row["codes"]["country"][0] for row in body["results"]}

    def test_a_control_character_breaks_no_feed(self, client: Client) -> None:
        n.write("Lamps of \x08 steel")
        response = client.get("/search.atom?q=%01lamps%08")
        assert response.status_code == 200
        feed = ElementTree.fromstring(response.content)
        assert [e.text for e in feed.findall(".//{http://www.w3.org/2005/Atom}title")][1:]

    def test_suggestions(self, client: Client) -> None:
        body = client.get("/search/suggest?q=lam").json()
        assert {s["text"] for s in body["suggestions"]} == {"Lamps in markets", "Lamps on stairs"}
        assert body["suggestions"][0]["label"] == "Note"
        assert body["suggestions"][0]["url"].startswith("/notes/")
        assert client.get("/search/suggest").json() == {"suggestions": []}
