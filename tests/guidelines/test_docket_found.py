"""Finding proposals: narrowed, ordered, across texts, and taken away as a table; the text as if all were accepted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Word

from guidelines.models import Amendment, GuidelineDocument
from guidelines.selectors.docket_list import Wanted, find
from guidelines.services import comment_on_amendment, decide_amendment, moderate_comment
from guidelines.text.consideration import furthest_first
from tests.guidelines.test_amendments import opened, propose

Publish = Callable[..., Any]


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish().document


def labels(user: Any, document: Any = None, **asked: str) -> list[str]:
    return [row.label for row in find(user, Wanted.read(asked), document).rows]


def test_the_furthest_from_the_wording_is_taken_up_first() -> None:
    base = "Every street has light."
    keys = [
        furthest_first("delete", base, ""),
        furthest_first("recast", base, "Every street.\nHas light."),
        furthest_first("reword", base, "No path is dark."),
        furthest_first("reword", base, "Every safe street has light."),
        furthest_first("add", base, "And benches, and trees, and water."),
        furthest_first("keep", base, base),
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_proposals_are_found_by_what_they_say_and_where_they_stand(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    opened(document, "3", "Neighbours are asked every spring.", visitor, editor, proposer="Lampton")
    opened(document, "1", "Every safe street has light.", visitor, editor, reason="Fear of the dark.")
    opened(document, "2.a", "once it is reported;", visitor, editor)
    opened(document, "1", "", visitor, editor, kind="delete")
    opened(document, "1", "No lane, path or square of the city is ever dark.", visitor, editor)
    assert labels(visitor, document) == ["A.4", "A.5", "A.2", "A.3", "A.1"], "in the order of consideration"
    assert labels(visitor, document, order="newest")[0] == "A.5"
    assert labels(visitor, document, q="fear dark") == ["A.2"]
    assert labels(visitor, document, q="a.3") == ["A.3"]
    assert labels(visitor, document, q="%") == []
    assert labels(visitor, document, proposer="Lampton") == ["A.1"]
    assert labels(visitor, document, kind="delete") == ["A.4"]
    for asked in ("2", "2(a)", "2.a"):
        assert labels(visitor, document, provision=asked) == ["A.3"], "an address, with all below it"
    assert labels(visitor, document, state="nonesuch", order="nonesuch", kind="nonesuch") == labels(visitor, document)
    page = client.get(f"/guidelines/{document.code}/amendments/", {"q": "zzz"}).content.decode()
    assert "No proposal fits" in page


def test_proposals_on_all_texts_and_only_what_one_may_see(
    publish: Publish, document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    hidden = publish(code="hidden").document
    opened(document, "1", "Every safe street has light.", visitor, editor)
    opened(publish(code="second").document, "1", "Every park has light.", visitor, editor, proposer="Lampton")
    opened(hidden, "1", "Every cellar has light.", visitor, editor)
    propose(document, "3", "A secret until it is moderated.", visitor)
    GuidelineDocument.objects.get(pk=hidden.pk).unpublish()
    page = client.get("/guidelines/amendments/").content.decode()
    assert "park" in page
    assert "safe" in page
    assert "cellar" not in page
    assert "secret" not in page
    of_one = client.get("/guidelines/amendments/", {"text": "charter"}).content.decode()
    assert "safe" in of_one
    assert "park" not in of_one
    client.force_login(visitor)
    mine = client.get("/guidelines/amendments/", {"mine": "1"}).content.decode()
    assert "secret" in mine
    client.force_login(editor)
    assert "secret" in client.get("/guidelines/amendments/").content.decode()
    table = client.get("/guidelines/amendments/", {"download": "csv"}).content.decode()
    assert "secret" not in table, "a table to circulate holds only what is public"


def test_the_docket_is_taken_away_as_a_table(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(
        document, "1", "Every safe street has light.", visitor, editor, proposer="=cmd()",
        evidence=[("study", "", "A study of lamps", "https://example.org/s")],
    )  # fmt: skip
    opened(document, "3", "Nobody is asked.", visitor, editor)
    decide_amendment(amendment=proposal, decision="accepted", body="Review", reason="Clear.", by=editor)
    where = f"/guidelines/{document.code}/amendments/"
    answer = client.get(where, {"download": "csv", "state": "accepted"})
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{document.code}-amendments-')
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert row["number"] == "A.1"
    assert row["proposal"] == "Every [safe] street has light."
    assert row["proposer"] == "'=cmd()"
    assert row["evidence"] == "A study of lamps https://example.org/s"
    assert (row["state"], row["decided_by"]) == ("accepted", "Review")
    assert row["address"].endswith(proposal.get_absolute_url())
    word = Word(BytesIO(client.get(where, {"download": "docx"}).content))
    (table,) = word.tables
    assert [row.cells[0].text for row in table.rows] == ["Number", "A.2", "A.1"]
    cell = table.rows[2].cells[3].paragraphs[0]
    assert "Every [safe] street has light." in cell.text
    assert [run.text for run in cell.runs if run.bold] == ["[safe]"]
    assert "Clear." in table.rows[2].cells[5].text


def test_a_long_docket_is_paged_in_a_constant_number_of_queries(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    counts = []
    for upto in (3, 40):
        for n in range(Amendment.objects.count(), upto):
            opened(document, "134"[n % 3], f"Words number {n}.", visitor, editor)
        client.get("/guidelines/amendments/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/guidelines/{document.code}/amendments/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.count('class="change"') == 30
    assert "page=2" in page
    assert (
        client.get(f"/guidelines/{document.code}/amendments/", {"page": "2"}).content.decode().count('class="change"')
        == 10
    )


def test_the_text_as_if_every_open_proposal_were_accepted(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    opened(document, "1", "Every safe street has light.", visitor, editor)
    opened(document, "4", "", visitor, editor, kind="delete")
    opened(document, "3", "Neighbours are asked every spring.", visitor, editor)
    opened(document, "3", "Neighbours are asked every autumn.", visitor, editor)
    clean = f"/guidelines/{document.code}/text/clean/"
    assert "safe street" not in client.get(clean).content.decode()
    page = client.get(clean, {"with": "open"}).content.decode()
    assert "Every safe street has light." in page
    assert "Nobody is sent away" not in page
    assert "two proposals change" in page, "what cannot be carried out together is told"
    assert "Nothing of this is decided." in page
    kept = client.get(clean, {"with": "open", "download": "html"})
    assert "with-open" in kept["Content-Disposition"]
    assert "Every safe street has light." in kept.content.decode()


def test_the_bracketed_text_cites_numbers_and_names_them_below(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    opened(document, "1", "Every safe street has light.", visitor, editor, proposer="Lampton")
    page = client.get(f"/guidelines/{document.code}/text/bracketed/").content.decode()
    assert '<sup class="label"><a href="#A.1">A.1</a></sup>' in page
    assert 'id="A.1"' in page
    assert page.count("Lampton") == 1
    kept = client.get(f"/guidelines/{document.code}/text/bracketed/", {"download": "html"}).content.decode()
    assert "<sup>A.1</sup>" in kept
    assert "Lampton" in kept


def test_the_text_says_where_proposals_are_open(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    opened(document, "1", "Every safe street has light.", visitor, editor)
    opened(document, "1", "Every path has light.", visitor, editor)
    propose(document, "3", "A secret until it is moderated.", visitor)
    page = client.get(f"/guidelines/{document.code}/").content.decode()
    assert page.count("open proposals</a>") == 1
    assert '<a href="/guidelines/charter/1/#amendments">2 open proposals</a>' in page
    assert "One open proposal" not in page


def test_words_for_screen_readers_do_not_turn_an_english_text_around(
    document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    """`dir=auto` takes the first letter that has a direction; words of the page's language must not be that letter."""
    opened(document, "1", "Good light is on every street.", visitor, editor)
    for page in (f"/ar/guidelines/{document.code}/", f"/ar/guidelines/{document.code}/text/bracketed/"):
        text = client.get(page).content.decode()
        spoken = [part.partition(">")[0] for part in text.partition("<main")[2].split('<span class="sr-only"')[1:]]
        inside = [part for part in spoken if part]
        assert inside
        assert all('lang="ar" dir="auto"' in part for part in inside)


def test_below_a_text_stand_only_the_proposals_it_shows(
    publish: Publish, document: Any, visitor: Any, editor: Any, client: Client
) -> None:
    from tests.guidelines.conftest import FIRST

    opened(document, "1", "Every safe street has light.", visitor, editor, proposer="Lampton")
    opened(document, "3", "Nobody is asked.", visitor, editor, proposer="Lightville")
    publish(FIRST.replace("Every street has light.", "Every street has a lamp."))
    page = client.get(f"/guidelines/{document.code}/text/bracketed/").content.decode()
    assert "Lightville" in page
    assert "Lampton" not in page
    assert "Lampton" in client.get(f"/guidelines/{document.code}/text/bracketed/", {"version": "1"}).content.decode()


def test_editors_find_every_comment_that_waits(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(document, "1", "Every safe street has light.", visitor, editor)
    waiting = comment_on_amendment(amendment=proposal, speaker="Lampton", text="We agree.", by=visitor)
    client.force_login(editor)
    page = client.get("/guidelines/work/").content.decode()
    assert f"{proposal.get_absolute_url()}#discussion" in page
    assert "We agree." in page
    moderate_comment(comment=waiting, show=True, by=editor)
    assert "We agree." not in client.get("/guidelines/work/").content.decode()
