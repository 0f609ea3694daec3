"""A record as DOCX and PDF, and the export of a search: public records only, drawn with all their letters."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client
from docx.oxml.ns import qn

from config.paper.scripts import joined, visual
from practices.choices import Visibility
from practices.models import Outcome
from tests.factories.records import CityPageFactory, PracticePageFactory
from tests.pdf_text import fonts_of, text_of

pytestmark = pytest.mark.django_db


def test_a_mayor_gets_a_document_of_each_kind() -> None:
    page = PracticePageFactory(city=CityPageFactory(), title="Lamps — ampoules à Bogotá", summary="What was done.")
    word = Client().get(f"/practices/{page.code}.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "ampoules à Bogotá" in text
    assert "What was done." in text
    assert Client().get(f"/practices/{page.code}.pdf").content.startswith(b"%PDF")


def test_an_outcome_says_what_was_counted() -> None:
    """ "Road injury: 34 → 76" would say that injuries doubled; it was the belts that were counted."""
    outcome = Outcome(outcome="road-injury", indicator="Drivers who wear a belt", baseline=34, result=76, unit="%")
    page = PracticePageFactory(city=CityPageFactory(), title="Belts", outcomes=[outcome])
    made = docx.Document(io.BytesIO(Client().get(f"/practices/{page.code}.docx").content))
    assert any("Drivers who wear a belt" in cell.text for table in made.tables for cell in table.columns[0].cells)


TEXTS = {
    "ar": ("إنارة محطة السوق", "الناس يمشون ليلا أكثر من قبل (55 %) في 2019."),
    "ru": ("Свет у вокзала", "Люди чаще ходят пешком вечером."),
    "zh": ("车站的照明", "晚上步行的人比以前多，居民感到更安全。"),
    "fr": ("L’éclairage de la gare", "On marche davantage la nuit, « même seul »."),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_pdf_has_the_letters_of_its_language_embedded(language: str) -> None:
    title, summary = TEXTS[language]
    page = PracticePageFactory(city=CityPageFactory(), title=title, summary=summary, language=language)
    made = Client().get(f"/practices/{page.code}.pdf")
    assert made.status_code == 200
    fonts = {name for name in fonts_of(made.content) if "Helvetica" not in name}
    assert all("+" in name for name in fonts), "every font is embedded as a subset"
    wanted = "DroidSansFallback" if language == "zh" else "DejaVuSans"
    assert any(wanted in name for name in fonts)
    read = text_of(made.content).replace("\n", "")
    assert (visual(joined(title), right_to_left=True) if language == "ar" else title) in read


def test_an_arabic_docx_is_written_from_right_to_left() -> None:
    title, summary = TEXTS["ar"]
    page = PracticePageFactory(city=CityPageFactory(), title=title, summary=summary, language="ar")
    made = docx.Document(io.BytesIO(Client().get(f"/practices/{page.code}.docx").content))
    assert all(paragraph._p.pPr.find(qn("w:bidi")) is not None for paragraph in made.paragraphs if paragraph.text)
    assert all(run._r.rPr.find(qn("w:rtl")) is not None for paragraph in made.paragraphs for run in paragraph.runs)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in made.tables)
    page = PracticePageFactory(city=CityPageFactory(), title="Lamps")
    plain = docx.Document(io.BytesIO(Client().get(f"/practices/{page.code}.docx").content))
    assert not [p for p in plain.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:bidi")) is not None]


def test_letters_the_pdf_cannot_draw_are_not_drawn_as_boxes() -> None:
    page = PracticePageFactory(city=CityPageFactory(), title="ᠮᠣᠩᠭᠣᠯ")
    assert Client().get(f"/practices/{page.code}.pdf").status_code == 406
    assert Client().get(f"/practices/{page.code}.docx").status_code == 200


def test_the_fit_report_is_a_document_too() -> None:
    page = PracticePageFactory(city=CityPageFactory(code="origin", title="Origin"), title="Lamps")
    mine = CityPageFactory(code="mine", title="Minetown")
    address = f"/practices/{page.code}/fit.pdf"
    made = Client().get(f"{address}?city={mine.code}&p0=not-met")
    read = text_of(made.content).replace("\n", " ")
    for words in ("Lamps", "Minetown", "A maintenance budget", "not met", "Something that must be there is missing"):
        assert words in read
    word = docx.Document(io.BytesIO(Client().get(f"/practices/{page.code}/fit.docx?city=mine").content))
    assert "Minetown" in word.paragraphs[1].text
    assert Client().get(f"{address}?city=mine&p0=perhaps").status_code == 400
    assert Client().get(f"{address}?city=nowhere").status_code == 400
    assert address in Client().get(f"/practices/{page.code}/fit/?city=mine").content.decode()
    hidden = PracticePageFactory(city=mine, failure_visibility=Visibility.ANONYMISED)
    assert Client().get(f"/practices/{hidden.code}/fit.pdf?city=mine").status_code == 404


@pytest.mark.trust("T06")
@pytest.mark.parametrize(
    "hidden",
    [{"live": False}, {"failure_visibility": Visibility.NETWORK_ONLY}, {"failure_visibility": Visibility.ANONYMISED}],
)
def test_what_is_not_public_has_no_document(hidden: dict[str, object]) -> None:
    page = PracticePageFactory(city=CityPageFactory(), **hidden)
    for extension in ("docx", "pdf", "exe"):
        assert Client().get(f"/practices/{page.code}.{extension}").status_code == 404


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_a_search_is_exported_whole(extension: str, memory_search: None) -> None:
    PracticePageFactory(city=CityPageFactory(), title="Lamps at the terminus", problem="Dark.")
    assert Client().get(f"/practices/export.{extension}?q=lamps").status_code == 200
    assert Client().get(f"/practices/export.{extension}?page=0").status_code == 400
