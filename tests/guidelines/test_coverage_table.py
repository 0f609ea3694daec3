"""The coverage as CSV and JSON: what the page shows, nothing that is not public, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidelines.models import Provision, ProvisionDigest
from guidelines.services import call_for_practices
from practices.models import ToolProvision
from tests.factories.records import ToolPageFactory

Publish = Callable[..., Any]
pytestmark = pytest.mark.django_db
AT = "/guidelines/charter/coverage.csv"


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{AT}{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def lamps(publish: Publish, editor: Any) -> Provision:
    version = publish()
    provision: Provision = Provision.objects.get(document=version.document, key="1")
    for live in (True, False):
        tool = ToolPageFactory(live=live)
        ToolProvision.objects.create(tool=tool, document="charter", address="1", provision=provision)
    call_for_practices(provision=provision, text="Lamps that last", region="", by=editor)
    return provision


def test_a_line_for_each_provision_with_public_records_only(lamps: Provision, client: Client) -> None:
    rows = table(client)
    assert [row["provision"] for row in rows] == ["1", "2", "2(a)", "2(b)", "3", "4"]
    first = rows[0]
    assert (first["tool"], first["practice"], first["missing"], first["calls_open"]) == ("1", "0", "none", "1")
    assert first["words"] == "Every street has light."
    assert first["address"].endswith("/guidelines/charter/1/")


def test_the_filter_of_the_page_is_applied(lamps: Provision, client: Client) -> None:
    assert len(table(client, "?gap=none")) == 6
    assert table(client, "?gap=weak") == []
    page = client.get("/guidelines/charter/coverage/?gap=weak").content.decode()
    assert f"{AT}?gap=weak" in page
    assert "/api/v1/guidelines/charter/coverage?gap=weak" in page
    wrong = client.get(f"{AT}?gap=nothing")
    assert wrong.status_code == 400
    assert "none, weak, one-region" in wrong.content.decode()


def test_no_cell_is_a_formula(lamps: Provision, client: Client) -> None:
    ProvisionDigest.objects.create(provision=lamps, text='=HYPERLINK("https://example.org")')
    raw = client.get(AT).content.decode("utf-8-sig")
    words = next(csv.DictReader(io.StringIO(raw)))["words"]
    assert words == '\'=HYPERLINK("https://example.org")'


def test_programs_read_the_same(lamps: Provision, client: Client) -> None:
    found = client.get("/api/v1/guidelines/charter/coverage?gap=none").json()
    assert (found["version"], found["provisions"], found["gaps"]) == (1, 6, {"none": 6, "weak": 0, "one-region": 0})
    assert found["rows"][0]["counts"]["tool"] == 1
    assert found["rows"][0]["missing"] == "none"
    assert client.get("/api/v1/guidelines/charter/coverage?gap=weak").json()["rows"] == []
    assert client.get("/api/v1/guidelines/charter/coverage?gap=nothing").status_code == 422
    assert client.get("/api/v1/guidelines/none/coverage").status_code == 404
