"""What must never get out: drafts, records of the network, the city of an anonymised record (trust T05, T06, T08)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cities.models import CityPage
from practices.models import Outcome, PracticePage, PracticeSource, PracticeTranslation, Stakeholder, ToolPage
from practices.publicity import NotPublic, public_practice
from practices.search_documents import PracticeSource as Source
from search.documents import Document
from tests.factories.records import CityPageFactory, PracticePageFactory, ToolPageFactory, adopt

pytestmark = [pytest.mark.django_db, pytest.mark.trust("T05"), pytest.mark.trust("T06")]
TOKEN = "Zanzaribor"
WORDS = f"In {TOKEN} the mayor stopped it after 48374711 days"


@pytest.fixture
def city() -> CityPage:
    return CityPageFactory(
        code="zanzaribor", title=TOKEN, names={"fr": f"{TOKEN}é", "ar": "زنزاربور"}, latitude=1.2345, longitude=5.4321
    )


@pytest.fixture
def secret(city: CityPage, memory_search: None) -> PracticePage:
    """An anonymised record whose every text names its city and a figure."""
    tool = ToolPageFactory()
    page = PracticePageFactory(
        city=city,
        anonymised=True,
        code="zanzaribor-curfew",
        title=f"Curfew in {TOKEN}",
        claim=WORDS,
        summary=WORDS,
        problem=WORDS,
        mechanism=WORDS,
        intervention=WORDS,
        failure_noticed=WORDS,
        failure_differently=WORDS,
        lead_organisation=f"{TOKEN} Watch",
        leader="Zanzaribor mayor",
        cost_one_off=48374711,
        cost_currency="USD",
        start="2011-04",
        keywords=["zanzaribor-night"],
        tools=[tool],
        outcomes=[
            Outcome(
                outcome="homicide",
                comparison="before-after",
                baseline=48374711,
                result=48374712,
                direction="negative",
                effect=WORDS,
                indicator=WORDS,
                population=WORDS,
                sources=["zan"],
            )
        ],
        sources=[
            PracticeSource(
                key="zan",
                kind="report",
                title=f"The {TOKEN} report",
                authors="Zan Zaribor",
                url="https://zanzaribor.example/",
            )
        ],
        stakeholders=[Stakeholder(name=f"{TOKEN} traders", role="lost income")],
    )
    PracticeTranslation.objects.create(
        practice=page,
        language="fr",
        status="approved",
        title=f"Couvre-feu à {TOKEN}é",
        claim=f"À {TOKEN}é, 48374711 jours",
        fields={"problem": WORDS},
    )
    adopt(page, CityPageFactory(code="otherplace", title="Otherplace"))
    return PracticePage.objects.get(pk=page.pk)


def betrays(text: str) -> list[str]:
    low = text.casefold()
    return [
        word
        for word in ("zanzari", "زنزاربور", "48374711", "48374712", "1.2345", "5.4321", "otherplace", "2011")
        if word in low
    ]


def plain(document: Document) -> str:
    return json.dumps(
        [[vars_of(text) for text in document.texts], dict(document.codes), document.place, document.location],
        ensure_ascii=False,
        default=str,
    )


def vars_of(text: Any) -> list[Any]:
    return [text.title, text.summary, text.body, text.keywords]


def test_the_search_document_of_an_anonymised_record(secret: PracticePage) -> None:
    (document,) = Source().documents([secret.pk], {})
    assert betrays(plain(document)) == []
    assert len(document.texts) == 2
    assert document.location is None
    assert document.place == ""
    assert "country" not in document.codes
    assert "size" not in document.codes


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_card_of_an_anonymised_record(secret: PracticePage, language: str) -> None:
    card = Source().cards([secret.pk], language)[secret.pk]
    assert betrays(str(card)) == []
    assert card.location is None


@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_every_public_surface_of_an_anonymised_record(client: Client, secret: PracticePage, language: str) -> None:
    tool = ToolPage.objects.get()
    own = client.get(f"/{language}practices/undisclosed/{secret.public_id}/")
    assert own.status_code == 200
    assert betrays(own.content.decode()) == []
    for path in (
        f"/api/v1/practices/undisclosed-{secret.public_id}",
        "/api/v1/practices",
        f"/api/v1/tools/{tool.code}",
        f"/api/v1/search?kind=practice&language={language[:2] or 'en'}",
        tool.url,
        "/sitemap.xml",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = answer.content.decode().replace("/cities/zanzaribor/</loc>", "").replace("/cities/otherplace/</loc>", "")
        assert betrays(text) == [], path


def test_the_city_and_the_adopter_do_not_show_it(client: Client, secret: PracticePage, city: CityPage) -> None:
    for page in (city, CityPage.objects.get(code="otherplace")):
        text = client.get(page.url).content.decode()
        assert secret.public_id not in text
        assert "Curfew" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/practices/zanzaribor-curfew/",
        "/practices/zanzaribor-curfew/fit/",
        "/cities/zanzaribor/zanzaribor-curfew/",
        "/api/v1/practices/zanzaribor-curfew",
    ],
)
def test_its_named_addresses_look_like_unknown_ones(client: Client, secret: PracticePage, path: str) -> None:
    answer, unknown = client.get(path), client.get(path.replace("curfew", "curfex"))
    assert answer.status_code == unknown.status_code == 404
    assert answer.content == unknown.content.replace(b"curfex", b"curfew")


def test_renaming_the_city_cuts_the_new_name_too(secret: PracticePage, city: CityPage) -> None:
    PracticePage.objects.filter(pk=secret.pk).update(claim="Seen in Newzan by all.")
    city.title = "Newzan"
    city.save()
    assert "Newzan" not in Source().cards([secret.pk], "en")[secret.pk].summary


@pytest.mark.parametrize("trait", ["draft", "network_only"])
def test_what_is_not_public_is_nowhere(client: Client, city: CityPage, trait: str) -> None:
    page = PracticePageFactory(city=city, title="Hiddenpractice", code="hiddenpractice", **{trait: True})
    assert page.pk not in set(Source().public_keys())
    assert list(Source().documents([page.pk], {})) == []
    assert Source().cards([page.pk], "en") == {}
    for path in (
        "/practices/hiddenpractice/",
        "/practices/hiddenpractice/fit/",
        "/cities/zanzaribor/hiddenpractice/",
        "/api/v1/practices/hiddenpractice",
        f"/api/v1/practices/practice:{page.pk}",
        f"/practices/undisclosed/{page.public_id}/",
    ):
        assert client.get(path).status_code == 404, path
    for path in (city.url, "/api/v1/practices", "/sitemap.xml", "/cities/"):
        assert "iddenpractice" not in client.get(path).content.decode(), path
    with pytest.raises(NotPublic):
        public_practice(page)


def test_a_restricted_part_of_the_tree_is_closed(city: CityPage) -> None:
    page = PracticePageFactory(city=city)
    PageViewRestriction.objects.create(page=city, restriction_type=PageViewRestriction.LOGIN)
    assert not PracticePage.objects.public().filter(pk=page.pk).exists()
    assert not CityPage.objects.public().filter(pk=city.pk).exists()


def test_private_fields_are_in_no_public_form(client: Client, city: CityPage, django_user_model: Any) -> None:
    deputy = django_user_model.objects.create_user("deputy-canary", "deputy@canary.example", "x")
    page = PracticePageFactory(city=city, deputy=deputy, change_note="note-canary")
    for path in (page.url, f"/api/v1/practices/{page.code}"):
        assert "canary" not in client.get(path).content.decode()


def test_parts_a_city_hides_are_hidden(client: Client) -> None:
    from cities.models import CityPower

    city = CityPageFactory(
        hidden_parts=["powers", "strategy"],
        strategy_exists=True,
        strategy_name="Canary plan",
        powers=[CityPower(power="police", level="own", note="canary note")],
    )
    for path in (city.url, f"/api/v1/cities/{city.code}"):
        assert "anary" not in client.get(path).content.decode()
