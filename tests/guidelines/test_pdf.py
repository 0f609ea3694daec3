"""A text as PDF: tagged, with bookmarks, page numbers, the address on each page, and the notation without colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.paper.scripts import joined, visual
from guidelines.downloads import sheet_of
from guidelines.models import Amendment, Provision
from guidelines.pdf import as_pdf, notation
from guidelines.selectors import reading
from guidelines.services import moderate_amendment, submit_amendment
from guidelines.text.notation import Marked
from tests.pdf_text import text_of

Publish = Callable[..., Any]
pytestmark = pytest.mark.django_db


def propose(version: Any, key: str, kind: str, words: str, by: Any, proposer: str = "Lampton") -> Any:
    found = Provision.objects.get(document=version.document, key=key)
    made = submit_amendment(
        document=version.document, provision=found, kind=kind, proposed=words, proposer=proposer, reason="Dark.", by=by
    )
    return moderate_amendment(amendment=made, publish=True, by=by)


def pdf(client: Client, form: str = "published", query: str = "", code: str = "charter", prefix: str = "") -> bytes:
    answer = client.get(f"{prefix}/guidelines/{code}/text/{form}/?download=pdf{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def test_every_page_says_what_it_is_and_where_it_stands(publish: Publish, client: Client) -> None:
    publish(status="adopted", reference="HS/1/26")
    read = text_of(pdf(client))
    assert "page 1 of 2" in read
    assert "page 2 of 2" in read
    assert read.count("http://testserver/guidelines/charter/versions/1/") == 3, "on the title page, and below each page"
    assert read.count("HS/1/26") == 3
    for words in ("Charter of Light", "I. Light", "Every street has light.", "(a)", "after a report;"):
        assert words in read


def test_it_is_tagged_and_has_bookmarks(publish: Publish, client: Client) -> None:
    publish()
    content = pdf(client)
    assert content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in content
    assert b"/Marked true" in content
    assert re.search(rb"/DisplayDocTitle true", content)
    assert content.count(b"/S /H2") == 2
    assert content.count(b"/S /H1") == 1
    outline = re.findall(rb"/Title \(([^)]*)\)", content)
    assert {b"I. Light", b"II. People"} <= set(outline)
    assert b"/Lang (en)" in content


def test_the_notation_stands_without_colour(publish: Publish, editor: Any, client: Client) -> None:
    version = publish()
    propose(version, "1", "reword", "Every street and square has light.", editor)
    propose(version, "4", "delete", "", editor, "Benchtown")
    propose(version, "3", "add", "Children are asked too.", editor)
    read = text_of(pdf(client, "bracketed"))
    assert "[and square]" in read
    assert "[Children are asked too.]" in read
    content = pdf(client, "bracketed")
    assert content.count(b"/TextDecorationType /LineThrough") == 1
    assert "Benchtown" in read
    assert "Proposals in this text" in read
    every = text_of(pdf(client, "clean", "&with=open"))
    assert "if every open proposal were accepted" in every
    assert "Every street and square has light." in every
    clean = text_of(pdf(client, "clean"))
    assert "[" not in clean
    assert "Every street has light." in clean


def test_a_proposal_is_cited_once_for_words_that_replace_others(publish: Publish, editor: Any) -> None:
    version = publish()
    propose(version, "4", "reword", "Nobody is moved away from a seat.", editor)
    text = reading(version.document, version, "en", beside=False)
    lines = {line.row.slug: line for _section, rows in sheet_of(text, "bracketed").lines for line in rows}
    words = list(notation(lines["4"]))
    kept = "".join(piece.text for piece in words if not piece.struck and not piece.raised)
    assert " ".join(kept.split()) == "Nobody is [moved] away from a [seat]."
    assert [piece.text for piece in words if piece.struck] == ["sent", "bench"]
    label = Amendment.objects.get().label
    assert [piece.text for piece in words if piece.raised] == [f" {label}", f" {label}"]
    lines["4"].marked = [Marked("equal", "As it was.")]
    assert [piece.text for piece in notation(lines["4"])] == ["As it was."]


def test_an_earlier_version_is_what_it_was(publish: Publish, client: Client) -> None:
    publish()
    publish("I. Light\n\n1. Every street and square has light.\n\nII. People\n\n2. Nobody is sent away.\n")
    earlier = text_of(pdf(client, query="&version=1"))
    assert "Every street has light." in earlier
    assert "Superseded" in earlier
    assert "versions/1/" in earlier
    assert "street and square" in text_of(pdf(client))
    page = client.get("/guidelines/charter/versions/1/").content.decode()
    assert "/guidelines/charter/text/published/?version=1" in page
    assert client.get("/guidelines/charter/text/published/?version=9&download=pdf").status_code == 404


def test_arabic_is_drawn_from_right_to_left_and_read_as_it_is_typed(publish: Publish, client: Client) -> None:
    words = (Path(__file__).parent / "texts" / "mithaq.txt").read_text()
    publish(words, code="mithaq", language="ar")
    content = pdf(client, code="mithaq")
    read = text_of(content)
    wording = "كل شارع مضاء من الغروب إلى الفجر."
    assert visual(joined(wording), right_to_left=True) in read
    assert re.search(rb"/Direction /R2L", content)
    assert b"/ActualText" in content


def test_a_structure_without_its_wording_is_read_in_our_words(publish: Publish) -> None:
    version = publish()
    text = reading(version.document, version, "en", beside=False)
    text.version.structure_only = True  # the row itself is sealed
    node = next(text.walk())
    node.row.wording, node.digest = "", "Lamps in all streets, in our words."
    read = text_of(as_pdf(sheet_of(text, "published", "https://site.example/v/1/")))
    assert "The wording is not on this site." in read
    assert "Lamps in all streets, in our words." in read


def test_a_footnote_is_marked_where_it_belongs_and_stands_at_the_end(publish: Publish) -> None:
    version = publish()
    version.notes = [{"mark": "1", "text": "As in SDG 11.", "key": "1"}]
    text = reading(version.document, version, "en", beside=False)
    read = text_of(as_pdf(sheet_of(text, "published", "https://site.example/v/1/")))
    assert "Every street has light. 1" in read.replace("\n", "")
    assert "As in SDG 11. (1)" in read.replace("\n", "")


def test_letters_no_font_has_lead_to_the_word_file(publish: Publish, client: Client) -> None:
    publish("1. ᠮᠣᠩᠭᠣᠯ is written here.\n2. And here it is not.\n")
    answer = client.get("/guidelines/charter/text/published/?download=pdf")
    assert answer.status_code == 406
    assert "download=docx" in answer.content.decode()


@pytest.mark.parametrize("form", ["published", "clean", "bracketed"])
def test_the_page_offers_every_file(publish: Publish, client: Client, form: str) -> None:
    publish()
    page = client.get(f"/guidelines/charter/text/{form}/").content.decode()
    for kind in ("pdf", "docx", "html"):
        assert f"download={kind}" in page
        assert client.get(f"/guidelines/charter/text/{form}/?download={kind}").status_code == 200
