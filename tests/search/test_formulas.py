"""A formula without its result is told by its cell; one with a result, even an empty text, is a value like any other."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from search.formulas import without_result

SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: list[object], **replaced: str) -> bytes:
    """A workbook as a program writes it that does not calculate. replaced: words of the sheet's XML to exchange."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    if not replaced:
        return out.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(again, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == SHEET:
                assert replaced["old"].encode() in data, data
                data = data.replace(replaced["old"].encode(), replaced["new"].encode())
            after.writestr(info, data)
    return again.getvalue()


def test_the_first_cell_without_a_result_is_named() -> None:
    assert without_result(book(["code", "year"], ["a", 2020], ["b", "=2000+21"], ["c", "=1"]), SHEET, 100) == "B3"


def test_values_and_text_that_looks_like_a_formula_pass() -> None:
    assert without_result(book(["code", "year"], ["a", 2020], ["<f>", None]), SHEET, 100) == ""


@pytest.mark.parametrize(
    "new",
    ['<c r="B1"><f>2000+21</f><v>2021</v></c>', '<c r="B1" t="str"><f>2000+21</f><v></v></c>'],
)
def test_a_formula_with_a_result_passes_even_when_that_is_an_empty_text(new: str) -> None:
    old = '<c r="B1"><f>2000+21</f><v></v></c>'
    assert without_result(book(["a", "=2000+21"]), SHEET, 100) == "B1"
    assert without_result(book(["a", "=2000+21"], old=old, new=new), SHEET, 100) == ""
