"""From a source through import and publishing to every download, and back to its words: nothing is lost or put in.

What is put aside (docs/algorithms/provision-numbering.md) is the only difference; footnotes stand at the end.
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from docx import Document as Word

from guidelines.importers.guideline_text import ParsedText, parse_guideline
from guidelines.models import DocumentVersion, ProvisionVersion
from guidelines.services import apply_import, plan_import, publish_version
from guidelines.stored_text import load_tree
from guidelines.text.tree import all_nodes
from guidelines.verification import verify_chains

SIGNS = "•·-–—*#_=~.:()[]"
TEXTS = ("act", "counted-twice", "headed-charter", "mayors-declaration", "running-charter", "wrapped-lines",
         "village-rules", "charte", "mithaq")  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text without the signs that stand for marks: a list's "-" may be read as "•"."""
    return [bare for word in text.split() if (bare := word.strip(SIGNS))]


def published(raw: bytes, code: str, language: str = "") -> tuple[ParsedText, DocumentVersion]:
    parsed = parse_guideline(raw)
    plan = plan_import(parsed=parsed, title=code, code=code)
    return parsed, apply_import(plan=plan, status="draft", code=code, language=language)


def downloads(client: Client, code: str) -> Iterator[tuple[str, list[str]]]:
    """The words of each form of the published text, below its title and the line that says what it is."""
    base = f"/guidelines/{code}/text"
    for form in ("clean", "bracketed"):
        page = client.get(f"{base}/{form}/?download=html").content.decode().partition("</h1>")[2].partition("</p>")[2]
        yield f"{form} HTML", words(html.unescape(re.sub(r"<[^>]+>", " ", page)))
        word = Word(io.BytesIO(b"".join(client.get(f"{base}/{form}/?download=docx"))))
        yield f"{form} DOCX", words("\n".join(paragraph.text for paragraph in word.paragraphs[2:]))
    yield "JSON", words(" ".join(of_json(client.get(f"/api/v1/guidelines/{code}/versions/1").json())))


def of_json(version: dict[str, Any]) -> Iterator[str]:
    def of(provision: dict[str, Any]) -> Iterator[str]:
        yield from (provision["heading"], provision["marker"], provision["wording"])
        for child in provision["children"]:
            yield from of(child)

    for section in version["sections"]:
        yield f"{section['number']} {section['title']}"
        for provision in section["provisions"]:
            yield from of(provision)
    if version["footnotes"]:
        yield "Footnotes"
    for note in version["footnotes"]:
        yield f"{note['mark']} {note['text']}"


def expected(raw: bytes, parsed: ParsedText) -> list[str]:
    """The words of the source in their order, what was put aside left out, broken words as they are read; footnotes at
    the end."""
    text = raw.decode("utf-8-sig").replace("\x0c", "\n")
    for word in parsed.broken:
        first, second = word.before.rsplit(" ", 1)
        text = re.sub(rf"{re.escape(first)}\s*\n\s*{re.escape(second)}", word.after, text, count=1)
    rest = Counter(words(text))
    for item in parsed.left_out:
        rest.subtract(words(item.text))
    rest.update(words(" ".join(f"{note.mark} {note.text}" for note in parsed.footnotes)))
    rest.update(["Footnotes"] if parsed.footnotes else [])
    assert not -rest, f"more was put aside than there is: {-rest}"
    return sorted(rest.elements())


def check(raw: bytes, code: str, client: Client) -> DocumentVersion:
    parsed, version = published(raw, code)
    wanted = expected(raw, parsed)
    orders = []
    for name, found in downloads(client, code):
        assert sorted(found) == wanted, name
        orders.append(found)
    assert all(order == orders[0] for order in orders), "the downloads differ in the order of words"
    assert verify_chains()[0] == []
    return version


def in_order(raw: bytes, client: Client, code: str) -> None:
    """The downloads read in the order of the source: its words from the first one on, those put aside passed over."""
    source = iter(words(raw.decode("utf-8-sig").partition("Transcription:")[2]))
    _name, found = next(downloads(client, code))
    missing = [word for word in found if word not in source]
    assert missing == []


def test_the_draft_comes_back_word_by_word(shelf: Any, client: Client, gc27: bytes) -> None:
    version = check(gc27, "draft", client)
    assert version.provisions.count() == 118
    in_order(gc27, client, "draft")


