"""What a single line may be: the mark of an item, a section, a heading, or plain words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidelines.importers.markers import all_capitals, han_number, letter, roman
from guidelines.importers.named_sections import NAMED, chinese, counts, style_of

BULLETS = "-–—•▪·‣►➢*◦○●■□▶✓✔∙\uf0b7\uf0a7"
BULLET = rf"(?:[{BULLETS}]|o(?=\s+[A-Z]|\t))"
OTHER_LETTER = r"(?:[أابجدهوزحطيكلمنسعفصقرشتثخذضظغ]ـ?|[а-я])"
ITEM = re.compile(
    rf"^(?P<bullet>{BULLET}\s+)?(?P<mark>\(\d{{1,3}}\)|\d{{1,5}}[.)．、]|\d{{1,3}}[°º](?=\s)|\([a-z]{{1,4}}\)|[a-z]{{1,4}}\)|[a-z]\.|[ivxl]{{1,5}}\.|"
    rf"[IVX]{{1,5}}\.(?=\s(?:\S+\s+){{2,}}\S+[.;]$)|"
    rf"（(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})）|[①-⑳]|§ ?\d{{1,3}}[°ºª]?\.?(?=\s)|[IVX]{{1,5}} ?[-–—](?=\s)|"
    rf"\([A-Z]\)|[A-Z]\)|\([IVX]{{1,5}}\)|[IVX]{{2,5}}\)|\({OTHER_LETTER}\)|{OTHER_LETTER}[.)]|\d{{1,3}} ?[-–](?=\s))"
    r"(?:\s+|(?=[*_\"“‘(\[]?[A-ZÀ-ÞА-Яء-ي\u3400-\u9fff]))(?P<rest>\S.*)$"
)
DECIMAL = re.compile(r"^(?P<mark>(?:\d{1,3}|[A-Z])(?:\.[1-9]\d?){1,3}\.?)\s+(?P<rest>\S.*)$")
RESOLVED = re.compile(
    r"^(?P<mark>(?P<list>PP|OP) ?(?P<number>\d{1,3})(?P<again> ?\.?(?:bis|ter|quater))?[.:)]?)\s+(?P<rest>\S.*)$"
)
PUT_IN_LATER = re.compile(
    r"^(?P<mark>\(?(?P<number>\d{1,3})(?: ?(?P<again>bis|ter|quater|quinquies|sexies)[.)]?|(?P<letter>[a-h])[.)]))\s+"
    r"(?P<rest>[\"“‘(\[*_]*[A-ZÀ-ÞА-Я].*)$"
)
BARE_BULLET = re.compile(rf"^(?P<bullet>{BULLET})\s+(?P<rest>\S.*)$")
CAPITAL = re.compile(r"^(?P<number>[IVXLC]{1,7}|[A-Z])[.)]\s+(?P<title>\S.*)$")
DIGIT = re.compile(r"^(?P<number>\d{1,2})[.)]?\s+(?P<title>\S.*)$")
HAN = re.compile(r"^(?P<number>[一二三四五六七八九十百]{1,5})[、．.]\s*(?P<title>\S.*)$")
MARKDOWN = re.compile(r"^(#{1,6})\s+(?P<title>\S.*?)\s*#*$")
TITLE_WORDS = 14
TERMINAL = re.compile(r"[.;,!?:؛؟،۔。；，：、！？।][\"”’')\]*_»]*$")


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A line that opens a section. style: what counts together ("roman", "capital", "digit", "part" …)."""

    style: str
    ordinal: int
    number: str
    title: str
    again: bool = False  # "Article 3 bis" counts after 3


def looks_like_title(text: str) -> bool:
    """Short, begins with a capital or digit, ends in no punctuation."""
    words = text.split()
    return (
        0 < len(words) <= TITLE_WORDS
        and len(text) <= 130
        and not TERMINAL.search(text)
        and (text.lstrip('"“‘(*_')[:1].isupper() or text[:1].isdigit() or not text[:1].isascii())
    )


def section_lines(text: str) -> list[SectionLine]:
    """Every way a line may open a section; empty when it opens none. "I." may be a roman number or a letter."""
    named = NAMED.match(text)
    title = named["title"] if named else ""
    if named and title.endswith(".") and len(title.split()) < 3:
        title = title[:-1]  # "Section 2. Lighting."
    if named and (looks_like_title(title) or not title) and counts(named):
        number = f"{named['name']} {named['number']}{named['again'] or ''}"
        return [SectionLine(style_of(named), counts(named), number, title, bool(named["again"]))]
    found_chinese = chinese(text)
    if found_chinese and (looks_like_title(found_chinese[3]) or not found_chinese[3]):
        return [SectionLine(*found_chinese)]
    capital = CAPITAL.match(text)
    if capital and looks_like_title(capital["title"]):
        number = capital["number"]
        found = [SectionLine("roman", roman(number), number, capital["title"])] if roman(number) else []
        if len(number) == 1:
            found.append(SectionLine("capital", letter(number), number, capital["title"]))
        return found
    han = HAN.match(text)
    if han and looks_like_title(han["title"]):
        return [SectionLine("han", han_number(han["number"]), "", text)]
    digit = DIGIT.match(text)
    if digit and all_capitals(digit["title"]) and looks_like_title(digit["title"]):
        return [SectionLine("digit", int(digit["number"]), digit["number"], digit["title"])]
    return []


def unmarkdown(text: str) -> tuple[str, bool]:
    """The words of a "## heading" and True, or the text as it is and False."""
    match = MARKDOWN.match(text)
    return (match["title"], True) if match else (text, False)
