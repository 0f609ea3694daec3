"""Indicators: shipped, read, found, attached to provisions, followed through versions, kept as editors left them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guidelines.choices import LinkState
from guidelines.models import Indicator, IndicatorLink, Provision, ProvisionVersion, SdgTarget
from guidelines.services import AttachNotPossible, attach_indicator, confirm_link, detach_indicator
from guidelines.services.indicators import load_indicator_links
from guidelines.vocabulary_loader import DATA, load_vocabulary
from search import outbox
from tests.guidelines.conftest import FIRST

Publish = Callable[..., Any]
SHIPPED = json.loads((DATA / "indicators.json").read_text("utf-8"))["indicators"]


def make(code: str = "lit-streets", **more: Any) -> Indicator:
    values = {
        "labels": {"en": "Lit streets", "fr": "Rues éclairées"}, "definition": "The share of streets with light.",
        "definitions": {"fr": "La part des rues éclairées."}, "unit": "% of streets", "numerator": "Streets with light",
        "method": "Counted at night.", "limits": "Not whether people feel safe.", "source_title": "Manual of lamps",
        "source_url": "https://example.org/lamps",
    }  # fmt: skip
    indicator = Indicator(code=code, **{**values, **more})
    indicator.full_clean()
    indicator.save()
    return indicator


@pytest.fixture
def charter(publish: Publish) -> Any:
    return publish().document


def test_shipped_indicators_are_whole_and_say_where_they_come_from(shelf: Any) -> None:
    load_vocabulary()
    assert Indicator.objects.count() == len(SHIPPED) >= 30
    for indicator in Indicator.objects.prefetch_related("themes"):
        indicator.full_clean()
        assert indicator.source_address.startswith("https://"), indicator.code
        assert indicator.themes.all(), indicator.code
        assert set(indicator.definitions) == {"fr", "es", "ar"}, indicator.code
        assert SdgTarget.objects.filter(code__in=indicator.targets).count() == len(indicator.targets), indicator.code


def test_shipped_words_are_ours_and_their_codes_exist() -> None:
    file = Path(__file__).parents[3] / "shared" / "data" / "sdg.json"
    if not file.exists():
        pytest.skip("the official titles are not on this machine")
    goals = json.loads(file.read_text())["goals"]
    official = {i["code"]: i["title"] for g in goals for t in g["targets"] for i in t["indicators"]}
    for entry in SHIPPED:
        for code in entry["sdg_indicators"]:
            titles = {text.lower() for text in official[code].values()}
            words = {*entry["labels"].values(), entry["definition"], *entry["definitions"].values()}
            assert not titles & {text.lower() for text in words}, entry["code"]


def test_loading_again_keeps_what_an_editor_changed_took_away_or_moved(shelf: Any, editor: Any) -> None:
    load_vocabulary()
    call_command("load_digests", verbosity=0, stdout=StringIO(), stderr=StringIO())
    links = {(link["address"], e["code"]) for e in SHIPPED for link in e["links"]}
    assert IndicatorLink.objects.count() == len(links) >= 40
    indicator = Indicator.objects.get(code="safe-walking-alone")
    indicator.limits = "A feeling."
    indicator.save()
    gone = indicator.provision_links.order_by("pk").first()
    detach_indicator(link=gone, by=editor)
    report = load_vocabulary()
    again = load_indicator_links(shipped=SHIPPED)
    assert report.added == again.added == 0
    assert again.missing == []
    assert report.kept == ["Indicator safe-walking-alone: limits"]
    assert not IndicatorLink.objects.filter(indicator=indicator, provision=gone.provision).exists()


def test_a_provision_the_site_does_not_have_is_told_and_tried_again(charter: Any) -> None:
    make()
    entry = {"code": "lit-streets", "links": [{"document": "later", "address": "1", "role": "result", "note": ""}]}
    assert load_indicator_links(shipped=[entry]).missing == ["lit-streets: later 1"]
    entry["links"][0]["document"] = "charter"  # type: ignore[index]
    assert load_indicator_links(shipped=[entry]).added == 1
    assert load_indicator_links(shipped=[entry]).added == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source_url": ""}, "__all__"),
        ({"source_doi": "doi:10.1"}, "source_doi"),
        ({"sdg_indicators": ["11.7"], "sdg_standing": "is"}, "sdg_indicators"),
        ({"sdg_indicators": ["18.1.1"], "sdg_standing": "is"}, "sdg_indicators"),
        ({"sdg_indicators": ["11.7.2"]}, "sdg_standing"),
        ({"definitions": {"en": "English"}}, "definitions"),
        ({"labels": {"fr": "Rues"}}, "labels"),
        ({"limits": ""}, "limits"),
    ],
)
def test_what_cannot_be_an_indicator_is_refused_with_the_field(db: None, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make(**wrong)
    assert set(refused.value.message_dict) == {field}


def test_words_fall_back_to_english_whole(db: None) -> None:
    indicator = make(labels={"en": "Lit streets", "fr": "Rues éclairées", "ru": "Свет"})
    assert indicator.worded("fr") == ("La part des rues éclairées.", "fr")
    assert indicator.worded("ru") == ("The share of streets with light.", "en")


def test_an_editor_attaches_and_takes_away_from_both_sides(
    charter: Any, editor: Any, visitor: Any, client: Client
) -> None:
    indicator = make()
    other = make("asked-neighbours", labels={"en": "Neighbours asked"})
    there = {"document": "charter", "address": "2(a)", "role": "doing", "note": "Asked for here."}
    for user, status in ((None, 302), (visitor, 403)):
        if user:
            client.force_login(user)
        assert client.post(f"/indicators/{indicator.code}/provisions/", there).status_code == status
        assert client.post("/guidelines/charter/1/indicators/", {"indicator": other.code}).status_code == status
    assert not IndicatorLink.objects.exists()
    client.force_login(editor)
    page = client.post(f"/indicators/{indicator.code}/provisions/", there, follow=True).content.decode()
    assert "Asked for here." in page
    assert "shows whether it is done" in page
    beside = {"indicator": other.code, "role": "setting"}
    page = client.post("/guidelines/charter/1/indicators/", beside, follow=True).content.decode()
    assert "Neighbours asked" in page
    twice = client.post("/guidelines/charter/1/indicators/", beside, follow=True).content.decode()
    assert "Select a valid choice" in twice
    wrong = client.post(f"/indicators/{indicator.code}/provisions/", {**there, "address": "99"}, follow=True)
    assert "The text has no provision 99" in wrong.content.decode()
    assert IndicatorLink.objects.count() == 2
    link = indicator.provision_links.get()
    assert client.post(f"/indicators/{other.code}/provisions/{link.pk}/").status_code == 404
    client.post(f"/indicators/{indicator.code}/provisions/{link.pk}/")
    assert not indicator.provision_links.exists()
    client.logout()
    assert client.get("/guidelines/charter/1/").content.decode().count("Attach an indicator") == 0


def test_services_refuse_who_may_not(charter: Any, visitor: Any, editor: Any) -> None:
    indicator = make()
    where = {"indicator": indicator, "document": "charter", "address": "1"}
    with pytest.raises(PermissionDenied):
        attach_indicator(**where, by=visitor)
    link = attach_indicator(**where, by=editor)
    assert link.wording_hash
    with pytest.raises(AttachNotPossible, match="attached to that provision already"):
        attach_indicator(**where, by=editor)
    with pytest.raises(PermissionDenied):
        detach_indicator(link=link, by=visitor)


def test_links_follow_renumbering_and_ask_to_be_checked(charter: Any, publish: Publish, editor: Any) -> None:
    indicator = make()
    for address in ("1", "3", "4"):
        attach_indicator(indicator=indicator, document="charter", address=address, by=editor)
    reworded = FIRST.replace("twice a year what", "every single spring what")
    publish(
        reworded.replace("3. ", "3. Trams stop for all.\n4. ").replace("4. Nobody", "5. Nobody"), accept_unsure=True
    )
    states = {link.provision.key: (link.state, link.reason) for link in indicator.provision_links.all()}
    assert states == {"1": ("current", ""), "3": ("check", "reworded"), "4": ("current", "")}
    addresses = {
        row.provision.key: row.address
        for row in ProvisionVersion.objects.filter(version__number=2, provision__in=[*Provision.objects.all()])
    }
    assert addresses["4"] == "5"


def test_the_work_list_and_the_page_tell_editors_to_check(
    charter: Any, publish: Publish, editor: Any, client: Client
) -> None:
    indicator = make()
    attach_indicator(indicator=indicator, document="charter", address="3", by=editor)
    publish(FIRST.replace("twice a year", "every single spring"))
    page = client.get(indicator.get_absolute_url()).content.decode()
    assert "The wording has changed" not in page
    client.force_login(editor)
    assert "The wording has changed" in client.get(indicator.get_absolute_url()).content.decode()
    work = client.get(reverse("guidelines:editor")).content.decode()
    assert "Indicator: Lit streets" in work
    link = indicator.provision_links.get()
    client.post(reverse("guidelines:check_link"), {"link": f"indicatorlink:{link.pk}"})
    link.refresh_from_db()
    assert (link.state, link.checked_by) == (LinkState.CURRENT, editor)


def test_moving_a_link_to_where_the_indicator_is_leaves_one(charter: Any, publish: Publish, editor: Any) -> None:
    indicator = make()
    for address in ("1", "3"):
        attach_indicator(indicator=indicator, document="charter", address=address, by=editor)
    publish(FIRST.replace("twice a year", "every single spring"))
    doubted = indicator.provision_links.get(state=LinkState.CHECK)
    confirm_link(link=doubted, by=editor, provision=Provision.objects.get(document=charter, key="1"))
    assert [link.provision.key for link in indicator.provision_links.all()] == ["1"]


def histories(rng: random.Random) -> str:
    """One random next version of the charter: rewordings, insertions, deletions, moves."""
    lines = [
        "Every street has light at night and in the morning.", "The city repairs a lamp within three days.",
        "Neighbours are asked twice a year what they fear.", "Nobody is sent away from a bench in the park.",
        "Trams stop for everybody who waits at a stop.", "Girls say where the way to school is dark.",
    ]  # fmt: skip
    for _ in range(rng.randint(1, 4)):
        at, kind = rng.randrange(len(lines)), rng.choice(["reword", "insert", "delete", "move"])
        if kind == "reword":
            words = lines[at].split()
            words[rng.randrange(len(words) - 1)] = rng.choice(["council", "market", "river", "school"])
            lines[at] = " ".join(words)
        elif kind == "insert":
            lines.insert(at, f"Buses wait {rng.randint(2, 99)} minutes for people who come late from the factory.")
        elif kind == "delete" and len(lines) > 3:
            del lines[at]
        else:
            lines.insert(rng.randrange(len(lines)), lines.pop(at))
    return "I. Light\n\n" + "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)) + "\n"


@pytest.mark.parametrize("seed", range(12))
def test_random_histories_leave_every_link_right_or_flagged(publish: Publish, editor: Any, seed: int) -> None:
    """As tests/guidelines/test_alignment.py shows for the alignment itself, here for links stored on the site."""
    rng = random.Random(seed)
    document = publish(histories(rng), accept_unsure=True).document
    indicator = make()
    first = ProvisionVersion.objects.filter(version__document=document, version__number=1)
    for row in first:
        attach_indicator(indicator=indicator, document="charter", address=row.address, by=editor)
    for _ in range(3):
        publish(histories(rng), accept_unsure=True)
    made_for = dict(first.values_list("provision_id", "wording_hash"))
    last = ProvisionVersion.objects.filter(version__document=document, version__number=4)
    now = dict(last.values_list("provision_id", "wording_hash"))
    assert indicator.provision_links.count() == len(made_for)
    for link in indicator.provision_links.all():
        right = now.get(link.provision_id) == made_for[link.provision_id]
        assert right or link.state == LinkState.CHECK, link.provision.key


def test_it_stands_beside_the_text_with_counts_and_in_the_coverage(charter: Any, editor: Any, client: Client) -> None:
    indicator, hidden = make(), make("hidden", live=False)
    for row in (indicator, hidden):
        attach_indicator(indicator=row, document="charter", address="1", by=editor)
    page = client.get("/guidelines/charter/1/").content.decode()
    assert indicator.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page
    assert "No practice or tool is linked" in page, "a measure is no experience"
    assert indicator.get_absolute_url() in client.get("/guidelines/charter/").content.decode()
    coverage = client.get("/guidelines/charter/coverage/")
    assert "indicator" in coverage.context["kinds"]
    assert {row.node.row.address: row.counts.get("indicator") for row in coverage.context["rows"]}["1"] == 1
    assert '<th scope="col">Indicators</th>' in coverage.content.decode()
    records = client.get("/api/v1/guidelines/charter/provisions/1").json()["records"]
    assert [(r["kind"], r["url"]) for r in records] == [("indicator", indicator.get_absolute_url())]


def test_one_that_is_not_published_is_nowhere(home: Any, memory_search: None, client: Client) -> None:
    make("unripe-measure", live=False)
    for address in ("/indicators/unripe-measure/", "/api/v1/indicators/unripe-measure",
                    "/api/v1/indicators/unripe-measure/jsonld", "/api/v1/indicators/unripe-measure/cities"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for address in ("/indicators/", "/api/v1/indicators", "/sitemap.xml"):
        assert "unripe-measure" not in client.get(address).content.decode(), address


def test_it_is_found_by_its_kind_name_and_code_and_leaves_when_unpublished(
    charter: Any, editor: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load_vocabulary()
        indicator = Indicator.objects.get(code="harassment")
        attach_indicator(indicator=indicator, document="charter", address="1", by=editor)
    outbox.drain()

    def found(query: str) -> list[str]:
        return [r["url"] for r in client.get(f"/search.json?{query}").json()["results"]]

    url = f"http://testserver{indicator.get_absolute_url()}"
    assert url in found("kind=indicator&q=street+harassment")
    assert url in found("kind=indicator&q=11.7.2")
    assert url in found("kind=indicator&sdg=11.7")
    assert found("kind=indicator&provision=charter") == [url]
    assert "Indicators" in client.get("/search/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        indicator.live = False
        indicator.save()
    outbox.drain()
    assert url not in found("kind=indicator&q=street+harassment")


def test_the_api_says_everything_and_json_ld_is_a_statistical_variable(
    charter: Any, editor: Any, client: Client
) -> None:
    indicator = make(sdg_indicators=["11.7.1"], sdg_standing="supports", source_doi="10.1234/lamps")
    attach_indicator(indicator=indicator, document="charter", address="1", note="Light is asked for.", by=editor)
    answer = client.get("/api/v1/indicators/lit-streets").json()
    assert answer["provisions"] == [
        {
            "guideline": "charter", "permanent": "1", "address": "1", "role": "result", "note": "Light is asked for.",
            "check": False, "url": "/guidelines/charter/permanent/1/",
        }
    ]  # fmt: skip
    assert (answer["sdg_indicators"], answer["sdg_standing"]) == (["11.7.1"], "supports")
    assert [row["code"] for row in client.get("/api/v1/indicators").json()] == ["lit-streets"]
    linked = client.get("/api/v1/indicators/lit-streets/jsonld")
    assert linked["Content-Type"] == "application/ld+json"
    data = linked.json()
    assert data["@type"] == ["StatisticalVariable", "DefinedTerm"]
    assert data["subjectOf"]["url"] == "https://doi.org/10.1234/lamps"
    page = client.get("/indicators/lit-streets/").content.decode()
    assert "application/ld+json" in page
    assert "https://doi.org/10.1234/lamps" in page
    french = client.get("/fr/indicators/lit-streets/").content.decode()
    assert "La part des rues éclairées." in french
    assert '<dd lang="en" dir="auto">Counted at night.</dd>' in french


def test_the_list_groups_by_family_with_counts(charter: Any, editor: Any, client: Client) -> None:
    load_vocabulary()
    indicator = Indicator.objects.get(code="harassment")
    attach_indicator(indicator=indicator, document="charter", address="1", by=editor)
    page = client.get("/indicators/")
    shown = {group.group.code: group.rows for group in page.context["groups"]}
    assert sum(len(rows) for rows in shown.values()) == len(SHIPPED)
    assert {row.code: n for rows in shown.values() for row, n in rows}["harassment"] == 1


def test_the_sitemap_lists_it(home: Any, memory_search: None, client: Client) -> None:
    make()
    assert "/indicators/lit-streets/" in client.get("/sitemap.xml", headers={"accept-language": "fr"}).content.decode()


def test_editors_find_and_change_it_in_the_admin(editor: Any, client: Client, shelf: Any) -> None:
    load_vocabulary()
    client.force_login(editor)
    listing = reverse("wagtailsnippets_guidelines_indicator:list")
    page = client.get(listing, {"q": "homicide"}).content.decode()
    assert "Intentional homicide" in page
    assert "Road deaths" not in page
    indicator = Indicator.objects.get(code="road-deaths")
    address = reverse("wagtailsnippets_guidelines_indicator:edit", args=[indicator.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data["themes"] = [str(getattr(theme, "pk", theme)) for theme in data["themes"]]
    refused = client.post(address, {**data, "source_url": "", "source_doi": ""})
    assert "Say where the source is found" in refused.content.decode()
    assert client.post(address, {**data, "limits": "Injuries are missing."}).status_code == 302
    indicator.refresh_from_db()
    assert indicator.limits == "Injuries are missing."
    assert indicator.themes.count() == 2