def test_the_experts_report_comes_back_word_by_word(shelf: Any, client: Client, egm: bytes) -> None:
    """Headings longer than a line too, and its three footnotes beside the paragraphs that refer to them."""
    version = check(egm, "report", client)
    assert max(len(heading) for heading in version.provisions.values_list("heading", flat=True)) > 400
    assert [note["mark"] for note in version.notes] == ["¹", "²", "³"]
    assert all(note["key"] for note in version.notes)
    page = client.get("/guidelines/report/").content.decode()
    assert "Consistent with SDG 11" in page
    assert "Consistent with SDG 11" in client.get(f"/guidelines/report/permanent/{version.notes[1]['key']}/",
                                                  follow=True).content.decode()  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_any_other_declaration_comes_back_word_by_word(
    shelf: Any, client: Client, text: Callable[[str], bytes], name: str
) -> None:
    check(text(name), name, client)


def test_numbered_rules_that_begin_again_with_bullets_without_marks(text: Callable[[str], bytes]) -> None:
    parsed = parse_guideline(text("village-rules"))
    assert [part.title for part in parsed.parts] == ["The square", "The road to school"]
    assert [node.address for node in all_nodes(parsed.parts)] == [
        "A.1", "A.2", "A.2.1", "A.2.2", "A.2.3", "A.3", "B.1", "B.2", "B.2(a)", "B.2(b)",
    ]  # fmt: skip


def test_a_french_charter_counts_its_articles_and_degrees(text: Callable[[str], bytes]) -> None:
    parsed = parse_guideline(text("charte"))
    assert [(part.number, part.title) for part in parsed.parts] == [
        ("Titre I", "De la rue"), ("Article premier", ""), ("Article 2", ""), ("Titre II", "De l’école"),
        ("Article 3", ""),
    ]  # fmt: skip
    assert [node.address for node in all_nodes(parsed.parts)][:3] == ["Article 1(1)", "Article 1(2)", "Article 2"]


def test_an_arabic_pact_has_the_addresses_of_any_other(text: Callable[[str], bytes]) -> None:
    parsed = parse_guideline(text("mithaq"))
    addresses = [node.address for node in all_nodes(parsed.parts)]
    assert addresses == ["1", "2", "2(a)", "2(b)", "2(c)", "3", "4"]


def test_footnotes_stay_with_their_provision_until_it_goes(publish: Callable[..., Any], client: Client) -> None:
    """Publishing an edit keeps them, renumbering moves them, deleting the provision removes them."""
    source = "1. Every street has light.¹\n2. The city repairs lamps.[2]\n\n¹ A lane too.\n\n[2] Within three days,\nsee above.\n"
    first = publish(source)
    assert [(n["mark"], n["text"], n["key"]) for n in first.notes] == [
        ("¹", "A lane too.", "1"),
        ("[2]", "Within three days, see above.", "2"),
    ]
    parts = load_tree(first)
    second = publish_version(document=first.document, parts=parts, status="draft")
    assert second.notes == first.notes
    del parts[0].nodes[0]
    third = publish_version(document=first.document, parts=parts, status="draft")
    assert [note["mark"] for note in third.notes] == ["[2]"]
    assert verify_chains() == ([], 3)
    assert "A lane too." in client.get("/guidelines/charter/versions/1/1/").content.decode()
    assert "A lane too." not in client.get("/guidelines/charter/").content.decode()


def test_a_note_that_is_altered_is_discovered(publish: Callable[..., Any]) -> None:
    from django.db import connection

    from guidelines.sealing import seal, unseal

    publish("1. Every street has light.¹\n2. The city repairs lamps.\n\n¹ A lane too.\n")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        unseal(None, editor)
        cursor.execute("UPDATE guidelines_documentversion SET notes = '[]'")
        seal(None, editor)
    assert verify_chains()[0] == ["charter version 1: the text is not the one that was published"]


def test_a_paragraph_without_a_mark_gets_none(publish: Callable[..., Any], client: Client) -> None:
    publish("The council of the city says this.\n\n1. Every street has light:\n- on squares;\n- on paths.\n")
    rows = ProvisionVersion.objects.order_by("position")
    assert [row.mark for row in rows] == ["", "1.", "-", "-"]
    page = client.get("/guidelines/charter/text/clean/?download=html").content.decode()
    assert "<p>The council of the city says this.</p>" in page
