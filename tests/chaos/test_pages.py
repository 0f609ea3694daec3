"""What people see while Elasticsearch is away: pages and formats answer, say so, and do not keep anybody waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from search.service import get_engine
from tests.chaos.proxy import FaultProxy
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes", "home")]

ADDRESSES = (
    "/search/?q=lamps",
    "/search/?q=lamps&country=CO",
    "/search/?q=nothingofthekind",
    "/search/suggest?q=lam",
    "/search.json?q=lamps",
    "/search.csv?q=lamps",
    "/search.atom?q=lamps",
    "/api/v1/search?q=lamps",
)


@pytest.fixture(params=["refuse", "blackhole", "503", "429", "broken"])
def away(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The site's engine while its Elasticsearch fails in one of these ways. No server is behind the proxy."""
    with FaultProxy(upstream=9) as proxy:
        settings.SEARCH_URL = f"http://127.0.0.1:{proxy.port}/away"
        settings.SEARCH_FALLBACK_URL = f"embedded://{tmp_path}/stand-in"
        settings.SEARCH_INLINE_DRAIN = True
        proxy.fault = request.param
        engine: Any = get_engine()
        yield engine
        engine.primary.reader.close()


@pytest.mark.trust("R5")
def test_pages_answer_from_the_stand_in_and_say_so(away: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(away.primary, name)
        return lambda *arguments: waits.append(name) or real(*arguments)

    for name in ("search", "suggest", "similar"):
        monkeypatch.setattr(away.primary, name, counted(name))
    note = n.write("Lamps #CO")  # an editor's change is committed and found, though it waits for Elasticsearch
    n.write("Markets #FR")
    secrets = (away.primary.address.hosts[0].encode(), b"Traceback", b"elastic", b"/away")
    for address in ADDRESSES:
        waits.clear()
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, address
        assert len(waits) <= 1, address  # of a second at most; how long people wait in all is in test_outages
        assert not any(word in body for word in secrets), address
        if "json" in address or "api" in address:
            assert response.json()["degraded"] is True
            assert response.json()["total"] == 1
        if address == "/search/?q=lamps":
            assert b"Lamps" in body
            assert b"Search is running on its reserve" in body
    n.remove(note)
    assert client.get("/search.json?q=lamps").json()["total"] == 0


def test_an_empty_stand_in_says_that_search_is_away(away: Any, client: Client) -> None:
    for address in ("/search/?q=lamps", "/search.json?q=lamps", "/api/v1/search?q=lamps"):
        response = client.get(address)
        assert response.status_code == 503, address
        assert response.headers.get("Retry-After") or "api" in address
        assert b"Traceback" not in response.content
