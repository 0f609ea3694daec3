"""Tags other rooms use: similar and newest records, counts, the feed; nothing breaks while the search is down."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from search.queries import SearchUnavailable
from search.service import get_engine
from tests.search import notes as n

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notes")]


def render(text: str) -> str:
    return Template("{% load search_tags %}" + text).render(Context())


SIMILAR = "{% similar_records key as cards %}{% for card in cards %}{{ card.title }};{% endfor %}"
NEWEST = '{% newest_records limit=2 country="CO" as cards %}{% for card in cards %}{{ card.title }};{% endfor %}'
COUNTS = '{% facet_counts "country" as counts %}{{ counts|of:"CO" }}'


def test_similar_newest_and_counts() -> None:
    first = n.write("Lamps in markets #CO @space/lighting")
    n.write("Lamps on stairs #CO @space/lighting")
    stale = n.write("Lamps in parks #CO @space/lighting")
    n.Group.objects.filter(pk=stale.pk).update(name="draft")
    assert render(SIMILAR.replace("key", f'"note:{first.pk}"')) == "Lamps on stairs;"
    assert render(NEWEST) in {"Lamps in markets;Lamps on stairs;", "Lamps in markets;", "Lamps on stairs;"}
    assert render(COUNTS) == "2"  # the gate put the stale record into the queue, so the index is right again
    assert render('{% search_feed_url q="lamps" country="CO" %}') == "/search.atom?q=lamps&amp;country=CO"


def test_pages_stand_without_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*arguments: object) -> None:
        raise SearchUnavailable("down")

    for method in ("search", "similar"):
        monkeypatch.setattr(get_engine(), method, down)
    assert render(SIMILAR.replace("key", '"note:1"')) == ""
    assert render(NEWEST) == ""
    assert render(COUNTS) == ""
