"""What operators are told before the first visitor notices: an engine out of reach, an index of an older definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from search import upkeep
from search.queries import Query
from search.service import get_engine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("host", "told"),
    [("https://no-such-machine.invalid:9200", "no machine has this name"), ("http://127.0.0.1:1", "nothing listens")],
)
def test_a_cluster_that_cannot_be_reached_is_told_before_the_first_visitor(settings: Any, host: str, told: str) -> None:
    settings.SEARCH_USER = settings.SEARCH_PASSWORD = settings.SEARCH_CA = settings.SEARCH_FALLBACK_URL = ""
    settings.SEARCH_URL = f"{host}/exchange"
    messages = run_checks(tags=["search"], include_deployment_checks=True)
    assert [message.id for message in messages] == ["search.W002", "search.E004"]
    assert told in messages[1].msg
    assert "SEARCH_URL" in messages[1].msg
    with pytest.raises(CommandError, match=f"{told}.*SEARCH_URL"):
        call_command("search_rebuild", verbosity=0)
    assert "invalid" not in messages[1].msg
    assert "127.0.0.1" not in messages[1].msg


def test_an_index_of_an_older_definition_is_told_to_operators(
    settings: Any, tmp_path: Path, client: Client, admin_client: Client
) -> None:
    settings.SEARCH_URL = f"embedded://{tmp_path}/index"
    settings.SEARCH_USER = settings.SEARCH_PASSWORD = settings.SEARCH_CA = ""
    get_engine().search(Query())
    upkeep.forget()
    assert client.get("/readyz").json() == {"ready": True, "search": "ok"}
    pointer = tmp_path / "index" / "index.json"
    pointer.write_text(pointer.read_text().replace(get_engine()._mark, "0ldm4de0"))  # type: ignore[attr-defined]
    upkeep.forget()
    assert client.get("/readyz").json() == {"ready": True, "search": "outdated"}
    assert [m.id for m in run_checks(tags=["search"], include_deployment_checks=True)] == ["search.W003"]
    assert client.get("/search/?q=lamps").status_code == 503
    found = upkeep.status()
    assert (found["outdated"], found["healthy"]) == (True, False)
    assert "search_rebuild" in found["detail"]
    page = admin_client.get("/admin/search/status/").content.decode()
    assert "help-critical" in page
    assert "<code>manage.py search_rebuild</code>" in page
    upkeep.forget()
