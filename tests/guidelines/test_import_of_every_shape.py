"""Texts of many shapes: read as a person would read them with no word lost, or refused with line and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guidelines.importers.guideline_text import ParsedText, UnreadableText, parse_guideline
from guidelines.text.tree import all_nodes
from guidelines.urls import SlugOfAddress


def read(words: str) -> ParsedText:
    return parse_guideline(words.encode())


def shown(words: str) -> list[tuple[str, str]]:
    return [(node.address, node.wording) for node in all_nodes(read(words).parts)]


def parts(words: str) -> list[tuple[str, str]]:
    return [(part.number, part.title) for part in read(words).parts]


def left_out(words: str, reason: str) -> list[str]:
    return [item.text for item in read(words).left_out if item.reason == reason]


def test_numbered_heads_above_lists_that_begin_again() -> None:
    words = "CITY CHARTER\n\n1. Streets\n1. Streets are lit.\n2. Benches stand.\n\n2. Markets\n1. Markets are open.\n"
    assert parts(words) == [("1", "Streets"), ("2", "Markets")]
    assert [address for address, _ in shown(words)] == ["1.1", "1.2", "2.1"]


def test_plain_heads_above_decimal_numbers() -> None:
    words = (
        "Plan\n\n1 Light\n1.1 Streets are lit.\n1.2 Lamps work.\n1.2.1 By day.\n2 People\n2.1 Neighbours are asked.\n"
    )
    assert parts(words) == [("1", "Light"), ("2", "People")]
    assert [address for address, _ in shown(words)] == ["1.1", "1.2", "1.2.1", "2.1"]


@pytest.mark.parametrize("sign", ["-", "•", "–", "*", "◦", "●", "■", "\uf0b7"])
def test_bullets_of_every_sign(sign: str) -> None:
    words = f"Declaration\n\nWe agree on:\n\n{sign} light\n{sign} benches\n"
    assert shown(words)[1:] == [("[1].1", "light"), ("[1].2", "benches")]


def test_bullets_a_word_processor_left_as_the_letter_o() -> None:
    words = "Rules\n\n1. Markets:\n\t-\topen late\n\t\to\tfor traders\n\t\to\tfor children\n"
    assert [address for address, _ in shown(words)] == ["1", "1.1", "1.1.1", "1.1.2"]


def test_lettered_and_roman_sections() -> None:
    assert parts("TITLE\n\nA. Duties\n\nWe light.\n\nB. Means\n\nWe pay.\n") == [("A", "Duties"), ("B", "Means")]
    words = "TITLE\n\nI. Background\n\nThe night is for all.\n\nII. Actions\n\n(a) Light;\n(b) Buses.\n"
    assert [address for address, _ in shown(words)] == ["[1]", "a", "b"]


def test_a_ninth_lettered_section_is_no_roman_one() -> None:
    words = "Plan\n\n" + "".join(
        f"{letter}. Head {letter}\n\n{n}. Words {n}.\n\n" for n, letter in enumerate("ABCDEFGHIJKL", 1)
    )
    assert [number for number, _ in parts(words)] == list("ABCDEFGHIJKL")


def test_capital_letters_number_items() -> None:
    assert [a for a, _ in shown("1. Light:\nA) streets;\nB) squares.\n2. People.\n")] == ["1", "1(A)", "1(B)", "2"]


def test_articles_with_their_text_beside_the_number() -> None:
    words = "DECLARACIÓN\n\nCapítulo I. Principios\n\nArtículo 1. Las calles están iluminadas.\nArtículo 2. Hay bancos libres.\n"
    assert parts(words) == [("Capítulo I", "Principios"), ("Artículo 1", ""), ("Artículo 2", "")]
    assert shown(words) == [("Article 1", "Las calles están iluminadas."), ("Article 2", "Hay bancos libres.")]


def test_an_article_put_in_later_counts_after_the_one_before() -> None:
    words = "Article 1\nLight.\n\nArticle 1 bis\nBenches.\n\nArticle 2\nBuses.\n"
    assert [number for number, _ in parts(words)] == ["Article 1", "Article 1 bis", "Article 2"]
    with pytest.raises(UnreadableText, match="line 4: Article 3 follows Article 1; Article 2 is missing"):
        read("Article 1\nLight.\n\nArticle 3\nBuses.\n")


def test_principles_are_sections_when_the_text_counts_them() -> None:
    words = "Charter\n\nPrinciple 1: Light\nStreets are lit.\n\nPrinciple 2. Everybody has a right to a bench.\n"
    assert parts(words) == [("Principle 1", "Light"), ("Principle 2", "")]
    assert parts("Charter\n\n1. Streets.\n2. Rule 7 of the act\nstays in force.\n") == [("", "")]


def test_a_preamble_keeps_its_clauses_and_its_name() -> None:
    words = "Pact\n\nPREAMBLE\n\nThe towns,\nRecalling 2018,\nNoting the floods,\n\nDUTIES\n\n1. The towns warn.\n"
    assert parts(words) == [("", "PREAMBLE"), ("", "DUTIES")]
    assert [wording for _, wording in shown(words)] == [
        "The towns,",
        "Recalling 2018,",
        "Noting the floods,",
        "The towns warn.",
    ]


def test_arabic_and_russian_marks_meet_the_same_addresses() -> None:
    arabic = "إعلان\n\n١. الشوارع مضاءة.\n٢. تصلح المدينة المصابيح:\n(أ) بعد البلاغ؛\n(ب) بعد الجولة؛\n(ج) ليلا.\n"
    assert [address for address, _ in shown(arabic)] == ["1", "2", "2(a)", "2(b)", "2(c)"]
    assert [node.marker for node in all_nodes(read(arabic).parts)] == ["١.", "٢.", "(أ)", "(ب)", "(ج)"]
    russian = "Устав\n\n1. Улицы освещены.\n2. Город чинит фонари:\nа) ночью;\nб) днём.\n"
    assert [address for address, _ in shown(russian)] == ["1", "2", "2(a)", "2(b)"]
    running = "١. الشوارع مضاءة. ٢. تصلح المدينة المصابيح. ٣. يسأل الجيران."
    assert [address for address, _ in shown(running)] == ["1", "2", "3"]


def test_marks_of_direction_hide_no_number() -> None:
    assert [address for address, _ in shown("\u200f1. الشوارع.\n\u200f2. المصابيح.\n")] == ["1", "2"]


def test_running_titles_and_page_numbers_leave_the_sentences() -> None:
    bodies = [
        "1. Streets are lit and\nthe light reaches",
        "every corner.\n\n2. Lamps work.\n\n3. Neighbours are",
        "asked.\n",
    ]
    pages = [f"Night Rules of 2019\nPage {n} of 3\n\n{body}\nAdopted text\n" for n, body in enumerate(bodies, start=1)]
    fed = "\x0c".join(pages)
    assert shown(fed) == [
        ("1", "Streets are lit and the light reaches every corner."),
        ("2", "Lamps work."),
        ("3", "Neighbours are asked."),
    ]
    assert left_out(fed, "title") == ["Night Rules of 2019"]
    assert left_out(fed, "repeated at the edge of pages") == [
        "Adopted text", "Night Rules of 2019", "Adopted text", "Night Rules of 2019", "Adopted text",
    ]  # fmt: skip
    assert shown("\n".join(pages)) == shown(fed)


def test_lines_are_counted_as_the_file_counts_them() -> None:
    with pytest.raises(UnreadableText) as refusal:
        read("1. One is so.\n\x0c2. Two is so.\n\x0c4. Four is so.\n")
    assert refusal.value.line == 3


def test_footnotes_with_the_lines_they_wrap_to() -> None:
    words = (
        "1. A bench stands here.¹ It is free.2\n2. It has a back [3] rest.\n\n¹ Measured along\nthe pavement.\n"
        "2 Counted from the report.\n[3] Unless it is a stair.\n"
    )
    assert [wording for _, wording in shown(words)] == ["A bench stands here.¹ It is free.2", "It has a back [3] rest."]
    assert len(left_out(words, "footnote")) == 4
    ruled = "1. One is so.\n2. Two is so.\n\n______\n1 A note nobody points at.\n"
    assert [wording for _, wording in shown(ruled)] == ["One is so.", "Two is so."]


def test_tabs_line_ends_and_byte_order_marks_make_no_difference() -> None:
    plain = "1. Streets are lit.\n2. Lamps:\n  (a) by day;\n  (b) by night.\n"
    for other in (plain.replace("\n", "\r\n"), plain.replace("\n", "\r"), "\ufeff" + plain, plain.replace(". ", ".\t")):
        assert shown(other) == shown(plain)


def test_thousands_of_paragraphs_are_counted() -> None:
    rows = [f"{n}. Street number {n} is lit." for n in range(1, 1501)]
    for joint in ("\n", " "):
        assert [address for address, _ in shown(joint.join(rows))] == [str(n) for n in range(1, 1501)]


def test_years_and_spans_at_a_line_s_start_are_words() -> None:
    words = "1. The council met in\n2019. It decided on\n12. May.\n2. Between ten and\n20 - 30 lamps were lit.\n"
    assert [address for address, _ in shown(words)] == ["1", "2"]


def test_a_sentence_that_ends_in_a_word_of_reference_ends() -> None:
    words = "1. The council keeps these principles.\n2. It reports on its steps.\n3. See para.\n2. of the act.\n"
    assert [address for address, _ in shown(words)] == ["1", "2", "3"]


def test_words_broken_at_a_line_s_end_are_joined_as_the_text_writes_them() -> None:
    words = (
        "1. The city offers (inter-\nnational) help and “gender-\nbased”, long-\nterm support, with short-\nand wide steps.\n"
        "2. International help is gender-based.\n3. Co-\noperation.\n"
    )
    parsed = read(words)
    assert next(iter(all_nodes(parsed.parts))).wording == (
        "The city offers (international) help and “gender-based”, long-term support, with short- and wide steps."
    )
    assert [(w.line, w.before, w.after) for w in parsed.broken] == [
        (1, "inter- national", "international"),
        (2, "gender- based", "gender-based"),
        (3, "long- term", "long-term"),
        (7, "Co- operation", "Co-operation"),
    ]
    assert parsed.as_json()["broken_words"][0]["reason"] == "written so elsewhere in the text"


@pytest.mark.parametrize(
    ("words", "wording"),
    [
        ("1. The city asks UN-\nHabitat for help.\n", "The city asks UN-Habitat for help."),
        ("1. After COVID-\n19 it meets.\n", "After COVID-19 it meets."),
        ("1. Criminolo-\ngists advise.\n", "Criminolo-gists advise."),
        ("1. Both peut-\nêtre and là-\nbas.\n", "Both peut-être and là-bas."),
        ("1. A long-\nterm\nplan.\n", "A long-term plan."),
        ("1. Pre-\n and post-\nwar plans.\n", "Pre- and post-war plans."),
    ],
)
def test_no_gap_is_left_where_a_line_ended_in_a_hyphen(words: str, wording: str) -> None:
    parsed = read(f"{words}2. It reports.\n")
    assert [node.wording for node in all_nodes(parsed.parts)] == [wording, "It reports."]


def test_a_line_that_begins_with_a_mark_is_no_half_of_a_word() -> None:
    parsed = read("1. The city keeps the forms A-\n2. The council reports B-\n3. All have them.\n")
    assert [node.number for node in all_nodes(parsed.parts)] == ["1", "2", "3"]
    assert parsed.broken == []


def test_lines_after_a_joined_one_keep_their_number() -> None:
    parsed = read("1. Co-\noperation.\n2. Rest.\n")
    assert [(node.line, node.wording) for node in all_nodes(parsed.parts)] == [(1, "Co-operation."), (3, "Rest.")]


def test_a_word_alone_on_its_line_is_joined_without_a_gap() -> None:
    words = "1. They offer help that is inter-\nnational\nand free.\n2. International help.\n"
    assert shown(words)[0] == ("1", "They offer help that is international and free.")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n \t\n\x0c\n", "empty"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "Word"),
        (b"{\\rtf1 text}", "rich text"),
        ("1. One.\n".encode("utf-16")[:-1], "UTF-16"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
        (b"\x00" * 100, "U\\+0000"),
        (b"1. " + b"street " * 800_000, "5600003 characters"),
        ("\n".join("  " * n + "- word" for n in range(40)).encode(), "more than 20 deep"),
        ("\n".join(f"{n}. Word here." for n in range(1, 20_500)).encode(), "more than 20000 provisions"),
    ],
    ids=["empty", "bom", "blank", "pdf", "docx", "rtf", "utf-16", "png", "nul", "long", "deep", "many"],
)
def test_what_is_no_text_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableText, match=reason):
        parse_guideline(raw)


def test_the_command_plans_every_shape_or_says_why_not(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from django.core.management import CommandError, call_command

    file = tmp_path / "rules.txt"
    file.write_text("1. The inter-\nnational help.\n2. International help.\n")
    call_command("import_guideline", str(file), "--plan", "--json")
    assert json.loads(capsys.readouterr().out)["broken_words"][0]["after"] == "international"
    call_command("import_guideline", str(file), "--plan")
    assert "is read as 'international', written so elsewhere" in capsys.readouterr().out
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(CommandError):
            call_command("import_guideline", str(path), "--plan")


def test_paragraphs_put_in_later_stand_on_their_own() -> None:
    words = "1. Light.\n1 bis. Benches.\n1 ter. Shade.\n2. Buses:\n(a) late;\n(b) early.\n2a. Trams.\n3. Taxis.\n"
    assert [address for address, _ in shown(words)] == ["1", "1bis", "1ter", "2", "2(a)", "2(b)", "2a", "3"]
    stray = read("1. Light.\n5 bis. Benches.\n2. Buses.\n")
    assert stray.notes == ["line 2: 5 bis. is read as words; no 5 stands right above it"]


@pytest.mark.parametrize(
    ("name", "addresses"),
    [("Sec.", ["[1]", "[2]"]), ("Art.", ["Article 1", "Article 2"]), ("§", ["Paragraph 1", "Paragraph 2"])],
)
def test_sections_named_in_short(name: str, addresses: list[str]) -> None:
    words = f"{name} 1. Every street is lit.\n{name} 2. Every market is open.\n"
    assert [number for number, _ in parts(words)] == [f"{name} 1", f"{name} 2"]
    assert shown(words) == list(zip(addresses, ["Every street is lit.", "Every market is open."], strict=True))


def test_sentences_numbered_with_roman_capitals() -> None:
    words = "CHARTER\n\nI. The city lights its streets.\nII. It asks the neighbours.\n"
    assert [address for address, _ in shown(words)] == ["I", "II"]
    assert parts("I. INTRODUCTION\n\n1. Light.\n\nII. VISION\n\n2. Buses.\n") == [
        ("I", "INTRODUCTION"),
        ("II", "VISION"),
    ]


def test_marks_without_a_space_behind_them() -> None:
    assert shown("1.Streets are lit.\n2.Markets:\n(a)open;\n(b)lit.\n")[0] == ("1", "Streets are lit.")


def test_chinese_sections_and_articles() -> None:
    words = (
        "城市宪章\n\n一、导言\n\n1. 街道有灯。\n2. 市场开放：\n(a) 白天；\n(b) 夜晚。\n\n二、执行\n\n3. 修理路灯。\n"
    )
    assert parts(words) == [("", "一、导言"), ("", "二、执行")]
    assert [address for address, _ in shown(words)] == ["1", "2", "2(a)", "2(b)", "3"]
    articles = "城市宪章\n\n第一章 总则\n\n第一条 街道有灯。\n\n第二条 市场开放。\n"
    assert parts(articles) == [("第一章", "总则"), ("第一条", ""), ("第二条", "")]
    assert shown(articles) == [("Article 1", "街道有灯。"), ("Article 2", "市场开放。")]
    assert [address for address, _ in shown("１．街道有灯。\n２．市场开放。\n")] == ["1", "2"]


@pytest.mark.parametrize(
    "heads", [("Capítulo I. Principios", "Capítulo II. Medios"), ("المادة 1", "المادة 2"), ("Préambule", "OBJET")]
)
def test_addresses_hold_only_what_a_url_may_hold(heads: tuple[str, str]) -> None:
    words = f"DECLARACIÓN\n\n{heads[0]}\n\n• luz\n• agua\n\n{heads[1]}\n\n• pan\n• sal\n"
    slugs = [node.slug for node in all_nodes(read(words).parts)]
    assert len(set(slugs)) == 4
    assert all(re.fullmatch(SlugOfAddress.regex, slug) for slug in slugs), slugs
