"""A record as DOCX and PDF, and the export of a search: public records only, drawn with all their letters."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client

from practices.choices import Visibility
from tests.factories.records import CityPageFactory, PracticePageFactory

pytestmark = pytest.mark.django_db


def test_a_mayor_gets_a_document_of_each_kind() -> None:
    page = PracticePageFactory(city=CityPageFactory(), title="Lamps — ampoules à Bogotá", summary="What was done.")
    word = Client().get(f"/practices/{page.code}.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "ampoules à Bogotá" in text
    assert "What was done." in text
    assert Client().get(f"/practices/{page.code}.pdf").content.startswith(b"%PDF")


def test_letters_the_pdf_cannot_draw_are_not_drawn_as_boxes() -> None:
    page = PracticePageFactory(city=CityPageFactory(), title="إنارة المحطة")
    assert Client().get(f"/practices/{page.code}.pdf").status_code == 406
    assert Client().get(f"/practices/{page.code}.docx").status_code == 200


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
