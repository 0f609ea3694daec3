"""Declarations in articles, chapters and clauses, in several languages: what stands where, and how it is cited."""

from __future__ import annotations

import pytest

from guidelines.importers.guideline_text import ParsedText, UnreadableText, parse_guideline
from guidelines.text.tree import all_nodes

RIVER = """DECLARATION OF THE RIVER CITIES

We, the mayors of the river cities,

Recalling what was promised,

Convinced that light alone is not enough,

Have agreed as follows:

Article 1
Definitions

For the purposes of this Declaration:

(a) "stair" means any public steps, including:
    (i) steps to a quay;
    (ii) steps to a bridge;
(b) "keeper" means the office that keeps a stair.

Article 2
Lighting

1. Every stair is lit.

2. The keeper repairs lamps.

Article 2 bis
Asking

1. Cities ask people.

Article 3
Entry into force

This Declaration takes effect in spring.

ANNEX I

LIST OF STAIRS

1. The long stair.
"""
IN_CHAPTERS = {
    "fr": "CHARTE\n\nTITRE PREMIER\nDISPOSITIONS GÉNÉRALES\n\nArticle premier – Objet\n\nLa rue est à tous.\n\n"
    "Article 2 – Mesures\n\nLa ville :\na) éclaire ;\nb) répare.\n\nTITRE II\nSUITES\n\nArticle 3\n\n§ 1. Elle rend "
    "compte.\n\n§ 2. Elle publie.\n",
    "es": "CARTA\n\nCAPÍTULO I\nPRINCIPIOS\n\nArtículo 1. Objeto\n\nLa calle es de todos.\n\nArtículo 2. Medidas\n\n"
    "La ciudad:\na) ilumina;\nb) repara.\n\nCAPÍTULO II\nDATOS\n\nArtículo 3\n\n1. Rinde cuentas.\n2. Publica.\n",
    "ar": "ميثاق\n\nالفصل الأول: المبادئ\n\nالمادة ١\nالشارع للجميع.\n\nالمادة ٢\nالمدينة:\n(أ) تنير؛\n(ب) تصلح.\n\n"
    "الفصل الثاني: المتابعة\n\nالمادة ٣\n١. تقدم تقريرا.\n٢. تنشره.\n",
    "zh": "街道宪章\n\n第一章 总则\n\n第一条 街道属于所有人。\n\n第二条 城市应当：\n（a）照明；\n（b）修理。\n\n第二章 后续\n\n"
    "第三条\n1. 提交报告。\n2. 公布报告。\n",
    "pt": "CARTA\n\nCAPÍTULO I\nPRINCÍPIOS\n\nArt. 1º A rua é de todos.\nArt. 2º A cidade:\na) ilumina;\nb) repara.\n\n"
    "CAPÍTULO II\nDADOS\n\nArt. 3º\n§ 1º Presta contas.\n§ 2º Publica.\n",
    "ru": "ХАРТИЯ\n\nГлава 1. Цели\n\nСтатья 1. Цель\n\nУлица для всех.\n\nСтатья 2. Меры\n\nГород:\nа) освещает;\n"
    "б) чинит.\n\nГлава 2. Отчёт\n\nСтатья 3\n\n1. Он отчитывается.\n2. Он публикует.\n",
}


def read(words: str) -> ParsedText:
    return parse_guideline(words.encode())


def addresses(words: str) -> list[str]:
    return [node.address for node in all_nodes(read(words).parts)]


def parts(words: str) -> list[tuple[str, str]]:
    return [(part.number, part.title) for part in read(words).parts]


def test_articles_take_the_title_below_their_number_and_name_their_provisions() -> None:
    assert parts(RIVER) == [
        ("", ""),
        ("Article 1", "Definitions"),
        ("Article 2", "Lighting"),
        ("Article 2 bis", "Asking"),
        ("Article 3", "Entry into force"),
        ("ANNEX I", "LIST OF STAIRS"),
    ]
    assert addresses(RIVER) == [
        *("[1]", "[2]", "[3]", "[4]"),
        *("Article 1", "Article 1(a)", "Article 1(a)(i)", "Article 1(a)(ii)", "Article 1(b)"),
        *("Article 2(1)", "Article 2(2)", "Article 2 bis(1)", "Article 3", "Annex I(1)"),
    ]
    slugs = [node.slug for node in all_nodes(read(RIVER).parts)]
    assert slugs[4:] == [
        *("article-1", "article-1.a", "article-1.a.i", "article-1.a.ii", "article-1.b"),
        *("article-2.1", "article-2.2", "article-2-bis.1", "article-3", "annex-i.1"),
    ]
    assert [node.wording for node in read(RIVER).parts[0].nodes][-1] == "Have agreed as follows:"


def test_an_article_put_in_before_others_changes_the_addresses_of_none() -> None:
    later = RIVER.replace("Article 2 bis", "Article 1 bis\nSteps\n\n1. Steps are dry.\n\nArticle 2 bis", 1)
    moved = later.replace("Article 1 bis\nSteps\n\n1. Steps are dry.\n\n", "")
    assert addresses(moved) == addresses(RIVER)
    placed = RIVER.replace("Article 2\n", "Article 1 bis\nSteps\n\n1. Steps are dry.\n\nArticle 2\n", 1)
    assert [a for a in addresses(placed) if a not in addresses(RIVER)] == ["Article 1 bis(1)"]
    assert [a for a in addresses(RIVER) if a not in addresses(placed)] == []


@pytest.mark.parametrize("language", IN_CHAPTERS)
def test_articles_inside_chapters_have_the_same_addresses_in_every_language(language: str) -> None:
    words = IN_CHAPTERS[language]
    if language == "zh":
        words = words.replace("（a）", "(a)").replace("（b）", "(b)")
    found = addresses(words)
    assert found == ["Article 1", "Article 2", "Article 2(a)", "Article 2(b)", *found[4:]]
    assert found[4:] == ["Article 3(1)", "Article 3(2)"]
    assert [len(part.nodes) for part in read(words).parts] == [0, 1, 1, 0, 2]


