"""Sections that are named before they are counted, in the languages texts come in: "Article 5", "Capítulo II". Pure."""

from __future__ import annotations

import re

from guidelines.importers.markers import han_number, letter, roman

# Style of section → how it is called. Sections of the second group are so only when the text counts them from 1 on.
ALWAYS = {
    "part": ["part", "partie", "parte", "часть", "الباب", "الجزء"],
    "chapter": ["chapter", "chapitre", "cap[ií]tulo", "глава", "الفصل"],
    "title": ["title", "titre", "t[ií]tulo"],
    "section": ["section", r"sect?\.?", "secci[oó]n", "se[cç][aã]o", "раздел", "القسم"],
    "annex": ["annex", "annexe", "anexo", "приложение", "المرفق"],
    "appendix": ["appendix", "appendice", "ap[eé]ndice"],
    "article": ["article", r"art\.?", "art[ií]culo", "artigo", "artikel", "статья", "المادة"],
    "sign": ["§"],
}
CONTAINERS = ("part", "chapter", "title", "section")  # sections that hold others, and often a title on the next line
WHEN_COUNTED = {
    "principle": ["principle", "principe", "principio", "princ[ií]pio", "принцип", "المبدأ"],
    "commitment": ["commitment", "engagement", "compromiso", "compromisso"],
    "objective": ["objective", "objectif", "objetivo"],
    "recommendation": ["recommendation", "recommandation", "recomendaci[oó]n", "recomenda[cç][aã]o"],
    "rule": ["rule", "r[eè]gle", "regla", "regra"],
    "measure": ["measure", "mesure", "medida"],
    "pillar": ["pillar", "pilier", "pilar"],
}
STYLES = {**ALWAYS, **WHEN_COUNTED}
CITED_WITH_NUMBER = ("article", "sign", "annex", "appendix", *WHEN_COUNTED)  # "Article 2(1)", not "paragraph 1"
SPELLED = {
    word: value
    for words in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "premier deux trois quatre cinq six sept huit neuf dix",
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
        "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
        "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
    )
    for value, word in enumerate(words.split(), start=1)
}
NAMED = re.compile(
    rf"^(?P<name>{'|'.join(name for names in STYLES.values() for name in names)})\s+"
    rf"(?P<number>{'|'.join(SPELLED)}|[ivxlc]+|\d{{1,3}}(?:er|ère|[ºª°])?|[a-z])\b(?<![\s])(?P<again>\s+(?:bis|ter|quater|quinquies))?"
    r"(?P<stop>\s*[.:–—-]*)\s*(?P<title>.*)$",
    re.IGNORECASE,
)


CHINESE = re.compile(
    r"^(?P<number>第\s*(?P<count>[一二三四五六七八九十]{1,3}|\d{1,3})\s*(?P<unit>部分|编|章|节|条)(?P<again>之[一二三四五六七八九十]+)?)\s*(?P<title>.*)$"
)
CHINESE_STYLES = {"部分": "part", "编": "part", "章": "chapter", "节": "section", "条": "article"}


def chinese(text: str) -> tuple[str, int, str, str, bool] | None:
    """(style, ordinal, number, title, put in later) of "第一章 总则", else None; "第三条之一" counts after 3."""
    match = CHINESE.match(text)
    if not match:
        return None
    count = match["count"]
    ordinal = int(count) if count.isdecimal() else han_number(count)
    if not ordinal:
        return None
    return CHINESE_STYLES[match["unit"]], ordinal, match["number"], match["title"], bool(match["again"])


def chinese_parted(text: str) -> tuple[str, str] | None:
    """("第一条", "街道有灯。") of an article whose sentence stands beside its number, else None."""
    found = chinese(text)
    if not found or not re.search(r"[。；：！？]$", found[3]):
        return None
    return found[2], found[3]


def style_of(named: re.Match[str]) -> str:
    """What the name counts as: "Artículo" is an article."""
    name = named["name"]
    return next(s for s, names in STYLES.items() if any(re.fullmatch(n, name, re.IGNORECASE) for n in names))


def counts(named: re.Match[str]) -> int:
    """The ordinal, or 0 when the words are no name of a section ("part a of the plan")."""
    number = named["number"].lower()
    digits = re.match(r"\d+", number)
    ordinal = SPELLED.get(number) or (int(digits[0]) if digits else 0) or roman(number) or letter(number)
    in_words = len(number) == 1 and named["number"].islower() and number not in "ivx"
    return 0 if named["name"].islower() or in_words else ordinal


def cited_as(number: str) -> tuple[str, str, str] | None:
    """(style, count, "bis") of a named section in words every language shares: ("article", "2", "") of "Article 2",
    "المادة ٢" and "第二条". The count is as printed where it is a Latin letter or number, else in figures; None for
    what is no named section."""
    named = NAMED.match(number)
    if named and counts(named):
        plain = re.fullmatch(r"([a-zA-Z]{1,5}|[0-9]+)(?:er|ère|[ºª°])?", named["number"])
        spelled = named["number"].lower() in SPELLED
        count = plain[1] if plain and not spelled else str(counts(named))
        return style_of(named), count, (named["again"] or "").strip().lower()
    found = chinese(number)
    if not found:
        return None
    again = han_number(number[number.index("之") + 1 :]) if found[4] else 0
    return found[0], str(found[1]), ("", "bis", "ter", "quater", "quinquies")[again] if again < 5 else str(again + 1)


def holds_others(number: str) -> bool:
    """Whether a section with this number is a part, chapter or title rather than an article."""
    named = NAMED.match(number)
    return bool(named and style_of(named) in CONTAINERS)


def uncounted(texts: list[str]) -> set[str]:
    """Styles this text does not count: of the second group without a first and a second, and "§" inside articles."""
    seen: dict[str, set[int]] = {}
    for named in filter(None, map(NAMED.match, texts)):
        seen.setdefault(style_of(named), set()).add(counts(named))
    found = {style for style in WHEN_COUNTED if not {1, 2} <= seen.get(style, set())}
    return found | ({"sign"} if {1, 2} <= seen.get("article", set()) else set())


def parted(text: str, leave: set[str]) -> tuple[str, str] | None:
    """("Article 4.", "Nobody is sent away.") of a section whose text stands beside its number, else None.

    leave: styles this text does not count.
    """
    named = NAMED.match(text)
    if not named or not counts(named) or style_of(named) in leave:
        return chinese_parted(text)
    ends_itself = named["name"] == "§" or named["number"][-1] in "ºª°"
    if not named["stop"].strip() and not ends_itself:
        return None
    ends_sentence = re.search(r"[.;:!?؛؟۔,][\"”’')\]*_»]*$", named["title"])
    if not ends_sentence or (len(named["title"].split()) < 3 and not ends_itself):
        return None
    return text[: named.start("title")].rstrip(), named["title"]
