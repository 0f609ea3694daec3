"""Coverage by region: practices of each region beside each provision; an empty cell becomes a call for that region."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from guidelines.models import CallForPractices, Provision
from practices.models import PracticeProvision
from tests.factories.records import CityPageFactory, PracticePageFactory

WHERE = "/guidelines/charter/coverage/"


def test_practices_are_counted_by_region_and_an_empty_cell_becomes_a_call(
    publish: Callable[..., Any], editor: Any, client: Client
) -> None:
    provision = Provision.objects.get(document=publish().document, key="1")
    for country in ("CO", "CO", "KE"):
        practice = PracticePageFactory(city=CityPageFactory(country__code=country))
        PracticeProvision.objects.create(practice=practice, document="charter", address="1", provision=provision)
    page = client.get(WHERE, {"by": "region"}).content.decode()
    assert '<th scope="col">Africa</th>' in page
    row = page.partition('scope="row"')[2].partition("</tr>")[0]
    assert [cell.partition("<")[0] for cell in row.split(' num">')[1:]] == ["1", "0", "0", "2", "0", "0"]
    assert "open a call" not in page
    assert "By region" in client.get(WHERE).content.decode()
    client.force_login(editor)
    page = client.get(WHERE, {"by": "region", "gap": "none"}).content.decode()
    assert "/guidelines/charter/call/2/?region=Africa" in page
    form = client.get("/guidelines/charter/call/2/?region=Africa").content.decode()
    assert 'value="Africa"' in form
    client.post("/guidelines/charter/call/2/", {"text": "Lamps that last", "region": "Africa"})
    assert CallForPractices.objects.get().region == "Africa"