def test_a_chapter_may_begin_again_and_an_article_may_not_be_missing() -> None:
    words = "PART ONE\nDUTIES\n\nCHAPTER 1\nLIGHT\n\nArticle 1\nA lamp.\n\nPART TWO\nRIGHTS\n\nCHAPTER 1\nREST\n\nArticle 2\nA bench.\n"
    assert parts(words) == [
        ("PART ONE", "DUTIES"),
        ("CHAPTER 1", "LIGHT"),
        ("Article 1", ""),
        ("PART TWO", "RIGHTS"),
        ("CHAPTER 1", "REST"),
        ("Article 2", ""),
    ]
    assert read(words).notes == ["line 13: sections begin again at CHAPTER 1"]
    with pytest.raises(UnreadableText, match="Article 3 follows Article 1; Article 2 is missing"):
        read(words.replace("Article 2", "Article 3"))


def test_chinese_brackets_and_circles_number_items_and_a_preamble_is_kept() -> None:
    words = "街道宪章\n\n序言\n\n街道属于所有人。\n\n第一条 街道包括：\n（一）台阶；\n（二）桥梁。\n\n第一条之一 城市：\n① 照明；\n② 修理。\n"
    assert [(n.address, n.wording) for n in all_nodes(read(words).parts)][:2] == [
        ("[1]", "街道属于所有人。"),
        ("Article 1", "街道包括："),
    ]
    assert addresses(words)[2:] == [
        *("Article 1(1)", "Article 1(2)", "Article 1 bis", "Article 1 bis(1)", "Article 1 bis(2)"),
    ]


def test_clauses_of_a_resolution() -> None:
    words = (
        "RESOLUTION\n\nThe Council,\n\nPP1 Recalling 2019,\n\nPP2 Noting the need,\n\nOP1 Decides to build;\n\n"
        "OP1 bis Asks who pays;\n\nOP2 Decides to count.\n"
    )
    assert addresses(words) == ["[1]", "PP1", "PP2", "OP1", "OP1bis", "OP2"]
    with pytest.raises(UnreadableText, match="line 11: OP3 follows OP1"):
        read(words.replace("OP1 bis", "OP3"))


def test_a_number_back_at_the_margin_belongs_to_the_list_there() -> None:
    words = "RULES\n\n1. Fees are written.\n2. Receipts are given.\n   1. On paper.\n   2. By telephone.\n3. Nobody pays twice.\n"
    assert addresses(words) == ["1", "2", "2(1)", "2(2)", "3"]


def test_bullets_of_two_signs_nest_when_the_first_comes_back() -> None:
    assert addresses("LIST\n\n• one\n• two\no a part\no a part more\n• three\n") == [
        *("text.1", "text.2", "text.2.1", "text.2.2", "text.3"),
    ]
    assert addresses("LIST\n\n- one\n– two\n✓ three\n") == ["text.1", "text.2", "text.3"]
    spanish = "LISTA\n\n• pan o sal\n• luz\no sombra\n"
    assert addresses(spanish) == ["text.1", "text.2"]


def test_numbered_heads_set_apart_are_sections() -> None:
    words = "GUIDE\n\n1. Introduction\n\nParks are for rest.\n\n2. Planning\n\n2.1. Plans are drawn.\n\n3. Care\n\n- daily\n- paid\n"
    assert parts(words) == [("1", "Introduction"), ("2", "Planning"), ("3", "Care")]
    assert addresses(words) == ["[1]", "2.1", "3.1", "3.2"]
    assert parts("PROMISES\n\n1. Light\n\n2. Benches\n\n3. Trees\n") == [("", "")]


def test_letters_with_decimals_number_paragraphs() -> None:
    assert addresses("Section A – Workers\n\nA.1 Workers learn.\nA.2 Workers rest.\n") == ["A.1", "A.2"]


def test_paragraphs_alone_are_read_under_a_title_and_said() -> None:
    parsed = read("Our promises\n\nWe promise buses.\n\nWe promise light.\n\nWe promise an answer.\n")
    assert [node.address for node in all_nodes(parsed.parts)] == ["[1]", "[2]", "[3]"]
    assert parsed.notes == ["no number, bullet or heading was found; each paragraph is a provision of its own"]


def test_a_table_is_said_to_be_kept_as_words() -> None:
    parsed = read("1. Who does what:\n\n| City | light |\n|------|-------|\n| Bus | late |\n\n2. It is done.\n")
    assert parsed.notes == ["line 3: a table is kept as words, row after row"]


def test_the_encoding_and_its_mark_make_no_difference() -> None:
    every = [RIVER.encode(), RIVER.encode("utf-8-sig"), RIVER.encode("utf-16"), RIVER.encode("utf-16-be")]
    every[3] = b"\xfe\xff" + every[3]
    assert len({parse_guideline(raw).source_hash for raw in every}) == 1
    assert all([n.wording for n in all_nodes(parse_guideline(raw).parts)][4] for raw in every)


def test_a_title_of_a_word_or_two_may_end_in_a_full_stop() -> None:
    words = "Section 1. Purpose.\n(1) Streets are safe.\n\nSection 2. Light. Streets are lit.\n\nSection 3. Reports.\nIt reports.\n"
    assert parts(words) == [("Section 1", "Purpose"), ("Section 2", ""), ("Section 3", "Reports")]
    assert [node.wording for node in all_nodes(read(words).parts)] == [
        "Streets are safe.",
        "Light. Streets are lit.",
        "It reports.",
    ]
