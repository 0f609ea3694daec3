"""What a card shows says in which language it is: the text that matched, or the record's own words."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from search.results import Hit, Piece
from search.sources import Card

CARD = Card("practice:1", "practice", "Better street lighting", "/lamps/", "Lamps were renewed.", language="en")
TITLE = (Piece("Un meilleur éclairage", False),)


@pytest.mark.parametrize(
    ("hit", "title", "summary"),
    [
        (None, "en", "en"),
        (Hit("practice:1", language="fr", title=TITLE), "fr", "en"),
        (Hit("practice:1", language="fr", title=TITLE, snippet=(Piece("éclairage", True),)), "fr", "fr"),
        (
            Hit("tool:1", language="fr", snippet=(Piece("lighting", True),)),
            "en",
            "en",
        ),  # a text of labels, without a title
    ],
)
def test_each_text_of_a_card_has_its_own_language(hit: Hit | None, title: str, summary: str) -> None:
    page = render_to_string("components/card.html", {"card": CARD, "hit": hit})
    assert f'<a href="/lamps/" lang="{title}"' in page
    assert f'<bdi lang="{summary}">' in page
