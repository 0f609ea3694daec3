"""Choosing whom a review asks: by words, country, kind and ready sets; the choice is kept and looked at before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import Country, Organisation
from guidelines.models import AskedParty, Provision, ReviewRound
from guidelines.selectors.asking import asking, plain
from guidelines.services import close_round, open_round
from guidelines.services.letters import ask_to_take_part
from network.models import Coordinator, Membership, Programme
from practices.models import Adoption, PracticeProvision
from tests.factories.records import CityPageFactory, PracticePageFactory

Publish = Callable[..., Any]


@pytest.fixture
def review(publish: Publish, editor: Any) -> ReviewRound:
    day = timezone.localdate()
    return open_round(
        document=publish().document,
        title="Lights",
        invitation="",
        opens=day,
        closes=day + timedelta(days=20),
        by=editor,
    )


@pytest.fixture
def cities(review: ReviewRound) -> dict[str, Any]:
    """Bogotá has a practice on provision 1, Lampton adopted it, Quiet Town has nothing."""
    made = {name: CityPageFactory(title=name) for name in ("Bogotá", "Lampton", "Quiet Town")}
    practice = PracticePageFactory(city=made["Bogotá"], title="Lamps")
    provision = Provision.objects.get(document=review.document, key="1")
    PracticeProvision.objects.create(practice=practice, document="charter", address="1", provision=provision)
    Adoption.objects.create(practice=practice, city=made["Lampton"], status="adopted")
    Adoption.objects.create(practice=practice, city=made["Quiet Town"], status="considering")
    Organisation.objects.create(code="lamps", name="Friends of Lamps")
    return made


def party(city: Any) -> str:
    return f"city:{city.pk}"


def names(review: ReviewRound, by: Any, **how: str) -> list[str]:
    return sorted(row.candidate.name for row in asking(review, by, set(), **how).found)


def test_words_are_found_without_accents_in_name_and_country(
    review: ReviewRound, cities: dict[str, Any], editor: Any
) -> None:
    assert names(review, editor, words="bogota") == ["Bogotá"]
    assert names(review, editor, words="TOWN quiet") == ["Quiet Town"]
    country = cities["Lampton"].country.name()
    assert "Lampton" in names(review, editor, words=country[:5])
    assert names(review, editor, words="nowhere") == []
    assert names(review, editor, kind="organisation") == ["Friends of Lamps"]
    assert plain("Ångström") == "angstrom"


def test_ready_sets_follow_practices_and_adoptions(review: ReviewRound, cities: dict[str, Any], editor: Any) -> None:
    assert names(review, editor, ready="practices") == ["Bogotá"]
    assert names(review, editor, ready="adopted") == ["Lampton"]
    assert names(review, editor, ready="none") == ["Quiet Town"]
    assert names(review, editor, ready="on-1") == ["Bogotá", "Lampton"]
    assert names(review, editor, ready="no-such-set") == []


def test_a_practice_that_is_not_named_puts_its_city_in_no_set(
    review: ReviewRound, cities: dict[str, Any], editor: Any
) -> None:
    secret = CityPageFactory(title="Shyville")
    page = PracticePageFactory(city=secret, title="It failed", kind="did-not-work", failure_visibility="anonymised",
                               failure_modes=["harm"])  # fmt: skip
    provision = Provision.objects.get(document=review.document, key="2")
    PracticeProvision.objects.create(practice=page, document="charter", address="2", provision=provision)
    sets = {one.code: one.parties for one in asking(review, editor, set()).sets}
    assert "on-2" not in sets
    assert party(secret) in sets["none"]


def test_members_of_a_programme_are_a_set_for_its_coordinator_only(
    review: ReviewRound, cities: dict[str, Any], editor: Any, visitor: Any
) -> None:
    programme = Programme.objects.create(code="net", name="Night network")
    Membership.objects.create(programme=programme, city=cities["Lampton"])
    Membership.objects.create(programme=programme, city=cities["Bogotá"], left=timezone.localdate())
    assert "in-net" not in {one.code for one in asking(review, editor, set()).sets}
    Coordinator.objects.create(programme=programme, user=editor)
    assert names(review, editor, ready="in-net") == ["Lampton"]


def test_who_was_asked_before_and_not_yet(review: ReviewRound, cities: dict[str, Any], editor: Any) -> None:
    ask_to_take_part(review=review, parties=[("city", str(cities["Lampton"].pk))], by=editor)
    assert names(review, editor, ready="not-asked", kind="city") == ["Bogotá", "Quiet Town"]
    close_round(review=review, by=editor)
    day = timezone.localdate()
    second = open_round(document=review.document, title="Again", invitation="", opens=day, closes=day, by=editor)
    assert names(second, editor, ready="earlier") == ["Lampton"]


def test_the_choice_is_kept_through_filters_and_reload(
    review: ReviewRound, cities: dict[str, Any], editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = f"{review.get_absolute_url()}ask/"
    page = client.get(url).content.decode()
    assert "4 of 4 shown" in page
    shown = " ".join([*(party(city) for city in cities.values()), "organisation:lamps"])
    client.post(url, {"shown": shown, "parties": [party(cities["Lampton"])], "q": "bogota", "do": "filter"})
    page = client.get(f"{url}?q=bogota").content.decode()
    assert "1 of 4 shown" in page
    assert "one chosen" in page
    assert "one of them is not in this list" in page
    bogota = party(cities["Bogotá"])
    client.post(url, {"shown": bogota, "parties": [bogota], "was_q": "bogota", "do": "filter"})
    page = client.get(url).content.decode()
    assert "2 chosen" in page
    assert page.count(" checked") == 2
    client.post(url, {"shown": shown, "parties": [bogota], "do": "filter"})  # a tick taken away is taken out
    assert "one chosen" in client.get(url).content.decode()


def test_all_that_are_found_are_chosen_and_taken_out_at_once(
    review: ReviewRound, cities: dict[str, Any], editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = f"{review.get_absolute_url()}ask/"
    answer = client.post(url, {"was_set": "on-1", "set": "on-1", "do": "all"})
    assert answer["Location"].endswith("?set=on-1")
    client.post(url, {"shown": "", "do": "summary"})
    page = client.get(f"{url}summary/").content.decode()
    assert "Bogotá" in page
    assert "Lampton" in page
    assert "Quiet Town" not in page
    assert "For 2 of them nobody has an account" in page
    client.post(url, {"was_q": "lampton", "do": "none", "parties": [party(c) for c in cities.values()]})
    assert "Lampton" not in client.get(f"{url}summary/").content.decode()
    client.post(url, {"do": "clear"})
    assert "Nobody is chosen yet" in client.get(f"{url}summary/").content.decode()


def test_nothing_is_sent_before_the_summary_and_what_is_unknown_is_left_out(
    review: ReviewRound, cities: dict[str, Any], editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = f"{review.get_absolute_url()}ask/"
    client.post(url, {"parties": [party(cities["Lampton"]), "city:999999", "thing:1", "nonsense"], "do": "summary"})
    assert not AskedParty.objects.exists()
    assert client.post(f"{url}summary/").status_code == 302
    assert [one.name for one in AskedParty.objects.all()] == ["Lampton"]
    assert "asked</span>" in client.get(f"{url}?q=lampton").content.decode()
    again = client.post(f"{url}summary/")
    assert again.status_code == 400
    assert "Choose at least one" in again.content.decode()


def test_an_office_is_given_its_address_and_a_wrong_one_loses_nothing(
    review: ReviewRound, cities: dict[str, Any], editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = f"{review.get_absolute_url()}ask/"
    client.post(url, {"parties": ["organisation:lamps"], "do": "summary"})
    wrong = client.post(f"{url}summary/", {"email": "not an address"})
    assert wrong.status_code == 400
    assert "Friends of Lamps" in wrong.content.decode()
    assert 'href="#id_email"' in wrong.content.decode()
    client.post(f"{url}summary/", {"email": "office@example.org", "language": "fr"})
    stored = AskedParty.objects.get()
    assert (stored.email, stored.language) == ("office@example.org", "fr")


def test_only_editors_choose_and_only_while_the_review_is_open(
    review: ReviewRound, cities: dict[str, Any], visitor: Any, editor: Any, client: Client
) -> None:
    for page in ("ask/", "ask/summary/"):
        url = f"{review.get_absolute_url()}{page}"
        assert Client().get(url).status_code == 302
        client.force_login(visitor)
        assert client.get(url).status_code == 403
        assert client.post(url, {"do": "all"}).status_code == 403
    close_round(review=review, by=editor)
    client.force_login(editor)
    assert client.get(f"{review.get_absolute_url()}ask/").status_code == 302


def test_queries_do_not_grow_with_the_cities(
    review: ReviewRound, cities: dict[str, Any], editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = f"{review.get_absolute_url()}ask/"
    client.get(url)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
        for number in range(5):
            CityPageFactory(title=f"City {number}", country=Country.objects.first())
    assert counts[0] == counts[1]
