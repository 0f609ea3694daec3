"""Fonts of the PDF files and which of them has a letter. Letters no font has are not drawn as boxes: the caller is told
and offers another file. Licences: config/paper/fonts/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from config.paper.scripts import clean, joined

FONTS = Path(__file__).resolve().parent / "fonts"
FILES = {"Pages": "DejaVuSans.ttf", "Pages-Bold": "DejaVuSans-Bold.ttf", "Pages-Han": "DroidSansFallbackFull.ttf"}


class LettersMissing(Exception):
    """No font of the site has a form for some letters of the text; the message names the first of them."""


@cache
def fonts() -> dict[str, TTFont]:
    """The fonts by name, known to the PDF library."""
    found = {name: TTFont(name, str(FONTS / file)) for name, file in FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    return found


def check_letters(texts: Iterable[str]) -> None:
    """Raises LettersMissing unless every letter of the texts can be drawn."""
    known = set().union(*(font.face.charToGlyph for font in fonts().values()))
    letters = joined(clean("".join(texts)))
    missing = sorted({letter for letter in letters if letter > " " and ord(letter) not in known})
    if missing:
        raise LettersMissing(f"no font has a form for “{missing[0]}” (U+{ord(missing[0]):04X})")


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """(font, piece) of a text: the given font where it has the letters, else the one for Chinese."""
    own = fonts()[font].face.charToGlyph
    piece, name = "", font
    for letter in text:
        wanted = font if letter <= " " or ord(letter) in own else "Pages-Han"
        if wanted != name and piece:
            yield name, piece
            piece = ""
        name, piece = wanted, piece + letter
    if piece:
        yield name, piece
