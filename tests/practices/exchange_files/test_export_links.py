"""The search page leads to the files that hold the same search's practices as whole records."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from search import outbox
from tests.factories.records import PracticePageFactory, ToolPageFactory

pytestmark = pytest.mark.django_db


def test_a_search_that_finds_practices_offers_their_records(memory_search: None) -> None:
    PracticePageFactory(title="Lamps at the market", code="lamps")
    PracticePageFactory(title="Wardens on the bus", code="wardens")
    ToolPageFactory(title="Walk together")
    outbox.drain()
    client = Client()
    page = client.get("/search/?q=wardens").content.decode()
    links = re.findall(r'href="(/practices/export\.\w+[^"]*)"', page)
    assert [link.partition("?")[0] for link in links] == [f"/practices/export.{end}" for end in ("xlsx", "csv", "json")]
    content = client.get(links[1].replace("&amp;", "&"))
    assert content.status_code == 200
    rows = list(csv.DictReader(io.StringIO(content.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["wardens"]
    assert "/practices/export." not in client.get("/search/?kind=tool").content.decode()
    assert "/practices/export." not in client.get("/search/?q=nothingofthekind").content.decode()
