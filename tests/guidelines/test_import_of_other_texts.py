"""Other texts of the kind: restarts, headings, wrapped lines, lost marks; and refusals with line and reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guidelines.importers.guideline_text import UnreadableText, parse_guideline
from guidelines.text.tree import all_nodes

Text = Callable[[str], bytes]


def outline(raw: bytes) -> list[str]:
    return [node.address for node in all_nodes(parse_guideline(raw).parts)]


def test_numbers_that_begin_again_in_lettered_sections(text: Text) -> None:
    parsed = parse_guideline(text("mayors-declaration"))
    assert [part.title for part in parsed.parts] == ["", "Leadership", "Streets", "Follow-up"]
    assert outline(text("mayors-declaration")) == [
        "[1]",
        "[1].1",
        "[1].2",
        "[1].3",
        "A.1",
        "A.2",
        "A.3",
        "A.3(a)",
        "A.3(b)",
        "A.3(c)",
        "A.3(c)(i)",
        "A.3(c)(ii)",
        "B.1",
        "B.2",
        "B.2.1",
        "B.2.2",
        "B.2.3",
        "B.3",
        "C.1",
    ]


def test_a_number_after_goal_is_no_paragraph(text: Text) -> None:
    parsed = parse_guideline(text("mayors-declaration"))
    wording = next(n.wording for n in all_nodes(parsed.parts) if n.address == "A.2")
    assert wording.endswith("reports on Goal 11. Making cities safe is in its mandate.")


def test_headings_and_nested_bullets(text: Text) -> None:
    parsed = parse_guideline(text("headed-charter"))
    assert [part.title for part in parsed.parts] == ["Living together", "Watching over each other"]
    assert "living-together.2.1" in outline(text("headed-charter"))
    assert parsed.left_out[0].text == "Charter of Neighbourhoods"


def test_running_text_with_sections_and_restarts(text: Text) -> None:
    parsed = parse_guideline(text("running-charter"))
    assert [(part.number, part.title) for part in parsed.parts] == [("", ""), ("A", "Duties"), ("B", "Rights")]
    assert outline(text("running-charter"))[-6:] == ["B.2", "B.2(a)", "B.2(b)", "B.2(b)(i)", "B.2(b)(ii)", "B.2(c)"]


def test_numbers_counted_twice(text: Text) -> None:
    assert outline(text("counted-twice")) == ["20", "21", "22", "20~2", "21~2", "22~2", "23"]


def test_wrapped_lines_and_page_numbers(text: Text) -> None:
    parsed = parse_guideline(text("wrapped-lines"))
    by_address = {n.address: n.wording for n in all_nodes(parsed.parts)}
    assert by_address["1"].endswith("under 11. Reports are open to everybody.")
    assert by_address["2(b)"] == "publishes what it spends, broken down by lamps, benches and staff; and"
    assert by_address["3"] == "Whoever closes a path says so a week before."
    assert "- 2 -" in [item.text for item in parsed.left_out]


def test_the_experts_report_reads_as_a_whole(egm: bytes) -> None:
    parsed = parse_guideline(egm)
    assert {"1", "2", "3", "4"} <= {part.number for part in parsed.parts}
    assert "table of contents" in {item.reason for item in parsed.left_out}
    addresses = [node.address for node in all_nodes(parsed.parts)]
    assert len(addresses) == len(set(addresses))
    assert "9(b)" in addresses


@pytest.mark.parametrize(
    ("words", "line", "reason"),
    [
        ("1. One is so.\n2. Two is so.\n4. Four is so.\n", 3, "4. follows item 2"),
        ("1. One:\n(a) first;\n(b) second;\n(d) fourth.\n2. Two.\n", 4, "(d) follows item 2"),
        ("1. One:\n(b) second;\n(c) third.\n", 2, "begins a list"),
        ("I. First\n1. One is so.\nIII. Third\n2. Two is so.\n", 3, "section III follows"),
        ("Just a story about a city. It has no structure at all.\n", 1, "neither a numbered paragraph"),
        ("", 1, "empty"),
        ("<html><body>1. One</body></html>", 1, "HTML"),
        ("1. One\x00 thing is so.\n", 1, "U+0000"),
    ],
)
def test_what_cannot_be_understood_is_refused(words: str, line: int, reason: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        parse_guideline(words.encode())
    assert refusal.value.line == line
    assert reason in refusal.value.reason


def test_a_gap_in_running_text_is_refused_however_late(text: Text) -> None:
    words = " ".join(f"{n}. Sentence number {n} is here." for n in (*range(1, 9), 10))
    with pytest.raises(UnreadableText, match="9 is missing"):
        parse_guideline(words.encode())


def test_bytes_that_are_no_utf8_name_their_line() -> None:
    with pytest.raises(UnreadableText) as refusal:
        parse_guideline(b"1. One is so.\n2. Caf\xe9 is so.\n")
    assert refusal.value.line == 2


def test_the_command_fails_with_the_reason(tmp_path: object, db: None) -> None:
    from pathlib import Path

    from django.core.management import CommandError, call_command

    file = Path(str(tmp_path)) / "broken.txt"
    file.write_text("1. One is so.\n3. Three is so.\n")
    with pytest.raises(CommandError, match=r"broken.txt: line 2: 3\. follows item 1"):
        call_command("import_guideline", str(file), "--plan")


def test_articles_count_their_paragraphs_anew(text: Text) -> None:
    parsed = parse_guideline(text("act"))
    assert [(part.number, part.title, len(part.nodes)) for part in parsed.parts] == [
        ("PART I", "GENERAL", 0),
        ("Article 1", "Purpose", 2),
        ("Article 2", "Words", 2),
        ("PART II", "DUTIES", 0),
        ("Article 3", "", 1),
    ]
    assert outline(text("act")) == [
        *("Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)", "Article 3"),
        *("Article 3(a)", "Article 3(b)", "Article 3(b)(i)", "Article 3(b)(ii)"),
    ]


def test_decimal_numbers(text: Text) -> None:
    assert [(part.number, part.title) for part in parse_guideline(text("decimal-plan")).parts] == [
        ("1", "Light"),
        ("2", "People"),
    ]
    assert outline(text("decimal-plan")) == ["1.1", "1.2", "1.2.1", "1.2.2", "2.1", "2.2"]


def test_a_hosting_page_without_a_known_line_is_put_aside(gc27: bytes) -> None:
    """Its own numbers ("1. Analysis … 2. Commentaries") are not taken for paragraphs."""
    without = gc27.decode().replace("Transcription:", "")
    assert outline(without.encode()) == outline(gc27)


def test_the_text_survives_other_line_ends_and_wrapping(gc27: bytes) -> None:
    import textwrap

    words = gc27.decode()
    body = words.split("Transcription:")[1]
    wrapped = "\n\n".join(textwrap.fill(page, 80, break_on_hyphens=False) for page in body.split("\n\n"))
    for other in (words.replace("\n", "\r\n"), "\ufeff" + words, body.replace("\n\n", "\n\x0c\n"), wrapped):
        parsed = parse_guideline(other.encode())
        assert [(n.address, n.wording) for n in all_nodes(parsed.parts)] == [
            (n.address, n.wording) for n in all_nodes(parse_guideline(gc27).parts)
        ]


def test_a_number_with_a_sign_of_degree_is_a_mark_or_a_heat() -> None:
    assert outline("Article 1\n1° One is so.\n2° Two is so.\nArticle 2\n1° Again.\n2° And so.\n".encode()) == [
        "Article 1(1)",
        "Article 1(2)",
        "Article 2(1)",
        "Article 2(2)",
    ]
    assert outline("1. It is warmer than\n20° C at night.\n2. Two is so.\n".encode()) == ["1", "2"]


def test_a_list_in_small_letters_without_marks_is_known_by_its_semicolons() -> None:
    words = "1. The city keeps:\nlamps that burn\nall night;\nbenches;\nand paths.\n2. It says: we\nask; we answer.\n"
    assert outline(words.encode()) == ["1", "1.1", "1.2", "1.3", "2"]
