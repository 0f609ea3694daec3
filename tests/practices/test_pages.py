"""Pages of practices and tools: what a reader finds, in a constant number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from practices.models import BuildingBlock, Outcome, PracticePage, PracticeTranslation, Precondition
from tests.factories.records import CityPageFactory, OrganisationFactory, PracticePageFactory, ToolPageFactory, adopt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory_search")]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_practice_page_tells_grade_reason_and_next_step(client: Client) -> None:
    page = PracticePageFactory(comparison="before-after")
    shown = text(client, page.url)
    for words in (
        page.claim,
        "the best possible grade is E2",
        "For E3:",
        "not reported",
        "A study of lamps",
        "Core",
        "A maintenance budget",
        'type="application/ld+json"',
        "Promising",
    ):
        assert words in shown


def test_no_number_is_made_of_an_empty_cost(client: Client) -> None:
    page = PracticePageFactory()
    assert "None" not in text(client, page.url)
    costed = PracticePageFactory(cost_one_off=1_200_000, cost_currency="USD")
    assert "1,200,000" in text(client, costed.url)


def test_the_family_tree_shows_what_was_changed(client: Client) -> None:
    page, other = PracticePageFactory(), CityPageFactory(title="Durban", country__code="ZA")
    adopt(page, other, direction="none")
    assert "Durban" in text(client, page.url)
    assert page.title in text(client, other.url)


def test_a_translation_is_chosen_by_the_site_language_or_by_hand_and_shows_its_status(client: Client) -> None:
    page = PracticePageFactory()
    PracticeTranslation.objects.create(practice=page, language="fr", status="draft", title="Éclairer le retour")
    path = page.url
    shown = text(client, f"{path}?text=fr")
    assert "Éclairer le retour" in shown
    assert "draft that nobody has reviewed" in shown
    assert "Éclairer le retour" not in text(client, f"{path}?text=xx")
    assert "Éclairer le retour" in text(client, f"/fr{path}")


@pytest.mark.trust("T22")
def test_hostile_text_stays_text(client: Client) -> None:
    hostile = '</script><script>alert("x")</script>'
    page = PracticePageFactory(
        title=hostile,
        claim=hostile,
        summary=hostile,
        problem=hostile,
        first_steps=[hostile],
        blocks=[BuildingBlock(name=hostile)],
        outcomes=[Outcome(outcome="homicide", effect=hostile)],
    )
    assert "<script>alert" not in text(client, page.url)


def test_the_number_of_queries_does_not_grow_with_the_record(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    small = PracticePageFactory()
    big = PracticePageFactory(
        outcomes=[Outcome(outcome="homicide", comparison="area", sources=["study"]) for _ in range(12)],
        preconditions=[Precondition(kind="power", title=f"p{n}") for n in range(12)],
    )
    for n in range(6):
        adopt(big, CityPageFactory(code=f"adopter-{n}"))
    counts = []
    for page in (small, big, big):
        client.get(page.url)  # labels are kept from here on
        with django_assert_max_num_queries(70) as captured:
            client.get(page.url)
        counts.append(len(captured))
    assert counts[1] == counts[2]
    assert counts[1] - counts[0] <= 2  # cities of adoptions and their countries are read when there are any


def test_short_address_leads_to_the_page(client: Client) -> None:
    page = PracticePageFactory(code="lamps")
    assert client.get("/practices/lamps/").headers["Location"] == page.url


def test_fit_report(client: Client) -> None:
    from cities.models import CityPower

    page = PracticePageFactory(code="lamps", powers_needed=["police", "planning"])
    home = CityPageFactory(
        code="durban",
        title="Durban",
        powers=[CityPower(power="police", level="none"), CityPower(power="planning", level="own")],
    )
    assert "Choose a city" in text(client, "/practices/lamps/fit/")
    shown = text(client, "/practices/lamps/fit/?city=durban")
    assert "Another level of government holds this power" in shown
    assert "Something that must be there is missing" in shown
    answered = text(client, "/practices/lamps/fit/?city=durban&power-police=met&p0=met")
    assert "Nothing that must be there is known to be missing" in answered
    CityPageFactory(code="silent", title="Silent")
    assert "does not say enough yet" in text(client, "/practices/lamps/fit/?city=silent")
    assert "no public city of that name" in text(client, "/practices/lamps/fit/?city=nowhere")
    assert client.get("/practices/lamps/fit/?city=durban&p0=perhaps").status_code == 400
    home.unpublish()
    assert "no public city of that name" in text(client, "/practices/lamps/fit/?city=durban")
    assert page.live


def test_tools_and_roster(client: Client) -> None:
    maker = OrganisationFactory(code="maker", name="The Makers")
    tool = ToolPageFactory(makers=["maker", "somebody-else"])
    page = PracticePageFactory(tools=[tool])
    shown = text(client, tool.url)
    assert "The Makers" in shown
    assert "somebody else" in shown
    assert page.title in shown
    assert tool.title in text(client, "/tools/")
    assert tool.title in text(client, "/tools/?by=kind")
    assert "The Makers" in text(client, "/organisations/")
    assert "The Makers" in text(client, maker.get_absolute_url())
    assert client.get("/organisations/none/").status_code == 404


def test_the_api_lists_and_gives_one(client: Client) -> None:
    page = PracticePageFactory(code="lamps")
    PracticePageFactory(code="more")
    listing = client.get("/api/v1/practices?per_page=1").json()
    assert (listing["total"], listing["pages"], len(listing["results"])) == (2, 2, 1)
    one = client.get("/api/v1/practices/lamps").json()
    assert one["title"] == page.title
    assert one["grade"] == "E2"
    assert one["outcomes"][0]["next_step"].startswith("For E3")
    assert client.get("/api/v1/practices?page=99").json()["results"] == []
    assert client.get("/api/v1/practices?page=0").status_code == 422
    assert client.get("/api/v1/practices/none").json() == client.get("/api/v1/tools/none").json()


def test_the_api_gives_one_by_the_id_of_its_lists(client: Client) -> None:
    maker = OrganisationFactory(code="maker")
    tool = ToolPageFactory(makers=["maker"])
    page = PracticePageFactory(tools=[tool])
    draft = PracticePageFactory(city=page.lead_city, draft=True)
    for kind in ("practices", "cities", "tools"):
        (row,) = client.get(f"/api/v1/{kind}").json()["results"]
        by_id, by_code = (client.get(f"/api/v1/{kind}/{row[name]}").json() for name in ("id", "code"))
        assert by_id == by_code
        assert by_id["id"] == row["id"]
        number = row["id"].partition(":")[2]
        for wrong in (f"x:{number}", number, f"{row['id']}0", f"{row['id'].partition(':')[0]}:{'9' * 40}"):
            assert client.get(f"/api/v1/{kind}/{wrong}").status_code == 404, wrong
    assert client.get(f"/api/v1/organisations/organisation:{maker.pk}").json()["code"] == "maker"
    (row,) = client.get("/api/v1/tools").json()["results"]
    assert row["codes"]["language"] == tool.languages, "every code a record is found by, not only those its card shows"
    assert client.get(f"/api/v1/practices/practice:{draft.pk}").json() == client.get("/api/v1/practices/none").json()


def test_the_permanent_code_outlives_a_change_of_title() -> None:
    page = PracticePageFactory(code="lamps")
    page.title, page.slug = "Something else", "something-else"
    page.save()
    assert PracticePage.objects.get(pk=page.pk).code == "lamps"


def test_the_address_above_the_permanent_ones_leads_to_all_practices(client: Client) -> None:
    assert client.get("/practices/").headers["Location"] == "/search/?kind=practice"
    assert client.get("/fr/practices/").headers["Location"] == "/fr/search/?kind=practice"


def test_competencies_are_shown_with_their_trainings(client: Client) -> None:
    ToolPageFactory(code="net-map", title="Net-Map toolbox")
    shown = text(client, "/competencies/")
    assert "Net-Map toolbox" in shown
    assert "Safety coordinator" in shown


def test_documents_and_cards_read_a_constant_number_of_rows_and_survive_rows_written_past_the_model(
    django_assert_max_num_queries: Any,
) -> None:
    from practices.search_documents import PracticeSource as Source

    first = PracticePageFactory()
    keys = [first.pk, *(PracticePageFactory(city=CityPageFactory(code=f"n-{n}")).pk for n in range(4))]
    list(Source().documents(keys, {}))  # labels are kept from here on
    with django_assert_max_num_queries(4):
        kept = list(Source().documents(keys, {}))
    with django_assert_max_num_queries(4):
        assert len(Source().cards(keys, "en")) == 5
    PracticePage.objects.filter(pk=first.pk).update(words={}, card={})
    again = {document.id: document for document in Source().documents(keys, {})}
    assert again == {document.id: document for document in kept}
    assert kept[0].texts[0].body.startswith("People avoid the way")
    assert "Public space" in kept[0].texts[0].keywords
